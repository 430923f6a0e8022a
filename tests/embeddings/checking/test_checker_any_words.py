"""Whatever words are checked, what is shown is proved, or they are refused in a sentence."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.checking.checker import MAX_MESSAGE_LENGTH, Checker
from embeddings.checking.errors import NothingToCheckError, TooLongError
from embeddings.concordance.concordance import Concordance
from tests.embeddings.checking.test_checker import CHECKER
from tests.support.checked_quotes import applied
from tests.support.made_up_texts import concordances

if TYPE_CHECKING:
    from embeddings.types import Span


@pytest.mark.parametrize("words", ["", " \n", "…", "“” — !!", "<@123>", "https://example.org/a"])
def test_what_has_no_word_is_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(NothingToCheckError, match="there is no word"):
        CHECKER.check(words)


def test_what_is_too_long_is_refused_with_a_sentence() -> None:
    with pytest.raises(TooLongError, match=f"at most {MAX_MESSAGE_LENGTH}"):
        CHECKER.check("a" * 100_000)


@pytest.mark.parametrize(
    "words",
    [
        "\ud800 the lamp went out in the storm",
        "the\x1b[31m lamp\x00 went out in the storm of that winter",
        "снег шёл всю ночь и утро было белым",
        "अक्षर जीवन जल है और वह बहुत अच्छा है",
        "a" * MAX_MESSAGE_LENGTH,
        "the " * (MAX_MESSAGE_LENGTH // 4),
        "“of the” " * (MAX_MESSAGE_LENGTH // 9),
        '"' * MAX_MESSAGE_LENGTH,
        "(1 " * (MAX_MESSAGE_LENGTH // 3),
        "> a\n" * (MAX_MESSAGE_LENGTH // 4),
        "lamp storm winter " * (MAX_MESSAGE_LENGTH // 18),
    ],
    ids=range(11),
)
def test_no_words_break_it(words: str) -> None:
    try:
        parts = CHECKER.check(words)
    except NothingToCheckError:
        parts = ()
    assert all(one.words in words for one in parts)


@given(concordances(), st.data())
def test_what_is_shown_is_proved_and_makes_up_the_words(
    text: Concordance, data: st.DataObject
) -> None:
    words = data.draw(_written(text))
    try:
        parts = Checker(text).check(words)
    except NothingToCheckError:
        return
    at: dict[Span, int] = {}
    for one in parts:
        assert words[one.span.start : one.span.end] == one.words
        assert one.span.start == at.get(one.stretch, one.stretch.start)
        at[one.stretch] = one.span.end
        if one.located is not None:
            assert applied(text.document, one.located) == one.words
            assert one.located.place.text == text.document.quote(
                one.located.place.span.start, one.located.place.span.end
            )
    assert all(stretch.end == end for stretch, end in at.items())


@st.composite
def _written(draw: st.DrawFn, text: Concordance) -> str:
    """Draw words of a text, changed and put between others."""
    words = text.document.text.split()
    first = draw(st.integers(0, len(words) - 1))
    taken = words[first : first + draw(st.integers(1, 30))]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(taken)))
        taken[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.text(max_size=5), max_size=2))
    around = st.sampled_from(("", "and so ", "“", "> ", "He wrote (p. 45): ", "<@1> ", "\n"))
    return f"{draw(around)}{' '.join(taken)}{draw(around)}"
