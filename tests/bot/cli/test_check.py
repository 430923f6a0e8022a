"""`concordance check`: what to look at before building, one a line."""

from pathlib import Path

from tests.support.cli_program import Program
from tests.support.hostile_pdf import circular_labels

DOUBTFUL = """\
He began: “The lamp is lit before the tide.

She went on: “No ship may pass unseen” (p. 40).

Share this
"""


def test_a_text_in_order_has_nothing_to_look_at(program: Program) -> None:
    ended = program("check")
    assert (ended.status, ended.out, ended.err) == (0, "nothing to look at\n", "")
    assert program("check", "--json").rows == []


def test_what_is_doubtful_is_named_with_its_paragraph_one_a_line(
    program: Program, home: Path
) -> None:
    (home / "other.txt").write_text(DOUBTFUL, "utf-8")
    rows = program("check", "other.txt", "--json").rows
    assert all(list(row) == ["kind", "paragraph", "words", "advice"] for row in rows)
    found = [(row["kind"], row["paragraph"]) for row in rows]
    assert found[:2] == [("marks", 1), ("left-over", 3)]
    assert all(number is None for _, number in found[2:])
    assert any("name no work" in row["advice"] for row in rows)


def test_in_a_pipe_doubts_are_separated_by_tabs(program: Program, home: Path) -> None:
    (home / "other.txt").write_text(DOUBTFUL, "utf-8")
    head, *lines = program("check", "other.txt").out.splitlines()
    assert head.split("\t") == ["paragraph", "kind", "words", "look at"]
    rows = program("check", "other.txt", "--json").rows
    wanted = [[row["paragraph"] or "", row["kind"], row["words"], row["advice"]] for row in rows]
    assert [line.split("\t") for line in lines] == [[str(cell) for cell in row] for row in wanted]


def test_a_left_over_that_does_not_stand_in_the_text_is_named(program: Program, home: Path) -> None:
    library = home / "data" / "library.toml"
    library.write_text(library.read_text("utf-8") + 'left-overs = ["Show more"]\n', "utf-8")
    (row,) = program("check", "--json").rows
    assert (row["kind"], row["words"]) == ("left-over", "Show more")


def test_a_file_that_takes_its_reader_down_is_a_sentence(program: Program, home: Path) -> None:
    (home / "essay.pdf").write_bytes(circular_labels())
    ended = program("check", "essay.pdf")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("concordance: essay.pdf: is a PDF file over which its reader ")
    assert ended.err.count("\n") == 1
