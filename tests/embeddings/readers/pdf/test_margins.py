"""What stands at the edges of pages: running heads and feet go; notes, chapters and dates stay."""

from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.support.pdf_drawing import drawn, lines, pages_of, prose, words_of
from tests.support.pdf_press import WIDTH

HEAD, FOOT = 560.0, 30.0

Draw = Callable[[Canvas, int], object]


def book(pages: int, *edges: Draw) -> bytes:
    """Return pages of a paragraph each, with what is drawn at their edges."""

    def draw(canvas: Canvas) -> None:
        for number in range(pages):
            canvas.setFont("Times-Roman", 10)
            lines(canvas, [prose(number, 5), prose(number + 50, 6)])
            for edge in edges:
                edge(canvas, number)
            canvas.showPage()

    return drawn(draw)


def body(pages: int) -> str:
    """Return the words of such pages, without their edges."""
    return " ".join(f"{prose(number, 5)} {prose(number + 50, 6)}" for number in range(pages))


def read(data: bytes) -> str:
    """Return all words that are read."""
    return " ".join(words_of(data))


def at(height: float, rows: Sequence[str], left: float = 60) -> Draw:
    """Draw a row a page at a height, as long as there are rows."""
    return lambda canvas, page: canvas.drawString(left, height, rows[page % len(rows)])


def numbered(first: int) -> Draw:
    """Draw a page number at the foot."""
    return lambda canvas, page: canvas.drawCentredString(WIDTH / 2, FOOT, str(first + page))


@pytest.mark.parametrize("others", [(), (numbered(217),), (numbered(1),)])
@pytest.mark.parametrize(
    "rows",
    [
        ["1 Okafor, The Lamp Keepers, p. 45.", "2 Okafor, The Lamp Keepers, p. 52.", "3 Ibid."],
        ["1 Ibid., p. 45.", "2 Ibid., p. 47.", "3 Ibid., p. 47.", "4 Okafor, p. 2."],
        ["[1] Okafor, p. 45.", "[2] Okafor, p. 46.", "[3] Okafor, p. 47."],
        ["* Okafor, p. 45.", "* Okafor, p. 45.", "* Okafor, p. 45."],
        ["1 Ibid., p. 45.", "1 Okafor, p. 46.", "1 Ibid., p. 45.", "1 Ibid., p. 5.", "1 Ibid."],
    ],
)
def test_notes_at_the_foot_stay(rows: list[str], others: tuple[Draw, ...]) -> None:
    words = words_of(book(len(rows), at(60, rows), *others))
    assert [row for row in words if row in rows] == rows


@pytest.mark.parametrize("others", [(), (numbered(217),), (numbered(1),)])
@pytest.mark.parametrize(
    "rows",
    [
        [f"{day} May 1921" for day in range(1, 13)],
        ["Chapter 1", "Chapter 2", "Chapter 3"],
        ["Letter I", "Letter II", "Letter III", "Letter IV"],
        ["12 May 1921", "13 May 1921", "14 May 1921", "15 May 1921"],
        ["May 12", "May 13", "May 15"],
    ],
)
def test_chapters_and_dates_at_the_head_stay(rows: list[str], others: tuple[Draw, ...]) -> None:
    words = words_of(book(len(rows), at(545, rows), *others))
    assert [row for row in words if row in rows] == rows


def test_chapters_that_are_called_by_a_number_alone_are_not_the_pages() -> None:
    made = book(3, at(545, ["1", "2", "3"]), numbered(217))
    assert pages_of(made) == ["217", "218", "219"]
    assert len(words_of(made)) == 9


@pytest.mark.parametrize("height", [HEAD, FOOT])
@pytest.mark.parametrize(
    "rows",
    [
        ["{page}     I. OKAFOR", "THE LAMP KEEPERS     {page}"],
        ["{page} | The Ice", "The Lamp | {page}"],
        ["The Lamp · Page {page} of 300"],
        ["The Lamp     p. {page}     Okafor"],
    ],
)
def test_a_page_is_called_by_the_number_beside_the_words_of_its_head(
    height: float, rows: list[str]
) -> None:
    def edge(canvas: Canvas, page: int) -> None:
        canvas.drawString(60, height, rows[page % len(rows)].format(page=page + 112))

    made = book(6, edge)
    assert read(made) == body(6)
    assert pages_of(made) == [str(page) for page in range(112, 118)]


def test_a_head_in_the_outer_corner_ends_in_the_number_of_its_page() -> None:
    def edge(canvas: Canvas, page: int) -> None:
        canvas.drawRightString(260, HEAD, f"Okafor {page + 1}")
        canvas.drawRightString(
            260, 507.5 - 12.5, "and this is as wide as the whole of its text is, so"
        )

    words = words_of(book(4, edge))
    assert not any(row.startswith("Okafor") for row in words)


@pytest.mark.parametrize(
    "heads",
    [["The Lamp Keepers {}", "The Lamp Keepers {}"], ["The Lamp Keepers {}", "{} I. Okafor"]],
)
def test_a_long_book_may_have_numbers_that_nothing_parts_from_the_head(heads: list[str]) -> None:
    def edge(canvas: Canvas, page: int) -> None:
        canvas.drawString(60, HEAD, heads[page % 2].format(page + 33))

    made = book(17, edge)
    assert read(made) == body(17)
    assert pages_of(made) == [str(page) for page in range(33, 50)]


def test_a_page_is_called_by_the_first_of_two_numbers() -> None:
    made = book(4, lambda canvas, page: canvas.drawRightString(300, FOOT, f"{page + 1} / 4"))
    assert read(made) == body(4)


def test_numbers_that_are_printed_are_better_than_those_that_only_count_the_pages() -> None:
    def edge(canvas: Canvas, page: int) -> None:
        canvas.addPageLabel(page, style="ARABIC", start=page + 1)
        canvas.drawString(60, HEAD, f"The Lamp     {page + 112}" if page else "")

    assert pages_of(book(6, edge)) == ["112", "113", "114", "115", "116", "117"]


def test_heads_that_change_with_the_chapter_count_on() -> None:
    heads = ["The farm", "The farm", "The city", "The city", "The prison", "The river"]

    def edge(canvas: Canvas, page: int) -> None:
        canvas.drawString(60, HEAD, heads[page])
        canvas.drawRightString(300, HEAD, str(page + 40))

    made = book(6, edge)
    assert read(made) == body(6)
    assert pages_of(made) == ["40", "41", "42", "43", "44", "45"]


def test_a_page_without_a_number_is_called_by_those_of_its_neighbours() -> None:
    def edge(canvas: Canvas, page: int) -> None:
        if page not in {0, 3}:
            canvas.drawString(200, FOOT, str(page + 112))

    assert pages_of(book(6, edge)) == ["112", "113", "114", "115", "116", "117"]


@pytest.mark.parametrize("foot", ["Fetched from the library in 2021", "12 March 2021"])
def test_a_foot_that_recurs_as_it_is_is_left_out(foot: str) -> None:
    assert read(book(4, at(FOOT, [foot]))) == body(4)


def test_numbered_headings_of_larger_letters_stay() -> None:
    def edge(canvas: Canvas, page: int) -> None:
        canvas.setFont("Times-Roman", 14)
        canvas.drawString(60, 545, f"{page + 1}    {['Ice', 'Oil', 'Light', 'Ships'][page]}")

    words = words_of(book(4, edge))
    headings = ["1 Ice", "2 Oil", "3 Light", "4 Ships"]
    assert [row for row in words if row in headings] == headings
