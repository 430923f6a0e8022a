"""Paragraphs as passages: each whole, with what is its own, from the first to the last and back."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.annotations import format_reference
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import NoParagraphError
from embeddings.concordance.excerpts import (
    excerpt_after,
    excerpt_before,
    excerpt_paragraph,
    excerpt_span,
)
from embeddings.concordance.proof import prove_hits
from embeddings.readers import blocks
from embeddings.types import Document, Hit, Passage, Span
from tests.support.made_up_texts import concordances
from tests.support.small_text import LAMPS, small

SMALL = small()
OVER_THREE = """He began:

“It froze all night…”;

“It thawed all day…”;

“It froze again…” (pp. 161–163).

Nobody spoke."""


def concordance_of(text: str) -> Concordance:
    """Return the concordance of a text that quotes one work."""
    return Concordance.of(Document.of("text", "A text", blocks(text)), KnownWorks((LAMPS,), LAMPS))


@given(concordances())
def test_every_paragraph_is_shown_whole_and_passes_the_gate(concordance: Concordance) -> None:
    for one in concordance.document.paragraphs:
        passage = excerpt_paragraph(concordance, one.number)
        assert (passage.start, passage.end, passage.paragraphs) == (
            one.start,
            one.end,
            (one.number,),
        )
        [shown] = prove_hits(concordance, [Hit(passage, 1.0)])
        assert shown.passage.text == concordance.document.text[one.start : one.end]


@given(concordances())
def test_a_paragraph_that_is_a_passage_is_that_passage(concordance: Concordance) -> None:
    for passage in concordance.passages:
        [number, *more] = passage.paragraphs
        one = concordance.document.paragraphs[number - 1]
        if not more and (passage.start, passage.end) == (one.start, one.end):
            assert excerpt_paragraph(concordance, number) == passage


@given(concordances())
def test_neighbours_walk_the_whole_text_and_back(concordance: Concordance) -> None:
    walked = [excerpt_paragraph(concordance, 1)]
    while (following := excerpt_after(concordance, walked[-1].paragraphs)) is not None:
        walked.append(following)
    assert [one.paragraphs for one in walked] == [
        (one.number,) for one in concordance.document.paragraphs
    ]
    back: Passage | None = walked[-1]
    for one in reversed(walked):
        assert back == one
        back = excerpt_before(concordance, one.paragraphs)
    assert back is None


@given(concordances())
def test_neighbours_of_a_passage_stand_beside_all_that_it_covers(concordance: Concordance) -> None:
    for passage in concordance.passages:
        first, last = passage.paragraphs[0], passage.paragraphs[-1]
        sides = (
            excerpt_before(concordance, passage.paragraphs),
            excerpt_after(concordance, passage.paragraphs),
        )
        assert [side.paragraphs[0] if side else None for side in sides] == [
            first - 1 if first > 1 else None,
            last + 1 if last < len(concordance.document.paragraphs) else None,
        ]


@given(concordances(), st.data())
def test_any_span_is_a_passage_that_passes_the_gate(
    concordance: Concordance, data: st.DataObject
) -> None:
    end = data.draw(st.integers(1, len(concordance.document.text)))
    span = Span(data.draw(st.integers(0, end - 1)), end)
    [shown] = prove_hits(concordance, [Hit(excerpt_span(concordance, span), 1.0)])
    for citation in shown.passage.citations:
        inside = span.holds(citation.span)
        assert inside or any(citation in one.citations for one in shown.passage.quotations)


def test_a_part_of_a_quotation_has_the_page_that_closes_the_whole() -> None:
    concordance = concordance_of(OVER_THREE)
    assert concordance.passages[0].paragraphs == (1, 2, 3, 4)
    for number in (2, 3, 4):
        passage = excerpt_paragraph(concordance, number)
        assert format_reference(concordance, passage) == (
            f"in Ines Okafor, The Lamp Keepers, pp. 161–163 · text ¶ {number}"
        )
        assert passage.voice == "quotation"
        assert passage.context is not None
        assert concordance.document.quote(passage.context.start, passage.context.end) == "He began:"
    for number in (1, 5):
        assert format_reference(concordance, excerpt_paragraph(concordance, number)).startswith(
            "no page given"
        )


def test_a_paragraph_of_several_passages_is_shown_whole() -> None:
    text = "It froze all night, and nobody slept in the house of the keepers. " * 60
    concordance = concordance_of(f"{text.strip()}\n\nIt thawed.")
    assert len(concordance.passages) > 2
    passage = excerpt_paragraph(concordance, 1)
    assert passage.text == text.strip()
    assert excerpt_after(concordance, concordance.passages[0].paragraphs) == excerpt_paragraph(
        concordance, 2
    )


@pytest.mark.parametrize("asked", [2, "2", " 2 ", "¶ 2", "¶2", "paragraph 2", "par. 2", "02"])
def test_a_paragraph_is_asked_for_as_people_write_it(asked: int | str) -> None:
    assert excerpt_paragraph(SMALL, asked).paragraphs == (2,)


@pytest.mark.parametrize(
    "asked",
    [0, -1, 8, 10**9, "", "0", "-1", "10^9", "xii", "280-290", "9" * 5000, "²", "２", "1.5"],
)
def test_what_is_no_paragraph_is_refused_with_those_there_are(asked: int | str) -> None:
    with pytest.raises(NoParagraphError, match="give a number from 1 to 7") as caught:
        excerpt_paragraph(SMALL, asked)
    assert caught.value.last == 7
    assert len(str(caught.value)) < 200


@given(st.one_of(st.integers(), st.text()))
def test_whatever_is_asked_for_is_a_paragraph_or_a_sentence(asked: int | str) -> None:
    with suppress(NoParagraphError):
        assert excerpt_paragraph(SMALL, asked).paragraphs[0] in range(1, 8)
