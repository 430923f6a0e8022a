"""Which words of a text those of somebody are, in their order, with others among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.checking.ngrams import BAND, Bits, Numbers
from embeddings.types import Span

CHANGED = 5.0
"""What a word in another's place costs, in bits;"""
ADDED = 4.0
"""what one costs that the text has not;"""
LEFT_OUT = 3.0
"""and what one of the text costs that is not there."""

_APART = 1e6
_BEGIN, _ON, _ADD, _LEAVE = range(4)

Pairs = tuple[tuple[int, int], ...]
"""Numbers of words that are the same: somebody's, and the text's."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are the text's, in both their orders."""

    pairs: Pairs

    @property
    def ours(self) -> Span:
        """From the first of somebody's words to behind the last."""
        return Span(self.pairs[0][0], self.pairs[-1][0] + 1)

    @property
    def length(self) -> int:
        """How many of somebody's words it goes over."""
        return self.ours.end - self.ours.start


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody's words by their numbers in the text, with what each tells where it is found."""

    numbers: Numbers
    bits: Bits


def align(
    sought: Sought, text: Numbers, windows: Sequence[Sequence[Span]], price: float
) -> tuple[Run, ...]:
    """Return the runs of words that stand in the windows of a text, in the order of those sought.

    There are windows for each BAND of words. Each word found tells so many bits; each word
    otherwise costs some, and each run the price, so that none is found that tells less.
    """
    table = _Table(sought, text, price)
    table.fill(windows)
    return tuple(table.runs())


class _Band:
    """Words of the text beside some that are sought, and how the best run comes to each pair."""

    def __init__(self, windows: Sequence[Span], rows: int) -> None:
        sizes = [one.end - one.start for one in windows]
        spans = [np.arange(one.start, one.end) for one in windows]
        self.columns: Numbers = np.concatenate([np.empty(0, np.int64), *spans])
        self.first = np.cumsum([0, *sizes])[:-1]
        # a run does not go on from one window into the next: that lies so much higher
        apart = np.repeat(np.arange(len(sizes)) * _APART, sizes)
        self.slope: Bits = apart + LEFT_OUT * np.arange(len(self.columns))
        self.moves = np.empty((rows, len(self.columns)), dtype=np.uint8)

    def row(self, at: int, above: Bits, gain: Bits, begin: float) -> Bits:
        """Return what the best runs are worth that end with a word sought, given those before."""
        before = np.empty_like(above)
        before[1:] = above[:-1]
        before[self.first] = -np.inf
        on, added = np.maximum(before, begin) + gain, above - ADDED
        lifted = np.maximum(on, added) + self.slope
        reached = np.maximum.accumulate(lifted)
        move = np.where(added > on, _ADD, np.where(before < begin, _BEGIN, _ON))
        self.moves[at] = np.where(reached > lifted, _LEAVE, move)
        row: Bits = reached - self.slope
        return row

    def after(self, band: "_Band", row: Bits) -> Bits:
        """Return the last row of the band before, for the words of the text in this one."""
        found = np.full(len(self.columns), -np.inf)
        _, here, there = np.intersect1d(
            self.columns, band.columns, assume_unique=True, return_indices=True
        )
        found[here] = row[there]
        return found


class _Table:
    """The bands of all words sought, and where a run ends that is worth its price."""

    def __init__(self, sought: Sought, text: Numbers, price: float) -> None:
        self.sought, self.text, self.price = sought, text, price
        self.bands: list[_Band] = []
        self.ends: list[int | None] = []

    def fill(self, windows: Sequence[Sequence[Span]]) -> None:
        """Fill the bands, one behind another."""
        best, size = 0.0, len(self.sought.numbers)
        last, row = _Band((), 0), np.empty(0)
        for start, spans in zip(range(0, size, BAND), windows, strict=True):
            band = _Band(spans, min(BAND, size - start))
            row, last = band.after(last, row), band
            self.bands.append(band)
            for at in range(len(band.moves)):
                gain = self._gain(band, start + at)
                row = band.row(at, row, gain, best - self.price)
                highest = int(row.argmax()) if len(row) else 0
                worth = bool(len(row)) and bool(row[highest] > best)
                best = float(row[highest]) if worth else best
                self.ends.append(int(band.columns[highest]) if worth else None)

    def _gain(self, band: _Band, row: int) -> Bits:
        same = self.text[band.columns] == self.sought.numbers[row]
        return np.where(same, self.sought.bits[row], -CHANGED)

    def runs(self) -> list[Run]:
        """Return the best runs, in order."""
        found, row = [], len(self.ends) - 1
        while row >= 0:
            end = self.ends[row]
            if end is None:
                row -= 1
                continue
            steps = list(self._back(row, end))
            row = steps[-1][0] - 1
            same = [(at, to) for at, to in steps if self.text[to] == self.sought.numbers[at]]
            found.append(Run(tuple(same[::-1])))
        return found[::-1]

    def _back(self, row: int, column: int) -> Iterator[tuple[int, int]]:
        """Yield the words that stand beside one another in a run, from its end to its start."""
        while True:
            band = self.bands[row // BAND]
            move = band.moves[row % BAND, np.searchsorted(band.columns, column)]
            if move == _LEAVE:
                column -= 1
            elif move == _ADD:
                row -= 1
            else:
                yield row, column
                if move == _BEGIN:
                    return
                row, column = row - 1, column - 1
