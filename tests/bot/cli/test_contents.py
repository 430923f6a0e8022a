"""`concordance contents`: the parts of the text, as rows or as JSON."""

from pathlib import Path

from tests.support.cli_program import HARBOUR, Program
from tests.support.simulated_bot import command

KEYS = "document first last title heading terms opening".split()


def test_parts_are_given_one_a_line_with_all_paragraphs_in_order(program: Program) -> None:
    ended = program("contents", "--json")
    assert [list(row) for row in ended.rows] == [KEYS] * len(ended.rows)
    numbers = [n for row in ended.rows for n in range(row["first"], row["last"] + 1)]
    assert numbers == list(range(1, 7))
    assert all(row["opening"] in HARBOUR and row["opening"] in row["title"] for row in ended.rows)
    assert all(term in HARBOUR for row in ended.rows for term in row["terms"])
    assert ended.err == ""


def test_in_a_pipe_parts_are_separated_by_tabs(program: Program) -> None:
    head, *rows = program("contents").out.splitlines()
    assert head.split("\t") == ["document", "paragraphs", "about", "begins"]
    assert [row.split("\t")[0] for row in rows] == ["harbour"] * len(rows)
    assert [row.split("\t")[1][0] for row in rows] == ["¶"] * len(rows)
    assert rows[0].split("\t")[3] == "“The first keeper wrote” …"


def test_headings_are_the_titles_of_parts(program: Program, home: Path, tiny: Path) -> None:
    (home / "headed.txt").write_text("# Of Lamps\n\nIt froze.\n\n# Of Ice\n\nIt thawed.", "utf-8")
    assert program("build", "headed.txt", "--index", "headed", "--model", tiny).status == 0
    rows = program("contents", "--index", "headed", "--json").rows
    assert [(row["first"], row["last"], row["heading"]) for row in rows] == [
        (1, 2, "Of Lamps"),
        (3, 4, "Of Ice"),
    ]


def test_the_sample_essay_has_contents(sample_index: Path) -> None:
    rows = command("contents", "--index", str(sample_index), "--json").rows
    assert rows[0]["first"] == 1
    assert len({row["title"] for row in rows}) == len(rows) > 3
