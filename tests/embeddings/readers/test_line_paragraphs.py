"""Texts with a paragraph a line, and texts whose lines only look so."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from embeddings.readers import blocks, read
from embeddings.readers.line_paragraphs import judge_lines
from embeddings.readers.parsed_file import split_paragraphs

PROSE = (
    "The keeper came in the spring, when the ice broke. He had a lamp and a book with him.",
    "Nobody knew his name. They called him the lamp, and he did not mind. It was a good name.",
    "“The sea has no memory of the men it took,” he wrote. “I keep a list of them” (p. 45).",
    "In the winter the ships stayed away. He read his book again, and he wrote letters to nobody.",
)
VERSE = "\n".join(["The lamp that on the headland stands,", "Untended by hands,", "Is lit."] * 6)
TALK = "\n".join(f"{who} have not seen the ship." for who in ("Anna: I", "Bert: You, too,") * 6)
SENTENCES = "\n".join(f"This is {'not ' * n}a sentence with a line of its own." for n in range(9))


def wrapped(width: int) -> str:
    """Return the prose as one paragraph, wrapped."""
    return textwrap.fill(" ".join(PROSE * 3), width)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\n".join(PROSE), PROSE),
        ("\r\n".join(("A Lamp", *PROSE)), ("A Lamp", *PROSE)),
        ("A Lamp\n\n" + "\n".join(PROSE) + "\n\nPart Two\n" + "\n".join(PROSE[::-1]), None),
    ],
)
def test_a_line_is_a_paragraph_where_each_ends_as_one(
    source: str, expected: Sequence[str] | None
) -> None:
    lines = [line for line in source.splitlines() if line]
    assert list(blocks(source)) == list(expected or lines)


@pytest.mark.parametrize(
    "source",
    [*map(wrapped, (40, 72, 100, 160)), VERSE, TALK, SENTENCES, "\n".join(PROSE[:2]), "One.\nTwo."],
)
def test_other_lines_are_one_paragraph(source: str) -> None:
    assert list(blocks(source)) == [" ".join(source.split())]


@pytest.mark.parametrize(
    ("source", "meaning"),
    [
        ("\n".join(PROSE), "paragraphs"),
        *((wrapped(width), "wrapped") for width in (40, 72, 100, 160)),
        ("\n\n".join(PROSE), "wrapped"),
        *((unclear, "unclear") for unclear in (VERSE, TALK, SENTENCES)),
    ],
)
def test_it_is_said_what_lines_are(source: str, meaning: str) -> None:
    assert judge_lines(list(split_paragraphs(source))) == meaning


def test_lines_that_may_be_paragraphs_are_remarked_on(tmp_path: Path) -> None:
    for source, said in ((SENTENCES, True), (wrapped(72), False), ("\n".join(PROSE), False)):
        path = tmp_path / "text.txt"
        path.write_text(source, "utf-8")
        assert any("blank line" in one.advice for one in read(path).remarks) == said


def test_a_slip_among_blank_lines_parts_nothing() -> None:
    source = "\n\n".join([*PROSE, "\n".join(PROSE)])
    assert len(list(blocks(source))) == len(PROSE) + 1
