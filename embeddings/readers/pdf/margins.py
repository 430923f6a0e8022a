"""Running heads, feet and page numbers: what stands in the margins of one page after another."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from embeddings.citations.page_numbers import ordinal
from embeddings.readers.pdf.lines import Row

DEEP = 3
"""So many rows at the top and at the bottom of a page may be of its margin."""

APART = 1.2
"""What is the same on two pages alone is of the margin if it stands so many lines apart."""

NEAR = 2
"""A running head comes again so many pages on, or before."""

_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b")
_ALONE = re.compile(
    r"\W*(?:(?:page|seite|p|s)\b\W*)?(?P<number>\d{1,5}|[ivxlcdm]{1,8})(?:\W*(?:of|von|/)\W*\d+)?\W*"
)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row at the top or at the bottom of a page."""

    page: int
    row: Row
    top: bool
    apart: bool

    @property
    def words(self) -> str:
        """Its words, whatever the numbers in them."""
        return _NUMBER.sub("#", self.row.text.casefold())

    @property
    def number(self) -> str | None:
        """The number that it consists of."""
        found = _ALONE.fullmatch(self.row.text.casefold())
        return found["number"] if found else None


class Margins:
    """What of the pages of a file is margin; `labels` are those that it would be without."""

    def __init__(self, pages: Sequence[Sequence[Row]], labels: Sequence[str]) -> None:
        self.pages = pages
        gaps = [above.base - below.base for page in pages for above, below in pairwise(page)]
        self.leading = median(gaps) if gaps else 0.0
        edges = [edge for number, page in enumerate(pages) for edge in self._edges(number, page)]
        self.printed = _printed(edges, labels)
        self.heights: dict[tuple[str, bool], dict[int, float]] = {}
        for edge in edges:
            found = self.heights.setdefault((edge.words, edge.top), {})
            found.setdefault(edge.page, edge.row.base)

    def _edges(self, number: int, page: Sequence[Row]) -> Iterator[_Edge]:
        """Yield the rows at the edges of a page, the outermost first."""
        for top, outer in ((True, page), (False, page[::-1])):
            for at, row in enumerate(outer[:DEEP]):
                inner = outer[at + 1] if at + 1 < len(outer) else None
                gap = abs(row.base - inner.base) if inner else float("inf")
                yield _Edge(number, row, top, gap > APART * self.leading)

    def body(self, number: int) -> list[Row]:
        """Return the rows of a page that are not of its margins."""
        page = list(self.pages[number])
        drop: set[Row] = set()
        for top in (True, False):
            for edge in self._edges(number, page):
                if edge.top != top or edge.row in drop:
                    continue
                if not self._is_margin(edge):
                    break
                drop.add(edge.row)
        return [row for row in page if row not in drop]

    def _is_margin(self, edge: _Edge) -> bool:
        if edge.number is not None and self.printed.get(edge.page) == edge.number:
            return True
        heights = self.heights[edge.words, edge.top]
        near = any(0 < abs(page - edge.page) <= NEAR for page in heights)
        if not near or not re.search(r"[^\W\d_]", edge.words):
            return False
        level = abs(edge.row.base - median(heights.values())) < 1.5 * edge.row.size
        return level and (edge.apart or len(heights) > 2)


def _printed(edges: Sequence[_Edge], labels: Sequence[str]) -> dict[int, str]:
    """Return the numbers that are printed on pages as theirs: as labelled, or counting on."""
    found: dict[int, str] = {}
    numbered = [(edge, edge.number) for edge in edges if edge.number is not None]
    counted = {(edge.page, _ahead(edge, number)) for edge, number in numbered}
    shifts = Counter(ahead for _, ahead in counted)
    for edge, number in numbered:
        told = number in {labels[edge.page].casefold(), str(edge.page + 1)}
        if told or shifts[_ahead(edge, number)] > 1:
            found.setdefault(edge.page, number)
    return found


def _ahead(edge: _Edge, number: str) -> tuple[bool, int | None]:
    """Return by how much a number is ahead of its page, and whether it is arabic."""
    value = ordinal(number)
    return number.isdecimal(), None if value is None else value - edge.page
