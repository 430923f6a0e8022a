"""The pages of a PDF file, and the words on each with their places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from embeddings.readers.errors import (
    DamagedSourceError,
    EncryptedSourceError,
    SwollenSourceError,
)
from embeddings.readers.pdf.letters import read_letters
from embeddings.readers.pdf.lines import Word, build_words

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

NAME = "a PDF file"
"""What a file of this format is called in a sentence."""

MAX_PAGES = 20_000
"""The most pages that a file may have: ten times those of a large book."""

MAX_LETTERS = 200_000
"""The most letters that a page may have: several times those of a newspaper's."""

MAX_STAMP = 20
"""Words that may stand beside or on the picture of a page, as a stamp or a head."""

_PASSWORD_ERROR = 4
_COPY_PERMISSION = 1 << 4
_PDFIUM_LOCK = Lock()
"""PDFium must not be used by two threads at once."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as PDFium reads it.

    `is_picture` if it has pictures or drawings and hardly a word, `is_damaged` if it cannot be
    read.
    """

    number: int
    label: str
    width: float = 0.0
    words: tuple[Word, ...] = ()
    is_picture: bool = False
    is_damaged: bool = False


def read_pages(path: Path, data: bytes) -> list[PdfPage]:
    """Return the pages of a file; raise SourceError if it is locked or damaged as a whole."""
    import pypdfium2

    with _PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
            _refuse_copy_protection(path, document)
            if len(document) > MAX_PAGES:
                problem = f"is {NAME} with {len(document):,} pages"
                raise SwollenSourceError(path, problem)
            return [_read_page(path, document, number) for number in range(len(document))]
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD_ERROR:
                raise EncryptedSourceError(path, NAME, "needs a password") from error
            raise DamagedSourceError(path, NAME, "it cannot be opened") from error


def _refuse_copy_protection(path: Path, document: "PdfDocument") -> None:
    """Refuse a file that anybody may read but nobody may copy from."""
    from pypdfium2 import raw

    encrypted = raw.FPDF_GetSecurityHandlerRevision(document) >= 0
    if encrypted and not raw.FPDF_GetDocPermissions(document) & _COPY_PERMISSION:
        raise EncryptedSourceError(path, NAME, "forbids its text to be copied")


def _read_page(path: Path, document: "PdfDocument", number: int) -> PdfPage:
    from pypdfium2 import PdfiumError, raw

    label = (document.get_page_label(number) or "").strip()
    try:
        page = document[number]
        text = page.get_textpage()
        if (letters := text.count_chars()) > MAX_LETTERS:
            raise SwollenSourceError(path, f"is {NAME} with {letters:,} letters on one page")
        words = build_words(read_letters(text))
    except PdfiumError:
        return PdfPage(number, label, is_damaged=True)
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    few = len(words) <= MAX_STAMP
    is_picture = few and any(True for _ in page.get_objects(kinds, max_depth=3))
    width = page.get_width()
    page.close()
    return PdfPage(number, label, width, tuple(words), is_picture)


def label_pages(
    pages: Sequence[PdfPage], printed: Mapping[int, str], are_most_printed: bool
) -> list[PdfPage]:
    """Return pages with the labels that the file gives, else those printed, else numbers.

    A file that only counts its pages from 1 does not know better than the numbers on most of them.
    """
    labels = {page.number: page.label for page in pages if page.label}
    is_counted = all(label == str(number + 1) for number, label in labels.items())
    if not labels or (is_counted and are_most_printed):
        labels = dict(printed)
    return [replace(page, label=labels.get(page.number) or str(page.number + 1)) for page in pages]
