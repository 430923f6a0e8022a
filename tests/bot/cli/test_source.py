"""`concordance source`, as it is run: where words stand, and how they differ."""

import re

import pytest

from tests.support.cli_program import Program


def test_words_that_stand_there_are_shown_with_their_page(program: Program) -> None:
    out = program("source", "The lamp is lit before the tide").out
    assert out.splitlines() == [
        "The text has these words, letter for letter.",
        " │ The lamp is lit before the tide",
        "   in Ada Marlow, The Lamp, p. 12 · harbour ¶ 2",
    ]


def test_what_differs_is_marked_so_that_it_reads_without_colours(program: Program) -> None:
    out = program("source", "No vessel may pass unseen while am here (Marlow, p. 40)").out
    assert out.splitlines() == [
        (
            "The text has these words otherwise. Left out: 1. Changed: 1. "
            "The page given with them, (Marlow, p. 40), is not the one printed for them."
        ),
        " │ No [-ship-] {+vessel+} may pass unseen while [-I-] am here {+(Marlow, p. 40)+}",
        "   in Ben Marsh, A Book of Tides, pp. 40–42 · harbour ¶ 3",
    ]


def test_each_quotation_of_a_message_is_checked(program: Program) -> None:
    message = (
        "> The lamp is lit before the tide\nand “No ship may pass unseen while I am here”, "
        "but “the harbour was sold to a man from the city” is new to me"
    )
    rows = program("source", message, "--json").rows
    assert [row["outcome"] for row in rows] == ["exact", "exact", "absent"]
    assert [message[slice(*row["at"])] for row in rows] == [row["words"] for row in rows]


def test_what_is_absent_is_told_with_the_nearest_passages(program: Program) -> None:
    out = program("source", "The harbour bought a new door that was painted as green as grass").out
    assert out.startswith("These words are not in the text. The nearest passages")
    assert "painted the door green" in out
    assert out.rstrip().endswith("no page given · harbour ¶ 4")


def test_json_has_both_sides_and_the_places(program: Program) -> None:
    (row,) = program("source", "The lamp was lit before the tide", "--json").rows
    text = "The lamp is lit before the tide"
    assert (row["outcome"], row["verbatim"]) == ("differs", False)
    assert "".join(one["text"] for one in row["segments"]) == row["text"] == text
    assert "".join(one["words"] for one in row["segments"]) == row["words"]
    assert [one["kind"] for one in row["segments"]] == ["same", "changed", "same"]
    assert row["end"] - row["start"] == len(text)
    assert row["paragraphs"] == [2]
    assert [one["printed"] for one in row["citations"]] == ["(p. 12)"]
    assert row["reference"] == "in Ada Marlow, The Lamp, p. 12 · harbour ¶ 2"
    assert (row["others"], row["standing"], row["nearest"], row["claims"]) == ([], 1, [], [])
    assert re.fullmatch(r"[0-9a-f]{64}", row["edition"])


def test_json_of_absent_words_has_nothing_of_the_text(program: Program) -> None:
    (row,) = program("source", "snow fell upon the mountains of the moon", "--json").rows
    assert row["outcome"] == "absent"
    assert [row[name] for name in ("start", "end", "text", "reference")] == [None] * 4
    assert (row["segments"], row["citations"], row["standing"]) == ([], [], 0)


@pytest.mark.parametrize(
    "given", ["the lamp is lit before the tide\n", "\ufeffthe lamp is lit before the tide"]
)
def test_words_are_read_from_standard_input(program: Program, given: str) -> None:
    (row,) = program("source", "-", "--json", stdin=given).rows
    assert row["outcome"] == "exact"


def test_words_that_begin_with_a_dash_are_words(program: Program) -> None:
    assert "The text has these words" in program("source", "--", "-The lamp is lit").out


def test_half_a_letter_is_printed_as_it_can_be(program: Program) -> None:
    assert program("source", "\udcff the lamp is lit before the tide").status == 0
    assert program("source", "\udcff the lamp is lit before the tide", "--json").rows
