"""The pages of a PDF file, and the letters on each with their places."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from embeddings.readers.errors import DamagedSourceError, EncryptedSourceError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

NAME = "a PDF file"
"""What a file of this format is called in a sentence."""

HYPHEN = "\x02"
"""What PDFium gives for a hyphen at the end of a line, a soft one included."""

_PASSWORD_ERROR = 4
_COPY_PERMISSION = 1 << 4
_MAX_SLANT = 0.05
_LIGATURES = range(0xFB00, 0xFB07)
_PDFIUM_LOCK = Lock()
"""PDFium must not be used by two threads at once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, its place on the page in points, and its size; y grows upwards."""

    character: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as PDFium reads it; `is_picture` if it has pictures or drawings but no letters."""

    number: int
    label: str
    width: float
    letters: tuple[Letter, ...]
    is_picture: bool


def read_pages(path: Path, data: bytes) -> list[PdfPage]:
    """Return the pages of a file; raise SourceError if it is locked or damaged."""
    import pypdfium2

    with _PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
            _refuse_copy_protection(path, document)
            return [_read_page(document, number) for number in range(len(document))]
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD_ERROR:
                raise EncryptedSourceError(path, NAME, "needs a password") from error
            problem = "it cannot be opened" if error.err_code else "a page cannot be read"
            raise DamagedSourceError(path, NAME, problem) from error


def _refuse_copy_protection(path: Path, document: "PdfDocument") -> None:
    """Refuse a file that anybody may read but nobody may copy from."""
    from pypdfium2 import raw

    encrypted = raw.FPDF_GetSecurityHandlerRevision(document) >= 0
    if encrypted and not raw.FPDF_GetDocPermissions(document) & _COPY_PERMISSION:
        raise EncryptedSourceError(path, NAME, "forbids its text to be copied")


def _read_page(document: "PdfDocument", number: int) -> PdfPage:
    from pypdfium2 import raw

    page = document[number]
    label = document.get_page_label(number) or ""
    letters = _keep_upright(list(_read_letters(page.get_textpage())))
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    is_picture = not letters and any(True for _ in page.get_objects(kinds, max_depth=3))
    width = page.get_width()
    page.close()
    return PdfPage(number, label.strip(), width, tuple(letters), is_picture)


def _read_letters(text: "PdfTextPage") -> Iterator[tuple[int, Letter]]:
    """Yield the letters, each with the quarter turns that its line has made."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if not code or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetMatrix(text, at, matrix)
        size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        if abs(turns - round(turns)) > _MAX_SLANT:
            continue
        quarter = round(turns) % 4
        corners = _turn_back(box.left, box.bottom, quarter), _turn_back(box.right, box.top, quarter)
        left, right = sorted(corner[0] for corner in corners)
        baseline = _turn_back(x.value, y.value, quarter)[1]
        yield quarter, Letter(_character(code), left, right, baseline, size or 1.0)


def _turn_back(x: float, y: float, quarters: int) -> tuple[float, float]:
    """Return where a point lies once the page is turned back by some quarter turns."""
    return [(x, y), (y, -x), (-x, -y), (-y, x)][quarters]


def _keep_upright(letters: list[tuple[int, Letter]]) -> list[Letter]:
    """Return the letters that are turned as most are: what runs up a margin is not text."""
    turns = Counter(turn for turn, letter in letters if not letter.character.isspace())
    commonest = turns.most_common(1)
    return [letter for turn, letter in letters if commonest and turn == commonest[0][0]]


def _character(code: int) -> str:
    """Return the character of a code; a ligature as the letters that it joins."""
    character = chr(code)
    return unicodedata.normalize("NFKC", character) if code in _LIGATURES else character


def label_pages(pages: Sequence[PdfPage], printed: Mapping[int, str]) -> list[PdfPage]:
    """Return pages with the labels that the file gives, else those printed, else numbers."""
    labels = printed
    if any(page.label for page in pages):
        labels = {page.number: page.label for page in pages}
    return [replace(page, label=labels.get(page.number) or str(page.number + 1)) for page in pages]
