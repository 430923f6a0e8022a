"""PDF files: recognised, refused if they have no text, and read."""

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from embeddings.errors import SourceError
from embeddings.readers.errors import ScannedSourceError
from embeddings.readers.parsed_file import Source
from embeddings.readers.pdf.columns import (
    LOOSE_TOLERANCE,
    common_gutter,
    find_gutter,
    split_columns,
)
from embeddings.readers.pdf.layout import PageColumns, place_rows
from embeddings.readers.pdf.lines import build_rows, build_words
from embeddings.readers.pdf.margins import Margins
from embeddings.readers.pdf.pages import NAME, PdfPage, label_pages, read_pages
from embeddings.readers.pdf.paragraphs import ParagraphBuilder
from embeddings.readers.reader import InputFile, Reader, Verdict

MAX_MEANINGLESS_SHARE = 0.1
"""A file with more than this share of letters that mean nothing is refused."""

_SIGNATURE = b"%PDF-"
_HEAD_BYTES = 1024
_MEANINGLESS = re.compile(r"[\ue000-\uf8ff\ufffd\x00\x01\x03-\x08\x0b-\x1f\x7f-\x9f]")


def sniff(file: InputFile) -> Verdict:
    """Recognise a PDF file by its signature, before which some programs put white space."""
    start = file.data[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8).lstrip()
    return Verdict.YES if start.startswith(_SIGNATURE) else Verdict.NO


def read(file: InputFile) -> Source:
    """Read a PDF file; raise SourceError if it is locked, damaged or a scan."""
    pages = read_pages(file.path, file.data)
    refuse_without_text(file.path, pages)
    # What stands in the margins is told by comparing the pages.
    rows = [build_rows(build_words(page.letters), LOOSE_TOLERANCE) for page in pages]
    margins = Margins(rows, [page.label or str(page.number + 1) for page in pages])
    bodies = [[word for row in margins.body(page.number) for word in row.words] for page in pages]
    # A page with few rows has the columns of the others.
    gutter = common_gutter([find_gutter(body) for body in bodies])
    columns = [
        PageColumns(page.label, page.width, split_columns(body, gutter))
        for page, body in zip(label_pages(pages, margins.printed), bodies, strict=True)
    ]
    return Source(tuple(ParagraphBuilder(place_rows(columns)).build()))


def refuse_without_text(path: Path, pages: Sequence[PdfPage]) -> None:
    """Refuse a file that has pictures of pages and not text, or letters that mean nothing."""
    empty = sum(not page.letters for page in pages)
    pictures = sum(page.is_picture for page in pages)
    if empty == len(pages) or 2 * pictures > len(pages):
        raise ScannedSourceError(path, len(pages), empty)
    text = "".join(letter.character for page in pages for letter in page.letters)
    meaningless = len(_MEANINGLESS.findall(text))
    if meaningless > MAX_MEANINGLESS_SHARE * len(text):
        problem = f"is {NAME} whose fonts do not say what their letters are"
        raise SourceError(path, problem, "have its text recognised (OCR) and take the result")


READER = Reader("PDF", NAME, (".pdf",), sniff, read, stored_as="binary")
