"""Words of spaced letters are words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from embeddings.readers.pdf.letter_spacing import join_spaced_words
from embeddings.readers.pdf.letters import Letter
from tests.support.pdf_drawing import drawn, words_of


def set_in(words: str, spacing: float) -> str:
    """Return what is read of words whose letters are spaced."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 520)
        text.setCharSpace(spacing)
        text.textOut(words)
        canvas.drawText(text)

    [block] = words_of(drawn(draw))
    return block


@pytest.mark.parametrize("spacing", [0, 1, 2, 4, 6])
@pytest.mark.parametrize(
    "words", ["THE LAMP KEEPERS", "Nobody said so then.", "It was a lamp, no more!", "Harbour"]
)
def test_spaced_words_are_whole(words: str, spacing: float) -> None:
    assert set_in(words, spacing) == words


def test_letters_with_typed_spaces_between_them_are_words() -> None:
    assert set_in("T H E   L A M P   K E E P E R S", 0) == "THE LAMP KEEPERS"


def test_spaced_words_may_stand_among_others() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 520)
        text.textOut("It was ")
        text.setCharSpace(3)
        text.textOut("never so")
        text.setCharSpace(0)
        text.textOut(" cold.")
        canvas.drawText(text)

    assert words_of(drawn(draw)) == ["It was never so cold."]


@pytest.mark.parametrize("words", ["A B C D E F G", "a b c", "x = y + z", "1 2 3 4 5 6", "I a m"])
def test_single_letters_stay_what_they_are(words: str) -> None:
    assert set_in(words, 0) == words


@given(st.lists(st.text("aBc.1", min_size=1, max_size=4), max_size=9), st.floats(0.1, 3))
def test_no_letter_is_lost_or_moved(words: list[str], gap: float) -> None:
    made, left = [], 0.0
    for word in words:
        made.append([Letter(sign, left + at, left + at + 1, 0, 2) for at, sign in enumerate(word)])
        left += len(word) + gap
    joined = [letter for word in join_spaced_words(made) for letter in word]
    assert joined == [letter for word in made for letter in word]
