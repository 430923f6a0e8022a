"""Passages: they cover the text, and cut no quotation from its citation."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.passages import MAX_PASSAGE_LENGTH
from embeddings.readers import blocks
from embeddings.text.headings import find_headings
from embeddings.types import Document, Span, Voice
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
    assert_introductions_joined(essay_concordance)
    joined = [p for p in essay_concordance.passages if len(p.paragraphs) > 1]
    over = [
        p.paragraphs[-1]
        for p in joined
        if any(q.end > essay_concordance.document.paragraph_at(q.start).end for q in p.quotations)
    ]
    assert over == [47, 55, 82, 117, 120, 135, 139]


def assert_introductions_joined(concordance: Concordance) -> None:
    """Hold that passages are joined where the first only introduces, and wherever they may be."""
    document = concordance.document
    headings = set(find_headings(document))

    def introduces(end: int) -> bool:
        paragraph = document.paragraph_at(end - 1)
        words = document.text[paragraph.start : paragraph.end].rstrip(" _*[]()–—-")
        return end >= paragraph.end and (words.endswith(":") or paragraph.number in headings)

    for passage in concordance.passages:
        quoted = [Span(q.start, q.cited_end) for q in passage.quotations]
        for number in passage.paragraphs[:-1]:
            end = document.paragraphs[number - 1].end
            inside = any(span.start < end < span.end for span in quoted)
            if not inside and not introduces(end):
                # only marks, or white space, without a word of their own
                assert not re.search(r"\w", document.text[end : passage.end])
    for one, other in pairwise(concordance.passages):
        if introduces(one.end):
            assert other.end - one.start > MAX_PASSAGE_LENGTH


@given(concordances())
def test_introductions_are_joined_in_texts_made_up(concordance: Concordance) -> None:
    assert_introductions_joined(concordance)


def paragraphs(text: str) -> list[tuple[int, ...]]:
    """Return the paragraphs of each passage of a text."""
    return [passage.paragraphs for passage in read(text).passages]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He said:\n\nIt froze.\n\nIt thawed.", [(1, 2), (3,)], id="a colon"),
        pytest.param("He said: _\n\nIt froze.", [(1, 2)], id="marks after the colon"),
        pytest.param("He said:\n\n“It froze” (45).\n\nSo.", [(1, 2), (3,)], id="a quotation"),
        pytest.param("# Ice\n\nIt froze.\n\n## Snow\n\nIt fell.", [(1, 2), (3, 4)], id="headings"),
        pytest.param("# Ice\n\n## Snow\n\nHe said:\n\nIt fell.", [(1, 2, 3, 4)], id="several"),
        pytest.param("It froze.\n\nHe said:", [(1,), (2,)], id="the last"),
        pytest.param("He said: so.\n\nIt froze.", [(1,), (2,)], id="a colon within"),
        pytest.param("It froze.\n\nIt thawed.", [(1,), (2,)], id="neither"),
    ],
)
def test_what_only_introduces_is_in_one_passage_with_what_it_introduces(
    text: str, expected: list[tuple[int, ...]]
) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize(("length", "joined"), [(MAX_PASSAGE_LENGTH - 10, True), (1799, False)])
def test_an_introduction_stays_alone_where_both_are_too_long(length: int, joined: bool) -> None:
    said = "“" + "x" * (length - 2) + "”"  # a quotation, which is never divided
    assert paragraphs(f"He said:\n\n{said}") == ([(1, 2)] if joined else [(1,), (2,)])


def test_a_heading_stands_with_the_first_part_of_a_long_paragraph() -> None:
    first, second = read("# Ice\n\n" + ("It froze" + " and froze" * 60 + ". ") * 4).passages
    assert (first.paragraphs, second.paragraphs) == ((1, 2), (2,))
    assert len(first.text) <= MAX_PASSAGE_LENGTH


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
