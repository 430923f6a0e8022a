"""Numbers that count the lines are left out; those of lists, tables and years are not."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.support.pdf_drawing import LEADING, drawn, prose, words_of
from tests.support.pdf_press import FONT

ROWS = [prose(number, 8).partition(" ")[2].rstrip(".") for number in range(30)]


def numbered(rows: list[str], step: int, side: str, size: float = 10) -> bytes:
    """Return pages of fifteen rows that are numbered on one side."""

    def draw(canvas: Canvas) -> None:
        for begin in range(0, len(rows), 15):
            for at, row in enumerate(rows[begin : begin + 15]):
                y = 520 - LEADING * at
                canvas.setFont(FONT, 10)
                canvas.drawString(60, y, row)
                canvas.setFont(FONT, size)
                number = 1 + begin + at
                if not number % step and side == "left":
                    canvas.drawRightString(48, y, str(number))
                elif not number % step:
                    canvas.drawString(380, y, str(number))
            canvas.showPage()

    return drawn(draw)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("step", [1, 2, 5, 10])
@pytest.mark.parametrize("size", [6.5, 10])
def test_numbers_of_lines_are_left_out(step: int, side: str, size: float) -> None:
    assert " ".join(words_of(numbered(ROWS, step, side, size))) == " ".join(ROWS)


def test_each_page_may_begin_anew() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(2):
            for at, row in enumerate(ROWS[15 * page : 15 * page + 15]):
                canvas.drawString(60, 520 - LEADING * at, row)
                canvas.drawRightString(48, 520 - LEADING * at, str(at + 1))
            canvas.showPage()

    assert " ".join(words_of(drawn(draw))) == " ".join(ROWS)


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([f"Okafor, The Lamp Keepers, p. {page}." for page in range(15)], range(1, 16)),
        (["The winter was cold and the ice held."] * 15, range(1905, 1920)),
        (["The winter was cold and the ice held."] * 15, range(1800, 1950, 10)),
    ],
    ids=["notes", "years", "decades"],
)
def test_numbers_of_a_list_stay(rows: list[str], values: range) -> None:
    def draw(canvas: Canvas) -> None:
        for at, (row, value) in enumerate(zip(rows, values, strict=True)):
            canvas.drawRightString(52, 520 - LEADING * at, str(value))
            canvas.drawString(60, 520 - LEADING * at, row)

    words = " ".join(words_of(drawn(draw))).split()
    assert [str(value) for value in values] == [word for word in words if word in map(str, values)]
