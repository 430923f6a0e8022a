"""Lines that name the source of what is quoted above them, and notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations.source_lines import find_source_lines, names_source
from embeddings.citations.works import Sources
from embeddings.types import Document
from embeddings.types.document import Block, BlockKind
from tests.support.small_text import ICE, LAMPS

SOURCES = Sources([LAMPS, ICE])


def lines(*blocks: tuple[str, BlockKind]) -> list[tuple[int, str, bool]]:
    """Return the source lines: their paragraphs, their words, whether they are known."""
    document = Document.of("text", "A text", [Block(words, kind) for words, kind in blocks])
    found = find_source_lines(document, SOURCES)
    return [
        (number, document.text[line.bracket.inner.start : line.bracket.inner.end], line.known)
        for number, line in found.items()
    ]


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("It froze. — Okafor, p. 45", "Okafor, p. 45"),
        ("It froze. -- Okafor, The Lamp Keepers", "Okafor, The Lamp Keepers"),
        ("It froze. – Ada Smith", "Ada Smith"),
        ("“It froze.” Okafor, p. 45.", "Okafor, p. 45"),
        ("It froze. Okafor, The Lamp Keepers, 45", "Okafor, The Lamp Keepers, 45"),
    ],
)
def test_a_source_may_end_a_paragraph_that_is_quoted(paragraph: str, words: str) -> None:
    assert lines((paragraph, "quotation")) == [(1, words, True)]
    assert lines((paragraph, "prose")) == []


@pytest.mark.parametrize(
    "paragraph",
    ["It froze. See p. 45", "It froze. Okafor saw it", "It froze – and thawed.", "Okafor, p. 45"],
)
def test_other_ends_of_a_quoted_paragraph_are_none(paragraph: str) -> None:
    assert lines((paragraph, "quotation")) == []


@pytest.mark.parametrize("words", ["Okafor, p. 45", "Lindqvist", "Ada Smith, Salt, p. 3", "p. 45"])
def test_a_line_under_a_block_quote_needs_no_dash(words: str) -> None:
    assert lines(("It froze.", "quotation"), (words, "quotation")) == [(2, words, True)]
    assert lines(("It froze.", "quotation"), (words, "prose")) == [(2, words, True)]
    assert lines(("It froze.", "prose"), (words, "prose")) == []


def test_a_line_with_a_dash_is_one_anywhere_and_known_if_it_can_be_read() -> None:
    assert lines(("– Okafor", "prose"), ("– Then he left.", "prose")) == [
        (1, "Okafor", True),
        (2, "Then he left", False),
    ]


@pytest.mark.parametrize("mark", ["[1] ", "[^1]: ", "1. ", "1) ", "12 ", "¹ ", "* "])
def test_a_note_that_is_nothing_but_a_reference_is_one(mark: str) -> None:
    assert lines((f"{mark}Okafor (n 1) 47.", "prose")) == [(1, "Okafor (n 1) 47", True)]
    assert lines((f"{mark}Okafor went out.", "prose")) == []


@given(st.text(alphabet="abO .,–—-“”()0123456789p\n", max_size=120))
def test_a_line_lies_within_its_paragraph(words: str) -> None:
    document = Document.of("text", "A text", [Block(words or "x", "quotation"), Block("x")])
    for number, line in find_source_lines(document, SOURCES).items():
        paragraph = document.paragraphs[number - 1]
        assert paragraph.start <= line.bracket.span.start <= line.bracket.span.end <= paragraph.end


def test_prose_with_a_page_in_it_names_no_source() -> None:
    assert not names_source("He wrote it on p. 45 and left", SOURCES)
    assert names_source("(Okafor, p. 45)", SOURCES)
