"""The letters of a PDF page, with their places."""

import ctypes
import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

UNKNOWN = "\ufffd"
"""What stands for a letter of which the font does not say what it is."""

_MAX_SLANT = 0.05
_LIGATURES = range(0xFB00, 0xFB07)


class Letter(NamedTuple):
    """A letter, its place on the page in points, and its size; y grows upwards."""

    character: str
    left: float
    right: float
    baseline: float
    size: float


def read_letters(text: "PdfTextPage") -> list[Letter]:
    """Return the letters that are turned as most are: what runs up a margin is not text."""
    turned: dict[int, list[Letter]] = {quarter: [] for quarter in range(4)}
    for quarter, letter in _read_turned_letters(text):
        turned[quarter].append(letter)
    return max(turned.values(), key=_count_visible)


def _count_visible(letters: Sequence[Letter]) -> int:
    return sum(not letter.character.isspace() for letter in letters)


def _read_turned_letters(text: "PdfTextPage") -> Iterator[tuple[int, Letter]]:
    """Yield the letters, each with the quarter turns that its line has made."""
    from pypdfium2 import raw

    page = text.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(page, at)
        if raw.FPDFText_IsGenerated(page, at) == 1:
            continue
        raw.FPDFText_GetCharOrigin(page, at, x, y)
        raw.FPDFText_GetLooseCharBox(page, at, box)
        raw.FPDFText_GetMatrix(page, at, matrix)
        size = raw.FPDFText_GetFontSize(page, at) * math.hypot(matrix.c, matrix.d)
        turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        if abs(turns - round(turns)) > _MAX_SLANT:
            continue
        quarter = round(turns) % 4
        start = _turn_back(box.left, box.bottom, quarter)[0]
        end = _turn_back(box.right, box.top, quarter)[0]
        left, right = min(start, end), max(start, end)
        baseline = _turn_back(x.value, y.value, quarter)[1]
        yield quarter, Letter(_character(code), left, right, baseline, size or 1.0)


def _turn_back(x: float, y: float, quarters: int) -> tuple[float, float]:
    """Return where a point lies once the page is turned back by some quarter turns."""
    if not quarters:
        return x, y
    return [(y, -x), (-x, -y), (-y, x)][quarters - 1]


def _character(code: int) -> str:
    """Return the character of a code; a ligature as the letters that it joins."""
    character = chr(code) if code else UNKNOWN
    return unicodedata.normalize("NFKC", character) if code in _LIGATURES else character
