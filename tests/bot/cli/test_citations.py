"""`concordance citations`: every citation, in reading order, as rows or as JSON."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import shared
from tests.support.cli_program import ROOT, Program

ROWS = [
    [2, "(p. 12)", "The Lamp", [[12, 12]], 12, 12, None, None, 2],
    [3, "(Marsh, pp. 40-42)", "A Book of Tides", [[40, 42]], 40, 42, None, None, 3],
    [5, "(p. xii)", "The Lamp", [["xii", "xii"]], "xii", "xii", None, None, 5],
    [6, "(p. 12)", "The Lamp", [[12, 12]], 12, 12, None, None, 6],
]
KEYS = (
    "paragraph printed work pages first_page last_page volume note quotation_starts_in_paragraph"
).split()


@pytest.mark.parametrize("arguments", [[], ["data/harbour.txt"], ["--document", "harbour"]])
def test_citations_are_given_one_a_line_in_reading_order(
    program: Program, arguments: list[str]
) -> None:
    ended = program("citations", *arguments, "--json")
    assert ended.rows == [dict(zip(KEYS, row, strict=True)) for row in ROWS]
    assert [list(row) for row in ended.rows] == [KEYS] * len(ROWS)
    assert ended.err == ""


def test_in_a_pipe_citations_are_separated_by_tabs(program: Program) -> None:
    head, *rows = program("citations").out.splitlines()
    assert head.split("\t") == [key for key in KEYS if key != "pages"]
    wanted = [[*row[:3], *row[4:]] for row in ROWS]
    cells = [["" if cell is None else str(cell) for cell in row] for row in wanted]
    assert [row.split("\t") for row in rows] == cells


def test_a_text_that_no_entry_describes_is_read_with_defaults(program: Program, home: Path) -> None:
    (home / "other.txt").write_text("“Word for word” (p. 7).", "utf-8")
    (row,) = program("citations", "other.txt", "--json").rows
    assert (row["work"], row["first_page"]) == (None, 7)
    (row,) = program("citations", "other.txt", "--document", "harbour", "--json").rows
    assert (row["work"], row["first_page"]) == ("The Lamp", 7)


def test_a_text_without_citations_gives_no_row(program: Program, home: Path) -> None:
    (home / "other.txt").write_text("In 1905 he was 26 (or 27) and wrote of [3] others.", "utf-8")
    assert program("citations", "other.txt", "--json").rows == []


def test_the_essays_citations_are_those_of_the_list(program: Program) -> None:
    essay, listed = shared("essay/essay.txt"), shared("essay/citations.tsv")
    library = ROOT / "data" / "library.toml"
    found = program("citations", essay, "--library", library, "--json").rows
    with listed.open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(found) == len(wanted) == 63
    for row, want in zip(found, wanted, strict=True):
        for name in KEYS:
            if name != "pages" and name in want:
                assert str("" if row[name] is None else row[name]) == want[name], json.dumps(row)
