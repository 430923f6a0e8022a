"""Numbers of notes that a font has small are bracketed, where a mark and a note have one."""

from reportlab.pdfgen.canvas import Canvas

from tests.support.pdf_drawing import drawn, lines, prose, words_of
from tests.support.pdf_press import FONT


def page(text: str, note: str) -> list[str]:
    """Return what is read of a page with a note at its foot."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, [text, prose(1, 11)])
        canvas.setFont(FONT, 8)
        canvas.drawString(60, 80, note)

    return words_of(drawn(draw))


def test_a_mark_and_its_note_are_bracketed() -> None:
    words = page("It froze that night.12 In spring it thawed again, and", "12Okafor, p. 45.")
    assert words[0].startswith("It froze that night.[12] In spring")
    assert words[-1] == "[12] Okafor, p. 45."


def test_a_mark_may_stand_behind_a_reference() -> None:
    words = page("It froze, and then it thawed (p. 45).3 It froze again, and", "3Okafor, p. 45.")
    assert "(p. 45).[3] It" in words[0]


def test_a_number_that_is_no_mark_or_has_no_note_stays() -> None:
    assert page("It froze that night.12 In spring it thawed, and", "3Okafor, p. 45.")[-1] == (
        "3Okafor, p. 45."
    )
    words = page("In 12 years it froze twice, on the 12th and again so", "12Okafor, p. 45.")
    assert words[0].startswith("In 12 years it froze twice, on the 12th")
