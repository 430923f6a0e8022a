"""PDF files: recognised, refused if they have no text, and read."""

import codecs
from collections.abc import Sequence

from embeddings.readers.parsed_file import Remark, Source
from embeddings.readers.pdf.columns import common_gutter, find_gutter, split_columns
from embeddings.readers.pdf.damage import find_damage
from embeddings.readers.pdf.drop_caps import join_drop_caps
from embeddings.readers.pdf.glued_notes import bracket_glued_notes
from embeddings.readers.pdf.layout import PageColumns, place_rows
from embeddings.readers.pdf.line_numbers import drop_line_numbers
from embeddings.readers.pdf.lines import LOOSE_TOLERANCE, Row, Word, build_rows
from embeddings.readers.pdf.losses import find_losses, refuse_without_text
from embeddings.readers.pdf.margins import Margins
from embeddings.readers.pdf.pages import NAME, PdfPage, label_pages, read_pages
from embeddings.readers.pdf.paragraphs import ParagraphBuilder
from embeddings.readers.reader import InputFile, Reader, Verdict

_SIGNATURE = b"%PDF-"
_HEAD_BYTES = 1024


def sniff(file: InputFile) -> Verdict:
    """Recognise a PDF file by its signature, before which some programs put white space."""
    start = file.data[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8).lstrip()
    return Verdict.YES if start.startswith(_SIGNATURE) else Verdict.NO


def read(file: InputFile) -> Source:
    """Read a PDF file; raise SourceError if it is locked, damaged or a scan."""
    pages = read_pages(file.path, file.data)
    # What stands in the margins is told by comparing the pages.
    words = join_drop_caps(drop_line_numbers([page.words for page in pages]))
    rows = [build_rows(page, LOOSE_TOLERANCE) for page in words]
    margins = Margins(rows, [page.label or str(page.number + 1) for page in pages])
    pages = label_pages(pages, margins.label_pages(), margins.are_most_numbered)
    bodies = [
        bracket_glued_notes([word for row in body for word in row.words])
        for body in _find_bodies(pages, rows, margins)
    ]
    damage = list(find_damage(file.data))
    refuse_without_text(file.path, pages, bodies, bool(damage))
    paragraphs = ParagraphBuilder(place_rows(_split_pages(pages, bodies))).build()
    losses = (*find_losses(pages, bodies), *damage)
    return Source(tuple(paragraphs), tuple(Remark("", loss) for loss in losses))


def _find_bodies(
    pages: Sequence[PdfPage], rows: Sequence[list[Row]], margins: Margins
) -> Sequence[list[Row]]:
    """Return the rows of pages without their margins.

    Where that leaves none, all pages are the same, and what they have is the text.
    """
    bodies = [margins.body(page.number) for page in pages]
    is_text = any(bodies) or any(page.is_picture for page in pages)
    return bodies if is_text else rows


def _split_pages(pages: Sequence[PdfPage], bodies: Sequence[Sequence[Word]]) -> list[PageColumns]:
    """Return the columns of pages; a page with few rows has those of the others."""
    gutter = common_gutter([find_gutter(body) for body in bodies])
    return [
        PageColumns(page.label, page.width, split_columns(body, gutter))
        for page, body in zip(pages, bodies, strict=True)
    ]


READER = Reader("PDF", NAME, (".pdf",), sniff, read, stored_as="binary")
