"""Running heads and feet, and page numbers: what stands in the margins of page after page."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from embeddings.readers.pdf.edges import EdgeRow, find_edges
from embeddings.readers.pdf.layout import MIN_SIZE_RATIO
from embeddings.readers.pdf.lines import Row
from embeddings.readers.pdf.printed_numbers import PrintedNumbers

MIN_GAP = 1.2
"""What stands on two pages only is in the margin if it is further than this from the text.

In distances from row to row.
"""

MAX_PAGES_APART = 2
"""A running head recurs within so many pages."""

_LETTER = re.compile(r"[^\W\d_]")
_NOTE_START = re.compile(r"(?P<number>\d{1,3}[.)]?\s)|\[(?:\d{1,3}|[*†‡§])\]|[*†‡§]")


class Margins:
    """The margins of a file's pages; `labels` are what the pages are called without them.

    A row is in the margin if it is its page's number, or if it recurs, but for that number, as it
    is: *Ibid., p. 45* and *Ibid., p. 47* are two notes, and *12 May* and *13 May* two days.
    """

    def __init__(self, pages: Sequence[Sequence[Row]], labels: Sequence[str]) -> None:
        self.pages = pages
        gaps = [
            above.baseline - below.baseline for page in pages for above, below in pairwise(page)
        ]
        leading = (median(gaps) if gaps else 0.0) or 1.0
        self._size = median(row.size for page in pages for row in page) if gaps else 0.0
        self._edges = [list(find_edges(number, page, leading)) for number, page in enumerate(pages)]
        edges = [edge for page in self._edges for edge in page]
        self._numbers = PrintedNumbers(edges, labels)
        self._heights: dict[tuple[str, bool], dict[int, float]] = {}
        for edge in edges:
            heights = self._heights.setdefault((self._words(edge), edge.is_top), {})
            heights.setdefault(edge.page, edge.row.baseline)

    def label_pages(self) -> dict[int, str]:
        """Return the numbers that are printed on the pages, or count on over them."""
        return self._numbers.label_pages()

    @property
    def are_most_numbered(self) -> bool:
        """Whether a number is printed on more than half of the pages."""
        return 2 * self._numbers.count > len(self.pages)

    def body(self, number: int) -> list[Row]:
        """Return the rows of a page that are not in its margins."""
        dropped: set[Row] = set()
        for is_top in (True, False):
            for edge in self._edges[number]:
                if edge.is_top != is_top or edge.row in dropped:
                    continue
                if not self._is_margin(edge):
                    break
                dropped.add(edge.row)
        return [row for row in self.pages[number] if row not in dropped]

    def _words(self, edge: EdgeRow) -> str:
        """Return the words of a row, without its page's number."""
        number = self._numbers.find(edge)
        return edge.row.text.casefold() if number is None else number.words

    def _is_margin(self, edge: EdgeRow) -> bool:
        words = self._words(edge)
        heights = self._heights[words, edge.is_top]
        if (number := self._numbers.find(edge)) is not None:
            is_large = edge.row.size > MIN_SIZE_RATIO * self._size  # 2 Methods
            is_head = edge.is_top and edge.gap > MIN_GAP and not is_large
            if not words or (is_head and number.standing == "apart"):
                return True
        elif not edge.is_top and (note := _NOTE_START.match(edge.row.text)) is not None:
            is_dated = note["number"] is not None and 2 * len(heights) > len(self.pages)
            if not is_dated:
                return False
        recurs = any(0 < abs(page - edge.page) <= MAX_PAGES_APART for page in heights)
        if not recurs or not _LETTER.search(words):
            return False
        is_level = abs(edge.row.baseline - median(heights.values())) < 1.5 * edge.row.size
        return is_level and (edge.gap > MIN_GAP or len(heights) > 2)
