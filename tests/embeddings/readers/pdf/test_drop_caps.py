"""Initials begin the word that they were taken from."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.support.pdf_drawing import LEADING, drawn, words_of
from tests.support.pdf_press import FONT

ROWS = [
    "eon wrote in the winter of the year, as he",
    "Siberia was cold and the lamp had no more oil",
    "and nobody came to the harbour before spring",
    "to bring it, or to ask for those who were there.",
]
WHOLE = " ".join(["L" + ROWS[0], *ROWS[1:]])


def page(initial: str, rows: list[str], height: int, gap: float = 2.0) -> bytes:
    """Return a page whose first paragraph has an initial, so many rows high; 0 for a raised one."""

    def draw(canvas: Canvas) -> None:
        size = 10 + LEADING * max(height - 1, 1) / 0.7
        canvas.setFont(FONT, size)
        last = max(height, 1) - 1
        canvas.drawString(60, 520 - LEADING * last, initial)
        width = stringWidth(initial, FONT, size) + gap
        canvas.setFont(FONT, 10)
        for number, row in enumerate(rows):
            begin = 60 + width if number <= last else 60
            canvas.drawString(begin, 520 - LEADING * number, row)

    return drawn(draw)


def read(data: bytes) -> str:
    """Return all words that are read."""
    return " ".join(words_of(data))


@pytest.mark.parametrize("height", [0, 2, 3, 4])
def test_an_initial_begins_its_word(height: int) -> None:
    assert read(page("L", ROWS, height)) == WHOLE


def test_an_initial_may_have_a_mark_before_it() -> None:
    assert read(page("“L", ROWS, 2)) == f"“{WHOLE}"


def test_an_initial_may_touch_the_last_of_its_rows() -> None:
    assert read(page("L", ROWS, 2, gap=0)) == WHOLE


def test_an_initial_may_be_a_word() -> None:
    rows = ["lamp was lit, and the", "lamp was a light on", "the ice, for a winter."]
    assert (
        read(page("A", rows, 2))
        == "A lamp was lit, and the lamp was a light on the ice, for a winter."
    )


def test_a_large_letter_with_nothing_beside_it_stays() -> None:
    assert words_of(page("L", ["", "", "", "Lamps, 45", "Leon, 46"], 2))[0] == "L"
