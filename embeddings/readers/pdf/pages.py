"""The pages of a PDF file, and the letters on each with their places."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from embeddings.readers.errors import DamagedSourceError, EncryptedSourceError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

KIND = "a PDF file"

HYPHEN = "\x02"
"""A hyphen at a line's end, as PDFium gives it; a soft one is that too."""

_PASSWORD = 4
_COPY = 1 << 4
_SLANT = 0.05
_PDFIUM = Lock()
"""PDFium is not made for two threads at once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, where it stands on its line, and how large it is; up is more."""

    sign: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its label, its width, its letters, and whether it has a picture for a text."""

    number: int
    label: str
    width: float
    letters: tuple[Letter, ...]
    picture: bool


def sheets(path: Path, data: bytes) -> list[Sheet]:
    """Return the pages of a file; raise SourceError for one that is locked or damaged."""
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
            _unlocked(path, document)
            return [_sheet(document, number) for number in range(len(document))]
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD:
                raise EncryptedSourceError(path, KIND, "needs a password") from error
            problem = "it cannot be opened" if error.err_code else "a page cannot be read"
            raise DamagedSourceError(path, KIND, problem) from error


def _unlocked(path: Path, document: "PdfDocument") -> None:
    """Refuse a file that anybody may read, and nobody copy from."""
    from pypdfium2 import raw

    locked = raw.FPDF_GetSecurityHandlerRevision(document) >= 0
    if locked and not raw.FPDF_GetDocPermissions(document) & _COPY:
        raise EncryptedSourceError(path, KIND, "forbids its text to be copied")


def _sheet(document: "PdfDocument", number: int) -> Sheet:
    from pypdfium2 import raw

    page = document[number]
    label = document.get_page_label(number) or ""
    letters = _upright(list(_letters(page.get_textpage())))
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    picture = not letters and any(True for _ in page.get_objects(kinds, max_depth=3))
    width = page.get_width()
    page.close()
    return Sheet(number, label.strip(), width, tuple(letters), picture)


def _letters(text: "PdfTextPage") -> Iterator[tuple[int, Letter]]:
    """Yield the letters, each with the quarter turns that its line makes."""
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
        if abs(turns - round(turns)) > _SLANT:
            continue
        quarter = round(turns) % 4
        corners = _turned(box.left, box.bottom, quarter), _turned(box.right, box.top, quarter)
        left, right = sorted(corner[0] for corner in corners)
        base = _turned(x.value, y.value, quarter)[1]
        yield quarter, Letter(_sign(code), left, right, base, size or 1.0)


def _turned(x: float, y: float, turns: int) -> tuple[float, float]:
    """Return a place as it is on the page turned back."""
    return [(x, y), (y, -x), (-x, -y), (-y, x)][turns]


def _upright(letters: list[tuple[int, Letter]]) -> list[Letter]:
    """Return the letters that stand as most do: what runs up a margin is not of the text."""
    turns = Counter(turn for turn, letter in letters if not letter.sign.isspace())
    most = turns.most_common(1)
    return [letter for turn, letter in letters if most and turn == most[0][0]]


def _sign(code: int) -> str:
    """Return a letter as it is written: a ligature as its letters."""
    sign = chr(code)
    return unicodedata.normalize("NFKC", sign) if 0xFB00 <= code <= 0xFB06 else sign


def labelled(found: list[Sheet], labels: dict[int, str]) -> list[Sheet]:
    """Return sheets with the labels that they have, else the ones printed on them, else counts."""
    if any(sheet.label for sheet in found):
        labels = {sheet.number: sheet.label for sheet in found}
    return [replace(one, label=labels.get(one.number) or str(one.number + 1)) for one in found]
