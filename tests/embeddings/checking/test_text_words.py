"""The words of a text by their numbers, without the pages printed among them."""

from hypothesis import given

from embeddings.checking.text_words import TextWords
from embeddings.concordance.concordance import Concordance
from embeddings.text.normalization import folded
from embeddings.types import Span
from tests.support.made_up_texts import concordances
from tests.support.small_text import TEXT, small

SMALL = TextWords(small())


def words(wording: TextWords) -> list[str]:
    """Return the words of a text as they are written."""
    pairs = zip(wording.starts, wording.ends, strict=True)
    return [wording.text[start:end] for start, end in pairs]


def test_a_page_in_brackets_is_no_word_of_the_text() -> None:
    found = words(SMALL)
    assert "offices" in found
    assert "45" not in found
    assert "1848" in found


def test_a_place_begins_with_a_bracket_and_ends_with_the_marks_of_its_sentence() -> None:
    assert TEXT[slice(*_edges(Span(0, 7)))] == "The keepers of the lamp wrote little."
    last = words(SMALL).index("stairs")
    assert TEXT[slice(*_edges(Span(last, last + 1)))] == "stairs"


def _edges(numbers: Span) -> tuple[int, int]:
    span = SMALL.span(numbers)
    return span.start, span.end


def test_words_are_widened_within_their_sentence_only() -> None:
    found = words(SMALL)
    public = found.index("public")
    assert SMALL.wider(Span(public, public + 1), 2, 5) == Span(public - 2, public + 2)
    assert SMALL.wider(Span(0, 2), 3, 2) == Span(0, 4)


@given(concordances())
def test_each_word_stands_where_it_is_said_to(text: Concordance) -> None:
    wording = TextWords(text)
    known = list(wording.grams.vocabulary)
    for word, number in zip(words(wording), wording.grams.numbers, strict=True):
        assert folded(word) == known[number]
    for page in wording.pages:
        assert not any(
            page.holds(Span(a, b)) for a, b in zip(wording.starts, wording.ends, strict=True)
        )


@given(concordances())
def test_the_same_words_are_found_again_at_every_place(text: Concordance) -> None:
    wording = TextWords(text)
    for start in range(0, len(wording.starts), 7):
        here = Span(start, min(start + 2, len(wording.starts)))
        again = wording.again(here)
        assert wording.span(here) in again
        plain = {
            " ".join(w for w in folded(text.document.text[a.start : a.end]).split()) for a in again
        }
        assert all(one.startswith(folded(words(wording)[start])) for one in plain)
