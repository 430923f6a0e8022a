"""The rows at the edges of pages, and the numbers in them that may be those of the pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from embeddings.readers.pdf.lines import Row

MAX_MARGIN_ROWS = 3
"""The most rows at the top, and at the bottom, of a page that may be in its margin."""

MIN_PART_GAP = 0.45
"""Words further apart than this, in letter sizes, are two parts of a head."""

_ALIGNMENT = 0.3
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p|s)\b\W*)?(?P<number>\d{1,5}|[ivxlcdm]{1,8})"
    r"(?:\W*(?:of|von|/)\W*\d+)?\W*"
)
_PAGE_WORD = re.compile(r"\W*(?:page|seite|p|s)\b", re.IGNORECASE)

Standing = Literal["apart", "before", "behind"]
"""Where a number stands: set apart by a gap or a sign, or before or behind words."""


@dataclass(frozen=True, slots=True)
class EdgeNumber:
    """A number at a page's edge, and the words beside it, if there are any.

    Of *12 May* and *Chapter 3* it stands before and behind the words.
    """

    number: str
    words: str = ""
    standing: Standing = "apart"


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A row at the top or at the bottom of a page, and what may be its page's number in it.

    `gap` is how far the text is from it, in distances from row to row.
    """

    page: int
    row: Row
    is_top: bool
    gap: float
    numbers: tuple[EdgeNumber, ...]


def find_edges(number: int, page: Sequence[Row], leading: float) -> Iterator[EdgeRow]:
    """Yield the rows at the top and at the bottom of a page, the outermost first."""
    for is_top, rows in ((True, page), (False, page[::-1])):
        for at, row in enumerate(rows[:MAX_MARGIN_ROWS]):
            inner = rows[at + 1] if at + 1 < len(rows) else None
            gap = abs(row.baseline - inner.baseline) / leading if inner else float("inf")
            yield EdgeRow(number, row, is_top, gap, tuple(_find_numbers(row, page)))


def _find_numbers(row: Row, page: Sequence[Row]) -> Iterator[EdgeNumber]:
    if (number := _read_number(row.text)) is not None:
        yield EdgeNumber(number)
        return
    parts = list(_split_parts(row))
    for at, part in enumerate(parts):
        if (number := _read_number(part)) is not None:
            yield EdgeNumber(number, " ".join(parts[:at] + parts[at + 1 :]).casefold())
    words = row.text.casefold().split(" ")
    if len(parts) > 1 or len(words) < 2:
        return
    if words[-1].isdecimal():
        standing: Standing = "apart" if _is_in_outer_corner(row, page) else "behind"
        yield EdgeNumber(words[-1], " ".join(words[:-1]), standing)
    elif words[0].isdecimal():
        yield EdgeNumber(words[0], " ".join(words[1:]), "before")


def _split_parts(row: Row) -> Iterator[str]:
    """Yield the parts of a row that wide gaps or signs between them set apart."""
    part = [row.words[0].text]
    for before, word in pairwise(row.words):
        is_sign = word.text != "/" and not any(character.isalnum() for character in word.text)
        if is_sign or word.left - before.right > MIN_PART_GAP * row.size:
            if part:
                yield " ".join(part)
            part = []
        if not is_sign:
            part.append(word.text)
    if part:
        yield " ".join(part)


def _read_number(part: str) -> str | None:
    """Return the page number that a part of a row consists of.

    Roman ones are in small letters, if no word says that they are pages: *Letter II* is none.
    """
    match = _PAGE_NUMBER.fullmatch(part.casefold())
    if match is None:
        return None
    number = match["number"]
    is_small = number.isdecimal() or number in part
    return number if is_small or _PAGE_WORD.match(part) else None


def _is_in_outer_corner(row: Row, page: Sequence[Row]) -> bool:
    """Say whether a row stands in the right half of its page, and ends where the text does."""
    others = [other for other in page if other is not row] or [row]
    left = min(other.left for other in others)
    right = max(other.right for other in others)
    is_outer = abs(row.right - right) < _ALIGNMENT * row.size
    return is_outer and row.left > (left + right) / 2
