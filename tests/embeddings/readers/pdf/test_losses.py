"""Pages that give no text are told; a file that has none is refused."""

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from embeddings.concordance.concordance import Text
from embeddings.concordance.diagnostics import check_text
from embeddings.errors import SourceError
from embeddings.readers.errors import DamagedSourceError, ScannedSourceError
from embeddings.readers.pdf.lines import Word
from embeddings.readers.pdf.losses import find_losses, refuse_without_text
from embeddings.readers.pdf.pages import PdfPage
from tests.support.pdf_drawing import drawn, lines, prose, remarks_of, source_of
from tests.support.pdf_press import HEIGHT, WIDTH


def half_scanned(pages: str, stamp: str = "") -> bytes:
    """Return pages: `t` of text, `s` a picture of one, perhaps stamped, `e` an empty one."""
    picture = ImageReader(Image.new("L", (42, 60), 200))

    def draw(canvas: Canvas) -> None:
        for number, kind in enumerate(pages):
            canvas.setFont("Times-Roman", 10)
            if kind == "t":
                lines(canvas, [prose(number, 6), prose(number + 50, 7)])
            elif kind == "s":
                canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
                canvas.drawString(60, 20, stamp)
            if number < len(pages) - 1:
                canvas.showPage()

    return drawn(draw)


@pytest.mark.parametrize("stamp", ["", "Fetched from the library by a reader"])
def test_pages_that_are_pictures_are_told(stamp: str) -> None:
    [notice] = remarks_of(half_scanned("tstssstt", stamp))
    assert notice.startswith("pages that are pictures and give no text: 4 of 8 (2, 4–6); ")


def test_empty_pages_are_told() -> None:
    [notice] = remarks_of(half_scanned("tetet"))
    assert notice.startswith("pages that give no text: 2 of 5 (2, 4); ")


@pytest.mark.parametrize("stamp", ["", "Fetched from the library by a reader"])
def test_a_file_of_which_most_pages_are_pictures_is_refused(stamp: str) -> None:
    with pytest.raises(ScannedSourceError) as caught:
        source_of(half_scanned("tssss", stamp))
    assert (caught.value.pages, caught.value.empty) == (5, 4)


def test_pictures_that_all_have_one_stamp_are_refused() -> None:
    with pytest.raises(ScannedSourceError):
        source_of(half_scanned("sss", "Fetched from the library by a reader"))


def test_a_damaged_file_without_text_is_no_scan() -> None:
    whole = half_scanned("tt")
    with pytest.raises(DamagedSourceError):
        source_of(whole.replace(b"/Contents", b"/Contentt")[:-20])
    with pytest.raises(ScannedSourceError):
        source_of(half_scanned("ee"))


def test_a_check_names_what_gave_no_text(tmp_path: Path) -> None:
    path = tmp_path / "essay.pdf"
    path.write_bytes(half_scanned("tst"))
    doubts = check_text(Text.read(path, None))
    assert any(doubt.advice.startswith("pages that are pictures") for doubt in doubts)


def page(number: int, words: str) -> PdfPage:
    """Return a page of words."""
    made = tuple(Word(word, 60, 65, 520, 10) for word in words.split())
    return PdfPage(number, str(number + 1), 420, made)


def test_letters_that_mean_nothing_are_refused() -> None:
    pages = [page(0, "lamp \ue001\ue002\ufffd")]
    with pytest.raises(SourceError, match="do not say what their letters are"):
        refuse_without_text(Path("essay.pdf"), pages, [pages[0].words])


def test_some_letters_that_mean_nothing_are_told() -> None:
    pages = [page(0, "the lamp"), page(1, "the la\ufffdp")]
    [notice] = find_losses(pages, [made.words for made in pages])
    assert notice.startswith(
        "pages with letters of which the file does not say what they are: 1 of"
    )


def test_pages_that_cannot_be_read_are_told_and_refused_if_there_are_no_others() -> None:
    broken = PdfPage(1, "2", is_damaged=True)
    pages = [page(0, "the lamp"), broken]
    [notice] = find_losses(pages, [made.words for made in pages])
    assert notice.startswith("pages that cannot be read: 1 of 2 (2); ")
    with pytest.raises(DamagedSourceError):
        refuse_without_text(Path("essay.pdf"), [broken], [()])
