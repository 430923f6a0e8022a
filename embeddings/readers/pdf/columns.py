"""Columns: the rows of a page in the order that they are read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mean, median

from embeddings.readers.pdf.lines import Row, Word, rows

WIDE = 0.8
"""What parts columns is at least so many sizes wide."""

FEWEST = 3
"""Rows that are parted at one place make columns;"""
SHARE = 0.2
"""so many of all, each side so much of the whole width,"""
NARROWEST = 9.0
"""and so many sizes wide;"""
EVEN = 0.35
"""behind the gap half of them begin at one place."""

_LOOSE = 0.5

Gutter = tuple[float, float]


def columns(found: Sequence[Word], known: Sequence[Gutter] = ()) -> list[list[Row]]:
    """Return the columns of a page, each as its rows; those known of other pages are its too."""
    gutter = gutter_of(found) or _as_known(found, known)
    if gutter is None:
        return [rows(found)] if found else []
    made: list[list[Row]] = []
    for whole, band in _bands(found, gutter):
        if whole:
            made.append(rows(band))
            continue
        middle = sum(gutter) / 2
        for side in (
            [word for word in band if word.left < middle],
            [word for word in band if word.left >= middle],
        ):
            made += columns(side)
    return made


def gutter_of(found: Sequence[Word]) -> Gutter | None:
    """Return the empty stripe between two columns, where enough rows are parted by it."""
    if not found:
        return None
    loose = rows(found, _LOOSE)
    gaps = [gap for row in loose for gap in _gaps(row)]
    if (stripe := _most_parted(gaps)) is None:
        return None
    parted = [gap for gap in gaps if gap[0] <= stripe[0] and stripe[1] <= gap[1]]
    size = median(row.size for row in loose)
    even = sum(gap[1] - stripe[1] < EVEN * size for gap in parted)
    width = max(row.right for row in loose) - min(row.left for row in loose)
    sides = [side for row in loose for side in _sides(row, stripe)]
    least = min(mean(one) for one in zip(*sides, strict=True)) if sides else 0.0
    many = len(parted) >= max(FEWEST, SHARE * len(loose)) and 2 * even >= len(parted)
    return stripe if many and least >= max(SHARE * width, NARROWEST * size) else None


def _gaps(row: Row) -> Iterator[Gutter]:
    for before, behind in pairwise(row.words):
        if behind.left - before.right >= WIDE * row.size:
            yield before.right, behind.left


def _most_parted(gaps: Sequence[Gutter]) -> Gutter | None:
    """Return the stripe that lies in the most gaps."""
    best: tuple[int, Gutter] | None = None
    for _, end in gaps:
        over = [gap for gap in gaps if gap[0] < end <= gap[1]]
        stripe = max(gap[0] for gap in over), min(gap[1] for gap in over)
        if best is None or (len(over), -stripe[0]) > (best[0], -best[1][0]):
            best = len(over), stripe
    return best[1] if best else None


def _sides(row: Row, stripe: Gutter) -> Iterator[tuple[float, float]]:
    """Yield the widths of the two sides of a row that a stripe parts."""
    start, end = _within(stripe)
    left = [word for word in row.words if word.right <= start]
    right = [word for word in row.words if word.left >= end]
    if left and right and len(left) + len(right) == len(row.words):
        yield left[-1].right - left[0].left, right[-1].right - right[0].left


def _within(stripe: Gutter) -> Gutter:
    """Return the inner half of a stripe: letters reach a little over its edges."""
    quarter = (stripe[1] - stripe[0]) / 4
    return stripe[0] + quarter, stripe[1] - quarter


def _as_known(found: Sequence[Word], known: Sequence[Gutter]) -> Gutter | None:
    """Return a gutter of other pages that parts this one too, though few of its rows."""
    for gutter in known:
        loose = rows(found, _LOOSE)
        if any(True for row in loose for _ in _sides(row, gutter)):
            crossing = sum(_crosses(row, gutter) for row in loose)
            if 2 * crossing < len(loose):
                return gutter
    return None


def _crosses(row: Row, gutter: Gutter) -> bool:
    """Say whether a row goes on over a gutter."""
    left, right = _within(gutter)
    if any(word.left < right and word.right > left for word in row.words):
        return True
    return any(
        behind.left - before.right < WIDE * (gutter[1] - gutter[0])
        for before, behind in pairwise(row.words)
        if before.right <= left and right <= behind.left
    )


def _bands(found: Sequence[Word], gutter: Gutter) -> Iterator[tuple[bool, list[Word]]]:
    """Yield the words from the top to the bottom: over the whole width, or in columns."""
    held: list[Word] = []
    before: bool | None = None
    for row in rows(found, _LOOSE):
        whole = _crosses(row, gutter)
        if before is not None and whole != before:
            yield before, held
            held = []
        held += row.words
        before = whole
    if before is not None:
        yield before, held


def common(gutters: Sequence[Gutter | None]) -> list[Gutter]:
    """Return where the columns of several pages part."""
    found = [gutter for gutter in gutters if gutter is not None]
    return [(median(one[0] for one in found), median(one[1] for one in found))] if found else []
