"""Passages: they cover the text, and cut no quotation from its citation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.passages import MAX_PASSAGE_LENGTH
from embeddings.readers import blocks
from embeddings.types import Document, Voice
from tests.support.made_up_texts import concordances


def read(text: str) -> Concordance:
    """Read a small text."""
    return Concordance.of(Document.of("text", "A text", blocks(text)), KnownWorks())


def assert_whole(concordance: Concordance) -> None:
    """Hold that the passages are the text, and that each quotation is in one with its citation."""
    text, end = concordance.document.text, 0
    for passage in concordance.passages:
        assert passage.text == text[passage.start : passage.end]
        assert text[end : passage.start].strip() == ""
        assert passage.text.strip()
        assert passage.paragraphs == concordance.document.paragraphs_in(passage.span)
        end = passage.end
        if passage.context is not None:
            assert passage.context.end <= passage.start
    covered = {at for p in concordance.passages for at in range(p.start, p.end)}
    for paragraph in concordance.document.paragraphs:
        assert covered.issuperset(range(paragraph.start, paragraph.end))
    for quotation in concordance.quotations:
        (holder,) = [p for p in concordance.passages if quotation in p.quotations]
        assert holder.span.holds(quotation.span)
        for citation in quotation.citations:
            assert holder.span.holds(citation.span)
            assert citation in holder.citations
    held = [one for passage in concordance.passages for one in passage.citations]
    assert held == list(concordance.citations)


@given(concordances())
def test_passages_are_whole_in_texts_made_up(concordance: Concordance) -> None:
    assert_whole(concordance)


def test_passages_are_whole_in_the_essay(essay_concordance: Concordance) -> None:
    assert_whole(essay_concordance)
    over = [p.paragraphs for p in essay_concordance.passages if len(p.paragraphs) > 1]
    assert [(numbers[0], numbers[-1]) for numbers in over] == [
        (45, 47),
        (53, 55),
        (81, 82),
        (116, 117),
        (119, 120),
        (134, 135),
        (137, 139),
    ]


@given(
    st.lists(st.sampled_from(["Snow fell.", "“It froze (45)…”", "word", "x" * 900]), min_size=1),
    st.integers(1, 60),
)
def test_a_long_paragraph_is_divided_between_sentences(parts: list[str], times: int) -> None:
    concordance = read(" ".join(parts * times))
    assert_whole(concordance)
    for passage in concordance.passages:
        assert len(passage.text) <= MAX_PASSAGE_LENGTH


def test_a_paragraph_without_any_sentence_is_divided_all_the_same() -> None:
    concordance = read("x" * 5000 + " " + "word " * 2000)
    assert_whole(concordance)
    assert max(len(passage.text) for passage in concordance.passages) <= MAX_PASSAGE_LENGTH


def test_a_quotation_longer_than_the_limit_stays_with_its_citation() -> None:
    concordance = read("He said: “" + "It froze all night. " * 200 + "(45)…” And he left.")
    assert_whole(concordance)
    (quotation,) = concordance.quotations
    assert quotation.end - quotation.start > MAX_PASSAGE_LENGTH


def test_no_passage_is_white_space_alone() -> None:
    concordance = read("“" + "a " * 1000 + "” (45) “" + "b " * 1000 + "” (46)")
    assert_whole(concordance)
    assert len(concordance.passages) == 2


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("It froze all night.", "essay"),
        ("It froze all night (Deutscher, p. 45).", "essay"),
        ("“It froze all night (45)…”", "quotation"),
        ("“It froze all night” (45).", "quotation"),
        ("He said: “It froze all night” (45).", "mixed"),
        ("“It froze all night,” said Lenin (p. 45).", "mixed"),
        ("“It froze all night!” The river cheered him (p. 45).", "mixed"),
    ],
)
def test_a_passage_knows_whose_words_it_is_in(text: str, voice: Voice) -> None:
    (passage,) = read(text).passages
    assert passage.voice == voice
