"""Headings: marked ones, short lines that end in no mark, and what only looks like them."""

import pytest
from hypothesis import given

from embeddings.readers import blocks
from embeddings.text.headings import find_heading_words, find_headings
from embeddings.types import Document
from tests.support.made_up_texts import texts

PROSE = "The keepers of the lamp wrote little, and nobody asked them to."


def document(*paragraphs: str) -> Document:
    """Return a document of these paragraphs."""
    return Document.of("text", "A text", paragraphs)


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        ((PROSE, PROSE), ()),
        (("A Lamp", PROSE, PROSE), (1,)),
        (("A Lamp", PROSE, "The Storm", PROSE, PROSE, PROSE), (1,)),
        (("A Lamp", PROSE, PROSE, "The Storm", PROSE, PROSE, "The Ice", PROSE, PROSE), (1, 4, 7)),
        ((PROSE, "The Storm", PROSE, PROSE, "2. The Ice", PROSE), (2, 5)),
        ((PROSE, "II", PROSE, PROSE, "III.", PROSE), (2, 5)),
        (("# A Lamp", PROSE, "## Why did it go out?", PROSE), (1, 3)),
        (("Red", "Green", "Blue", PROSE), (1,)),
        ((PROSE, "He came:", PROSE, PROSE, "It froze!", PROSE), ()),
        ((PROSE, "It was written:", "The Storm", PROSE, PROSE, "The Ice", PROSE, PROSE), ()),
        ((PROSE, "– Marlow, Letters", PROSE, PROSE, "“The lamp”", PROSE), ()),
        ((PROSE, "and so on", PROSE, PROSE, "and so forth", PROSE), ()),
        (("The End",), ()),
    ],
)
def test_headings_are_short_and_end_in_no_mark(
    paragraphs: tuple[str, ...], found: tuple[int, ...]
) -> None:
    assert find_headings(document(*paragraphs)) == found


def test_the_words_of_a_heading_are_without_its_marks() -> None:
    one = document("## The Storm ##", PROSE, "## II", PROSE)
    spans = [find_heading_words(one, number) for number in find_headings(one)]
    assert [one.quote(span.start, span.end) for span in spans] == ["The Storm", "II"]


@given(texts())
def test_headings_are_paragraphs_in_order(text: str) -> None:
    paragraphs = list(blocks(text))
    found = find_headings(document(*paragraphs))
    assert list(found) == sorted(set(found))
    assert all(1 <= number <= len(paragraphs) for number in found)
