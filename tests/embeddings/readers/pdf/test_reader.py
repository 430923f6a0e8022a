"""PDF files: columns, heads and feet, labels, divided words, notes, block quotes."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from embeddings.types.document import Block
from tests.support.pdf_drawing import blocks_of, drawn, lines, pages_of, prose, words_of
from tests.support.pdf_press import FONT, Press

LONG = prose(100)
MANY = [Block(prose(number)) for number in range(1, 41)]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("pages", [16, 40])
def test_heads_and_numbers_are_left_out_and_paragraphs_joined(columns: int, pages: int) -> None:
    press = Press(columns=columns, size=9, head="Of lamps and ice", numbers=True)
    blocks = blocks_of(press.printed(MANY[:pages]))
    assert [one.words for one in blocks] == [one.words for one in MANY[:pages]]


def test_a_head_that_changes_with_its_page_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(4):
            canvas.setFont(FONT, 10)
            head = f"{number + 12}   The Lamp" if number % 2 else f"Ines Okafor   {number + 12}"
            canvas.drawString(60, 560, head)
            lines(canvas, [prose(number, 5), prose(number + 10, 6)])
            canvas.showPage()

    words = words_of(drawn(draw))
    assert words == [
        words for number in range(4) for words in (prose(number, 5), prose(number + 10, 6))
    ]


def test_a_text_that_comes_again_many_pages_on_is_no_head() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(8):
            again = "The keepers wrote little." if number in {0, 7} else prose(number, 4)
            lines(canvas, [again, "", "", prose(number + 20, 6)])
            canvas.showPage()

    words = words_of(drawn(draw))
    assert words.count("The keepers wrote little.") == 2


def test_a_year_at_the_foot_of_a_page_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["It froze in the winter.", "", "1848"])
        canvas.showPage()
        lines(canvas, ["It thawed."])

    assert words_of(drawn(draw)) == [
        "It froze in the winter.",
        "1848",
        "It thawed.",
    ]


@pytest.mark.parametrize(
    ("press", "labels"),
    [
        (Press(front=2), ["i", "ii", "1", "2"]),
        (Press(first=281), ["281", "282", "283", "284"]),
        (Press(labels=False, numbers=True, first=281), ["281", "282", "283", "284"]),
        (Press(labels=False, numbers=True, front=2, first=7), ["i", "ii", "7", "8"]),
        (Press(labels=False), ["1", "2", "3", "4"]),
    ],
    ids=["roman", "from 281 on", "printed", "printed, roman", "counted"],
)
def test_pages_are_called_as_they_are_labelled(press: Press, labels: list[str]) -> None:
    printed = press.printed(MANY)
    assert words_of(printed) == [one.words for one in MANY]
    assert pages_of(printed)[:4] == labels


def test_a_paragraph_over_two_pages_knows_where_it_turns() -> None:
    blocks = blocks_of(Press(front=1).printed(MANY[:12]))
    [over] = [one for one in blocks if len(one.pages) > 1 and one.pages[0].page == "i"]
    turn = over.pages[1]
    assert turn.page == "1"
    assert over.words[turn.at - 1] == " "


def test_words_that_a_line_divides_are_made_whole() -> None:
    words = {"keepers": "kee-|pers", "weather": "wea-|ther", "harbour": "har-|bour"}
    words |= {"nothing": "noth-|ing", "winter": "win-|ter", "burned": "bur-|ned"}
    press = Press(width=150, divided=words)
    assert any("-" in line for block in MANY for line in _set(press, block))
    blocks = blocks_of(press.printed(MANY))
    assert [one.words for one in blocks] == [one.words for one in MANY]


def _set(press: Press, block: Block) -> list[str]:
    return [" ".join(line.words) for line in press._set(block, press.width)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["It was a revolu-", "tion of the ice."], "It was a revolution of the ice."),
        (["It was a well-", "known ship; well-known."], "It was a well-known ship; well-known."),
        (["The Anglo-", "Saxon keepers came in."], "The Anglo-Saxon keepers came in."),
        (
            ["In the years 1914-", "1918 it was dark there."],
            "In the years 1914-1918 it was dark there.",
        ),
    ],
)
def test_a_hyphen_stays_where_the_word_is_known_with_it(rows: list[str], expected: str) -> None:
    blocks = blocks_of(drawn(lambda canvas: lines(canvas, rows)))
    assert [one.words for one in blocks] == [expected]


def test_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 16)
        canvas.drawString(60, 560, "The Lamp and the Ice of the Winter")
        canvas.setFont(FONT, 10)
        lines(canvas, [f"left line number {n} of the column" for n in range(8)], 60, 520)
        lines(canvas, [f"right line number {n} of them too" for n in range(8)], 230, 517)
        canvas.setFont(FONT, 16)
        canvas.drawString(60, 400, "What the Pilots of the Harbour Saw")
        canvas.setFont(FONT, 10)
        lines(canvas, [f"lower line number {n} of the left" for n in range(8)], 60, 370)
        lines(canvas, [f"last line number {n} of the right" for n in range(6)], 230, 370)

    blocks = blocks_of(drawn(draw))
    assert [one.words for one in blocks if one.kind == "heading"] == [
        "The Lamp and the Ice of the Winter",
        "What the Pilots of the Harbour Saw",
    ]
    text = " ".join(one.words for one in blocks)
    order = ["The Lamp", "left line number 7", "right line number 0", "right line number 7"]
    order += ["What the", "lower line number 7", "last line number 0", "last line number 5"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_block_set_in_is_a_quotation_where_it_is_led_in_or_cited() -> None:
    blocks = [
        Block(LONG),
        Block(f"{LONG} He tells of it:"),
        Block(f"{LONG}", "quotation"),
        Block(LONG),
        Block(f"{LONG} (45)", "quotation"),
        Block(LONG),
        Block(LONG, "quotation"),
        Block("The Ice", "heading"),
        Block(LONG),
    ]
    kinds = [one.kind for one in blocks_of(Press().printed(blocks))]
    assert kinds == [
        *("prose", "prose", "quotation", "prose", "quotation", "prose", "prose"),
        *("heading", "prose"),
    ]


def test_a_note_at_the_foot_stands_behind_the_paragraph_that_it_interrupts() -> None:
    rows = [prose(number, 11).rstrip(".") for number in range(20)]

    def draw(canvas: Canvas) -> None:
        for row in range(10):
            _stretched(canvas, rows[row], 520 - 12.5 * row)
        canvas.setFont(FONT, 6)
        canvas.drawString(361, 424 - 12.5, "12")
        canvas.setFont(FONT, 5)
        canvas.drawString(60, 84, "12")
        canvas.setFont(FONT, 8)
        canvas.drawString(67, 80, "Okafor, p. 45.")
        canvas.showPage()
        canvas.setFont(FONT, 10)
        for row in range(10, 20):
            _stretched(canvas, rows[row], 520 - 12.5 * (row - 10))
        canvas.drawString(60, 395, "So it was.")
        canvas.drawString(74, 382.5, "They were not many.")

    assert words_of(drawn(draw)) == [
        " ".join([*rows[:9], f"{rows[9]}[12]", *rows[10:], "So it was."]),
        "[12] Okafor, p. 45.",
        "They were not many.",
    ]


def _stretched(canvas: Canvas, row: str, y: float) -> None:
    """Draw a line that is as wide as its column."""
    text = canvas.beginText(60, y)
    text.setWordSpace((300 - stringWidth(row, FONT, 10)) / row.count(" "))
    text.textOut(row)
    canvas.drawText(text)


def test_what_runs_up_the_margin_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["The keepers of the lamp."])
        canvas.rotate(90)
        canvas.drawString(100, -30, "stamped by the library")

    assert words_of(drawn(draw)) == ["The keepers of the lamp."]


def test_a_page_that_lies_on_its_side_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        lines(canvas, ["The keepers of the lamp wrote little.", "", "It froze."], 60, -60)

    assert words_of(drawn(draw)) == [
        "The keepers of the lamp wrote little.",
        "It froze.",
    ]


def test_ligatures_are_read_as_their_letters() -> None:
    from reportlab.pdfbase import pdfmetrics

    pdfmetrics.registerFont(pdfmetrics.Font("Mac", "Times-Roman", "MacRomanEncoding"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Mac", 10)
        lines(canvas, ["The \ufb01rst o\ufb02 of them."])

    assert words_of(drawn(draw)) == ["The first ofl of them."]


@pytest.mark.parametrize(
    "rows",
    [
        ["He wrote of the lamp", "that it was lit for all of them, and for the ice too."],
        ["He wrote: “it froze” (Okafor,", "p. 45), and went away to the harbour with others."],
        ["He wrote: “it froze” (pp.", "45–46), and then he went away to the harbour again."],
        ["He wrote: “it froze”", "(Okafor, pp. 45–46), and then he went to the harbour."],
    ],
)
def test_a_short_row_that_goes_on_does_not_end_its_paragraph(rows: list[str]) -> None:
    assert words_of(drawn(lambda canvas: lines(canvas, rows))) == [" ".join(rows)]


def test_a_title_above_the_text_does_not_go_on_with_the_page_before() -> None:
    first = "The winter was as cold as it had ever been on the ice of the harbour."
    then = "In the spring the ships came in, and with them all the oil for the lamp."

    def draw(canvas: Canvas) -> None:
        lines(canvas, [first])
        canvas.showPage()
        canvas.setFont(FONT, 10)
        lines(canvas, ["The spring", "", then])

    assert words_of(drawn(draw)) == [first, "The spring", then]


def test_a_space_that_the_next_letter_goes_back_over_is_none() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 520, "They gav ")
        canvas.drawString(60 + stringWidth("They gav", FONT, 10), 520, "e up the lamp.")

    assert words_of(drawn(draw)) == ["They gave up the lamp."]
