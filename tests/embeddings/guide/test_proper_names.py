"""Proper names of a text: which they are, how they stand, and what of a text is left out."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.guide.proper_names import PHRASE_END, find_proper_names, hide_citations
from embeddings.readers import blocks
from embeddings.text.entities import MASK
from embeddings.types import Document
from tests.support.made_up_texts import concordances, texts
from tests.support.small_text import ICE, LAMPS


def phrases(text: str) -> list[str]:
    """Return the names that a sentence of ours may take from a text."""
    return [name.phrase for name in find_proper_names(text) if name.fits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They say so of Ada Marlow, who slept.", ["Ada Marlow"]),
        ("The light of Marlow’s lamp, and Marlow.", ["Marlow"]),
        ("She met the keepers at the Lamp House, later.", ["the Lamp House"]),
        ("He joined the Union of the Keepers of Oslo.", ["the Union of the Keepers of Oslo"]),
        ("It was the Southern Keepers’ Union.", ["the Southern Keepers’ Union"]),
        ("He spoke to Ludwig van Beethoven.", ["Ludwig van Beethoven"]),
        ("It was the first Keepers’ Congress.", ["the Keepers’ Congress"]),
        ("The Danish fleet met a Danish ship.", []),
        ("Ada slept. Ada woke.", []),
        ("It froze in May, and on Monday.", []),
        ("He read that book, How the Lamp Was Lit.", []),
        ("It was a Manifesto, no more.", []),
        ("It was led by Congress of Keepers, and a congress it was.", []),
        ("He met Red Guards, for the guards were there.", ["Red Guards"]),
        ("", []),
    ],
)
def test_a_name_stands_within_a_sentence_by_itself(text: str, found: list[str]) -> None:
    assert phrases(text) == found


@given(texts())
def test_every_name_stands_where_it_is_said_to(text: str) -> None:
    for name in find_proper_names(text):
        assert name.places
        assert all(text[place.start : place.end] == name.name for place in name.places)


def test_names_are_in_the_order_in_which_they_first_stand() -> None:
    found = find_proper_names("They say that Ada met Ben, that Ben met Eve, and that Ada slept.")
    assert [(name.name, len(name.places)) for name in found] == [("Ada", 2), ("Ben", 2), ("Eve", 1)]


@pytest.mark.parametrize(
    ("behind", "ends"),
    [(".", True), (" of", True), (" (so", True), ("\nIt", True), ("", True), (" ship", False)],
)
def test_a_phrase_ends_before_a_mark_or_a_small_word(behind: str, ends: bool) -> None:
    assert bool(re.compile(PHRASE_END).match(f"lamp{behind}", 4)) == ends


@given(concordances())
def test_what_is_left_of_a_text_stands_in_its_place(concordance: Concordance) -> None:
    left = hide_citations(concordance)
    text = concordance.document.text
    assert len(left) == len(text)
    assert all(a in (b, MASK) for a, b in zip(left, text, strict=True))
    for one in concordance.citations:
        assert set(left[one.start : one.end]) == {MASK}


def test_titles_that_read_like_sentences_are_left_out() -> None:
    text = "As in A Winter on the Ice, so in The Lamp Keepers."
    document = Document.of("text", "A text", blocks(text))
    left = hide_citations(Concordance.of(document, KnownWorks((LAMPS, ICE), LAMPS)))
    assert "Winter" not in left
    assert "The Lamp Keepers" in left


@given(st.text(alphabet="AB ’-", max_size=40))
def test_any_capitals_are_read(text: str) -> None:
    find_proper_names(text)


def test_a_text_in_capitals_is_read_in_no_time() -> None:
    started = time.process_time()
    find_proper_names("x " + "THE LAMP WAS LIT " * 20_000)
    assert time.process_time() - started < 5
