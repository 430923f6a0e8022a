"""The page of words is that of the quotation that they are in, and of no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.checking.location import TextLocation, locate_span
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.errors import SpanError
from embeddings.readers import blocks
from embeddings.types import Document, Span
from tests.support.made_up_texts import concordances
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR

LORE = KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS)
TEXT = """The lamp went out early. It was never lit again (Okafor, p. 3), and Lindqvist tells of a \
ship “held in the ice from autumn to spring” (Lindqvist, pp. 45–47), while another was “lost in \
the snow of that year” (p. 12), as she says. Nobody came (p. 98).

“It froze all that night” (Letters by Clara Voss)."""
CONCORDANCE = Concordance.of(Document.of("text", "A text", blocks(TEXT)), LORE)


def at(words: str) -> TextLocation:
    """Return the place of words of the text."""
    start = TEXT.index(words)
    return locate_span(CONCORDANCE, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("words", "voice", "reference"),
    [
        ("The lamp went out early", "essay", "no page given · text ¶ 1"),
        (
            "It was never lit again",
            "essay",
            "citing Ines Okafor, The Lamp Keepers, p. 3 · text ¶ 1",
        ),
        ("and Lindqvist tells of a", "essay", "no page given · text ¶ 1"),
        (
            "in the ice from",
            "quotation",
            "in Nils Lindqvist, A Winter on the Ice, pp. 45–47 · text ¶ 1",
        ),
        ("while another was", "essay", "no page given · text ¶ 1"),
        ("lost in the snow", "quotation", "in Ines Okafor, The Lamp Keepers, p. 12 · text ¶ 1"),
        ("as she says", "essay", "no page given · text ¶ 1"),
        ("(p. 12), as she says", "essay", "no page given · text ¶ 1"),
        ("Nobody came", "essay", "citing Ines Okafor, The Lamp Keepers, p. 98 · text ¶ 1"),
        (
            "to spring” (Lindqvist, pp. 45–47), while another was “lost",
            "mixed",
            (
                "in Nils Lindqvist, A Winter on the Ice, pp. 45–47; "
                "Ines Okafor, The Lamp Keepers, p. 12 · text ¶ 1"
            ),
        ),
        ("all that night", "quotation", "in Clara Voss, Letters, no page given · text ¶ 2"),
    ],
)
def test_words_have_the_page_that_is_printed_for_them(
    words: str, voice: str, reference: str
) -> None:
    found = at(words)
    assert (found.text, found.voice, found.reference) == (words, voice, reference)


def test_the_passages_that_hold_the_words_have_them_highlighted() -> None:
    found = at("in the snow")
    (shown,) = found.shown
    (start, end), *rest = shown.highlights
    assert (shown.passage.text[start:end], rest) == ("in the snow", [])
    assert "p. 12" in shown.reference


def test_words_over_two_paragraphs_are_in_the_passages_of_both() -> None:
    found = at("Nobody came (p. 98).\n\n“It froze all that night”")
    assert found.paragraphs == (1, 2)
    assert [shown.passage.paragraphs for shown in found.shown] == [(1,), (2,)]
    assert [shown.passage.text[a:b] for shown in found.shown for a, b in shown.highlights] == [
        "Nobody came (p. 98).",
        "“It froze all that night”",
    ]


def test_a_place_that_is_not_in_the_text_cannot_be_made() -> None:
    with pytest.raises(SpanError):
        locate_span(CONCORDANCE, Span(5, len(TEXT) + 5))


@given(concordances(), st.data())
def test_a_page_is_given_only_for_its_quotation_or_its_sentence(
    text: Concordance, data: st.DataObject
) -> None:
    end = len(text.document.text)
    start = data.draw(st.integers(0, end - 1))
    span = Span(start, data.draw(st.integers(start + 1, end)))
    found = locate_span(text, span)
    assert found.text == text.document.text[span.start : span.end]
    for citation in found.citations:
        if citation.closes is not None:
            assert any(
                citation in one.citations and one.span.touches(span) for one in text.quotations
            )
        else:
            assert citation.start >= span.start
    covered = {at for one in found.shown for at in range(one.passage.start, one.passage.end)}
    assert {at for at in range(span.start, span.end) if at not in covered} <= {
        at for at, sign in enumerate(text.document.text) if sign.isspace()
    }
