"""Columns: the rows of a page in the order in which they are read.

Widths and distances are in letter sizes.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mean, median

from embeddings.readers.pdf.lines import LOOSE_TOLERANCE, Row, Word, build_rows

MIN_GUTTER = 0.8
"""A gap between two columns is at least this wide."""

MIN_ROWS = 3
"""A gap is a gutter only if at least so many rows have it."""

MIN_SHARE = 0.2
"""And at least this share of all rows; each column is at least this share of the page's width."""

MIN_COLUMN_WIDTH = 9.0
"""Each column is at least this wide."""

MAX_RAGGEDNESS = 0.35
"""Rows begin evenly if they begin no further than this behind the gutter; half of them must."""

Gutter = tuple[float, float]
"""The left and the right edge of the empty stripe between two columns."""


def split_columns(words: Sequence[Word], common: Gutter | None = None) -> list[list[Row]]:
    """Return the columns of a page, each as its rows; `common` is the gutter of other pages."""
    gutter = find_gutter(words) or _as_common(words, common)
    if gutter is None:
        return [build_rows(words)] if words else []
    columns: list[list[Row]] = []
    for whole, band in _bands(words, gutter):
        if whole:
            columns.append(build_rows(band))
            continue
        middle = sum(gutter) / 2
        columns += split_columns([word for word in band if word.left < middle])
        columns += split_columns([word for word in band if word.left >= middle])
    return columns


def find_gutter(words: Sequence[Word]) -> Gutter | None:
    """Return the empty stripe between two columns; None if too few rows have it."""
    if not words:
        return None
    rows = build_rows(words, LOOSE_TOLERANCE)
    gaps = [gap for row in rows for gap in _row_gaps(row)]
    if (stripe := _commonest_stripe(gaps)) is None:
        return None
    # Enough rows must have the gap, and begin evenly behind it.
    shared = [gap for gap in gaps if gap[0] <= stripe[0] and stripe[1] <= gap[1]]
    size = median(row.size for row in rows)
    even = sum(gap[1] - stripe[1] < MAX_RAGGEDNESS * size for gap in shared)
    if len(shared) < max(MIN_ROWS, MIN_SHARE * len(rows)) or 2 * even < len(shared):
        return None
    # Both sides must be wide enough for columns.
    width = max(row.right for row in rows) - min(row.left for row in rows)
    sides = [side for row in rows for side in _side_widths(row, stripe)]
    narrower = min(mean(side) for side in zip(*sides, strict=True)) if sides else 0.0
    return stripe if narrower >= max(MIN_SHARE * width, MIN_COLUMN_WIDTH * size) else None


def _row_gaps(row: Row) -> Iterator[Gutter]:
    for before, behind in pairwise(row.words):
        if behind.left - before.right >= MIN_GUTTER * row.size:
            yield before.right, behind.left


def _commonest_stripe(gaps: Sequence[Gutter]) -> Gutter | None:
    """Return the stripe that lies in the most gaps; of several, the leftmost."""
    if not gaps:
        return None
    starts, ends = sorted(gap[0] for gap in gaps), sorted(gap[1] for gap in gaps)
    # As many gaps lie around the end of one as have begun before it, and have not ended.
    end = max(ends, key=lambda end: (bisect_left(starts, end) - bisect_left(ends, end), -end))
    around = [gap for gap in gaps if gap[0] < end <= gap[1]]
    return max(gap[0] for gap in around), min(gap[1] for gap in around)


def _side_widths(row: Row, stripe: Gutter) -> Iterator[tuple[float, float]]:
    """Yield the widths of the two sides of a row, if a stripe parts it."""
    start, end = _inner_half(stripe)
    left = [word for word in row.words if word.right <= start]
    right = [word for word in row.words if word.left >= end]
    if left and right and len(left) + len(right) == len(row.words):
        yield left[-1].right - left[0].left, right[-1].right - right[0].left


def _inner_half(stripe: Gutter) -> Gutter:
    """Return the inner half of a stripe: letters reach a little over its edges."""
    quarter = (stripe[1] - stripe[0]) / 4
    return stripe[0] + quarter, stripe[1] - quarter


def _as_common(words: Sequence[Word], gutter: Gutter | None) -> Gutter | None:
    """Return the gutter of other pages if it parts this one too, even if few of its rows."""
    if gutter is None:
        return None
    rows = build_rows(words, LOOSE_TOLERANCE)
    parts_some = any(True for row in rows for _ in _side_widths(row, gutter))
    crossing = sum(_crosses(row, gutter) for row in rows)
    return gutter if parts_some and 2 * crossing < len(rows) else None


def _crosses(row: Row, gutter: Gutter) -> bool:
    """Say whether a row runs on across a gutter."""
    left, right = _inner_half(gutter)
    if any(word.left < right and word.right > left for word in row.words):
        return True
    return any(
        behind.left - before.right < MIN_GUTTER * (gutter[1] - gutter[0])
        for before, behind in pairwise(row.words)
        if before.right <= left and right <= behind.left
    )


def _bands(words: Sequence[Word], gutter: Gutter) -> Iterator[tuple[bool, list[Word]]]:
    """Yield the words from the top to the bottom: across the whole width, or in columns."""
    band: list[Word] = []
    whole: bool | None = None
    for row in build_rows(words, LOOSE_TOLERANCE):
        crosses = _crosses(row, gutter)
        if whole is not None and crosses != whole:
            yield whole, band
            band = []
        band += row.words
        whole = crosses
    if whole is not None:
        yield whole, band


def common_gutter(gutters: Sequence[Gutter | None]) -> Gutter | None:
    """Return where the columns of most pages part; None if no page has columns."""
    known = [gutter for gutter in gutters if gutter is not None]
    if not known:
        return None
    return median(gutter[0] for gutter in known), median(gutter[1] for gutter in known)
