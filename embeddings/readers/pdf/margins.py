"""Running heads and feet, and page numbers: what stands in the margins of page after page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from embeddings.citations.page_numbers import parse_number
from embeddings.readers.pdf.lines import Row

MAX_MARGIN_ROWS = 3
"""The most rows at the top, and at the bottom, of a page that may be in its margin."""

MIN_GAP = 1.2
"""What stands on two pages only is in the margin if it is further than this from the text.

In distances from row to row.
"""

MAX_PAGES_APART = 2
"""A running head recurs within so many pages."""

_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p|s)\b\W*)?(?P<number>\d{1,5}|[ivxlcdm]{1,8})(?:\W*(?:of|von|/)\W*\d+)?\W*"
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    """A row at the top or at the bottom of a page."""

    page: int
    row: Row
    is_top: bool
    is_apart: bool

    @property
    def words(self) -> str:
        """Its words, with `#` for each number among them."""
        return _NUMBER.sub("#", self.row.text.casefold())

    @property
    def number(self) -> str | None:
        """The page number that it consists of."""
        match = _PAGE_NUMBER.fullmatch(self.row.text.casefold())
        return match["number"] if match else None


class Margins:
    """The margins of a file's pages; `labels` are what the pages are called without them.

    `printed` has the page numbers that are printed in them.
    """

    def __init__(self, pages: Sequence[Sequence[Row]], labels: Sequence[str]) -> None:
        self.pages = pages
        gaps = [
            above.baseline - below.baseline for page in pages for above, below in pairwise(page)
        ]
        self.leading = median(gaps) if gaps else 0.0
        edges = [edge for number, page in enumerate(pages) for edge in self._edges(number, page)]
        self.printed = _printed_numbers(edges, labels)
        self.heights: dict[tuple[str, bool], dict[int, float]] = {}
        for edge in edges:
            heights = self.heights.setdefault((edge.words, edge.is_top), {})
            heights.setdefault(edge.page, edge.row.baseline)

    def _edges(self, number: int, page: Sequence[Row]) -> Iterator[_EdgeRow]:
        """Yield the rows at the edges of a page, the outermost first."""
        for is_top, rows in ((True, page), (False, page[::-1])):
            for at, row in enumerate(rows[:MAX_MARGIN_ROWS]):
                inner = rows[at + 1] if at + 1 < len(rows) else None
                gap = abs(row.baseline - inner.baseline) if inner else float("inf")
                yield _EdgeRow(number, row, is_top, gap > MIN_GAP * self.leading)

    def body(self, number: int) -> list[Row]:
        """Return the rows of a page that are not in its margins."""
        page = list(self.pages[number])
        dropped: set[Row] = set()
        for is_top in (True, False):
            for edge in self._edges(number, page):
                if edge.is_top != is_top or edge.row in dropped:
                    continue
                if not self._is_margin(edge):
                    break
                dropped.add(edge.row)
        return [row for row in page if row not in dropped]

    def _is_margin(self, edge: _EdgeRow) -> bool:
        if edge.number is not None and self.printed.get(edge.page) == edge.number:
            return True
        heights = self.heights[edge.words, edge.is_top]
        recurs = any(0 < abs(page - edge.page) <= MAX_PAGES_APART for page in heights)
        if not recurs or not _LETTER.search(edge.words):
            return False
        is_level = abs(edge.row.baseline - median(heights.values())) < 1.5 * edge.row.size
        return is_level and (edge.is_apart or len(heights) > 2)


def _printed_numbers(edges: Sequence[_EdgeRow], labels: Sequence[str]) -> dict[int, str]:
    """Return the page numbers that are printed on pages: as labelled, or counting on."""
    numbered = [(edge, edge.number) for edge in edges if edge.number is not None]
    shifts = Counter(
        shift for _, shift in {(edge.page, _shift(edge, number)) for edge, number in numbered}
    )
    printed: dict[int, str] = {}
    for edge, number in numbered:
        is_label = number in {labels[edge.page].casefold(), str(edge.page + 1)}
        if is_label or shifts[_shift(edge, number)] > 1:
            printed.setdefault(edge.page, number)
    return printed


def _shift(edge: _EdgeRow, number: str) -> tuple[bool, int | None]:
    """Return whether a number is arabic, and by how much it is ahead of its page's place."""
    value = parse_number(number)
    return number.isdecimal(), None if value is None else value - edge.page
