"""The words of a text by their numbers, without the pages printed among them."""

from hypothesis import given

from embeddings.checking.text_words import TextWords
from embeddings.concordance.concordance import Concordance
from embeddings.text.words import normalize_text
from embeddings.types import Span
from tests.support.made_up_texts import concordances
from tests.support.small_text import TEXT, small

SMALL = TextWords(small())


def words(text_words: TextWords) -> list[str]:
    """Return the words of a text as they are written."""
    pairs = zip(text_words.starts, text_words.ends, strict=True)
    return [text_words.text[start:end] for start, end in pairs]


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
    span = SMALL.span_of(numbers)
    return span.start, span.end


def test_words_are_widened_within_their_sentence_only() -> None:
    found = words(SMALL)
    public = found.index("public")
    assert SMALL.widen(Span(public, public + 1), 2, 5) == Span(public - 2, public + 2)
    assert SMALL.widen(Span(0, 2), 3, 2) == Span(0, 4)


@given(concordances())
def test_each_word_stands_where_it_is_said_to(text: Concordance) -> None:
    text_words = TextWords(text)
    known = list(text_words.ngrams.vocabulary)
    for word, number in zip(words(text_words), text_words.ngrams.word_ids, strict=True):
        assert normalize_text(word) == known[number]
    for page in text_words.pages:
        assert not any(
            page.holds(Span(a, b)) for a, b in zip(text_words.starts, text_words.ends, strict=True)
        )


@given(concordances())
def test_the_same_words_are_found_again_at_every_place(text: Concordance) -> None:
    text_words = TextWords(text)
    for start in range(0, len(text_words.starts), 7):
        here = Span(start, min(start + 2, len(text_words.starts)))
        again = text_words.find_repeats(here)
        assert text_words.span_of(here) in again
        plain = {
            " ".join(w for w in normalize_text(text.document.text[a.start : a.end]).split())
            for a in again
        }
        assert all(one.startswith(normalize_text(words(text_words)[start])) for one in plain)
