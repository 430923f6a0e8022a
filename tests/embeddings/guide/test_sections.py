"""The parts of a text: each paragraph in one, cut where nothing is torn, titled by its words."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.concordance.concordance import Concordance
from embeddings.editions.editions import Editions
from embeddings.guide.guide import Section
from embeddings.guide.sections import (
    MAX_OPENING_LENGTH,
    MAX_SECTIONS,
    MIN_SECTIONS,
    SECTION_LENGTH,
    EmbeddedSentences,
    divide_into_sections,
)
from embeddings.types import Document
from tests.conftest import shared
from tests.embeddings.index.test_index import concordance_of
from tests.support.made_up_texts import LORE, concordances

PROSE = "The keepers of the lamp wrote little, and nobody asked them to."


def spoken(concordance: Concordance, seed: int = 0) -> EmbeddedSentences:
    """Return vectors of as many sentences as there are passages, drawn."""
    count = len(concordance.passages)
    draw = np.random.default_rng(seed)
    rows = draw.standard_normal((2 * count, 4), dtype=np.float32)
    return EmbeddedSentences(rows, np.repeat(np.arange(count, dtype=np.int32), 2))


def parts(*paragraphs: str) -> tuple[Document, tuple[Section, ...]]:
    """Return the parts of paragraphs."""
    concordance = concordance_of(*paragraphs)
    return concordance.document, divide_into_sections(concordance, spoken(concordance))


@given(concordances(), st.integers(0, 9))
def test_every_paragraph_is_in_one_part_in_order(concordance: Concordance, seed: int) -> None:
    found = divide_into_sections(concordance, spoken(concordance, seed))
    numbers = [number for one in found for number in one.paragraphs]
    assert numbers == [one.number for one in concordance.document.paragraphs]


@given(concordances(), st.integers(0, 9))
def test_the_words_of_a_title_stand_in_its_part(concordance: Concordance, seed: int) -> None:
    document = concordance.document
    for one in divide_into_sections(concordance, spoken(concordance, seed)):
        for span in (*one.heading, one.opening, *one.terms):
            assert set(document.paragraphs_in(span)) <= set(one.paragraphs)
            assert document.quote(span.start, span.end) in one.title(document) or one.heading
        words = document.text[: one.opening.end + 1]
        assert not re.search(r"\w\w\Z", words) or one.opening.end == len(document.text)


def test_a_short_paragraph_within_a_quotation_heads_no_part() -> None:
    text = "snow.\n\nsnow.\n\nsnow. “\n\nTrotsky’s. 0\n\n0\n\nsnow."
    concordance = Concordance.of(Document.of("text", "A text", text.split("\n\n")), LORE)
    assert {one.first for one in divide_into_sections(concordance, spoken(concordance, 0))} <= {
        1,
        2,
        3,
    }


@given(concordances(), st.integers(0, 9))
def test_no_part_begins_within_what_belongs_together(concordance: Concordance, seed: int) -> None:
    firsts = {one.first for one in divide_into_sections(concordance, spoken(concordance, seed))}
    for passage in concordance.passages:
        assert not firsts.intersection(passage.paragraphs[1:])
    for quotation in concordance.quotations:
        if quotation.lead_in is not None:
            [*_, said] = concordance.document.paragraphs_in(quotation.lead_in)
            [quoted, *_] = concordance.document.paragraphs_in(quotation.span)
            assert said == quoted or quoted not in firsts


@pytest.mark.parametrize("count", [1, 2, 3, 9, 40, 139, 500])
def test_a_text_without_headings_has_as_many_parts_as_its_length_asks_for(count: int) -> None:
    _, found = parts(*[PROSE] * count)
    assert len(found) == min(count, MAX_SECTIONS, max(MIN_SECTIONS, round(count / SECTION_LENGTH)))


def test_the_same_text_is_divided_alike() -> None:
    assert parts(*[PROSE] * 60) == parts(*[PROSE] * 60)


def test_it_is_divided_where_what_it_speaks_of_changes() -> None:
    concordance = concordance_of(*[PROSE] * 20)
    vectors = np.repeat(np.eye(2, dtype=np.float32), [8, 12], axis=0)
    found = divide_into_sections(
        concordance, EmbeddedSentences(vectors, np.arange(20, dtype=np.int32))
    )
    assert [(one.first, one.last) for one in found] == [(1, 8), (9, 20)]


def test_headings_divide_a_text_that_has_them() -> None:
    text = ("A Lamp", PROSE, PROSE, "The Storm", PROSE, PROSE, "Part II", "The Ice", PROSE, PROSE)
    document, found = parts(*text, PROSE, PROSE)
    assert [(one.first, one.last) for one in found] == [(1, 3), (4, 6), (7, 12)]
    assert [one.title(document) for one in found] == ["A Lamp", "The Storm", "Part II · The Ice"]
    assert {one.quote_opening(document) for one in found} == {
        "“The keepers of the lamp wrote little, and nobody asked them” …"
    }


def test_what_stands_before_the_first_heading_is_a_part() -> None:
    document, found = parts(PROSE, "## The Storm", PROSE, PROSE)
    assert [(one.first, one.last, one.title(document)) for one in found][1] == (2, 4, "The Storm")
    assert found[0].title(document).startswith("“The keepers of the lamp")


def test_a_title_is_no_part_and_no_words_of_one() -> None:
    document, found = parts("A Lamp", *[PROSE] * 4)
    assert found[0].last > 1
    assert found[0].quote_opening(document).startswith("“The keepers")
    assert "A Lamp" not in found[0].title(document)


@pytest.mark.parametrize(
    ("paragraph", "begins"),
    [
        ("“…He was “handsome”, it says.", "“He was” …"),
        ("It froze. Nobody slept.", "“It froze”"),
        ("It froze", "“It froze”"),
        (f"{'lamp ' * 30}.", f"“{('lamp ' * 12).strip()}” …"),
        ("a" * 90, f"“{'a' * 90}”"),
        ("***", "“***”"),
    ],
)
def test_first_words_are_whole_and_an_ellipsis_stands_outside(paragraph: str, begins: str) -> None:
    document, [only] = parts(paragraph)
    assert only.quote_opening(document) == begins
    assert len(begins) <= MAX_OPENING_LENGTH + 4 or " " not in paragraph


def test_the_essay_is_divided_into_parts_of_a_length_to_read(
    essay_concordance: Concordance,
) -> None:
    shared("essay/essay.txt")
    found = divide_into_sections(essay_concordance, spoken(essay_concordance))
    assert len(found) == round(len(essay_concordance.document.paragraphs) / SECTION_LENGTH)
    assert all(3 <= len(one.paragraphs) <= 3 * SECTION_LENGTH for one in found)


def test_the_samples_parts_stand_in_its_edition(sample_editions: Editions) -> None:
    edition = sample_editions.open()
    document = edition.concordance.document
    titles = [one.title(document) for one in edition.guide.sections]
    assert 4 <= len(titles) <= 9
    assert all(re.fullmatch(r"[^“]+: “[^“”]+”(?: …)?", title) for title in titles)
    assert len(set(titles)) == len(titles)
