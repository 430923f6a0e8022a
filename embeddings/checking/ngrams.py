"""The words of a text by number, and where runs of one, two and three of them stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import ranges
from embeddings.types import Span

Numbers = NDArray[np.int64]
Bits = NDArray[np.float64]

MOST = 12
"""A run that stands in more places than this tells none of them; a longer one may."""

LONGEST = 3
UNKNOWN = -1
BAND = 16
"""So many words sought are looked for in the same stretches of the text."""

_CELL = 32
_MARGIN = 16
_LEAST = 18.0
_MOST_CELLS = 2000


@dataclass(frozen=True, slots=True)
class _Runs:
    """The runs of one length: their codes in order, and the places of each behind another."""

    codes: Numbers
    starts: Numbers
    places: Numbers

    @classmethod
    def of(cls, codes: Numbers) -> "_Runs":
        places = np.argsort(codes, kind="stable")
        known, starts = np.unique(codes[places], return_index=True)
        return cls(known, np.append(starts, len(codes)), places)

    def ranks(self, codes: Numbers) -> Numbers:
        """Return the number of each code among those of the text, UNKNOWN where it has none."""
        if not len(self.codes):
            return np.full(len(codes), UNKNOWN)
        ranks = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[ranks] == codes, ranks, UNKNOWN)

    def counts(self, ranks: Numbers) -> Numbers:
        """Return in how many places each run stands."""
        if not len(self.codes):
            return np.zeros(len(ranks), np.int64)
        known = np.maximum(ranks, 0)
        return np.where(ranks < 0, 0, self.starts[known + 1] - self.starts[known])


@dataclass(frozen=True, slots=True)
class Seeds:
    """Pairs of a word sought and a place in the text that the same run of words begins at."""

    ours: Numbers
    theirs: Numbers
    bits: Bits


class NgramIndex:
    """Finds where words may stand in a text, in a time that does not grow with the text."""

    def __init__(self, words: Iterable[str]) -> None:
        self.vocabulary: dict[str, int] = {}
        known = self.vocabulary
        self.numbers = np.fromiter((known.setdefault(w, len(known)) for w in words), np.int64)
        counts = np.bincount(self.numbers, minlength=len(known))
        self.bits: Bits = np.log2((len(self.numbers) + 1) / np.maximum(counts, 1))
        self._levels: list[_Runs] = []
        codes = self.numbers
        for length in range(1, LONGEST + 1):
            self._levels.append(_Runs.of(codes))
            ranks = self._levels[-1].ranks(codes)
            codes = self._longer(ranks, self.numbers, length)

    def __len__(self) -> int:
        return len(self.numbers)

    def numbered(self, words: Iterable[str]) -> Numbers:
        """Return the numbers of words, UNKNOWN for those that the text has not."""
        known = self.vocabulary
        return np.fromiter((known.get(word, UNKNOWN) for word in words), np.int64)

    def rarity(self, numbers: Numbers) -> Bits:
        """Return how much each word tells, in bits; nothing where the text has it not."""
        if not len(self.bits):
            return np.zeros(len(numbers))
        return np.where(numbers < 0, 0.0, self.bits[numbers])

    def places(self, numbers: Numbers) -> Numbers:
        """Return where words stand one behind another, in reading order."""
        if not len(numbers) or numbers.min() < 0 or len(numbers) > len(self):
            return np.empty(0, np.int64)
        length = min(len(numbers), LONGEST)
        level, rank = self._levels[length - 1], self._ranks(numbers)[length - 1][0]
        if rank < 0:
            return np.empty(0, np.int64)
        found = level.places[level.starts[rank] : level.starts[rank + 1]]
        found = found[found + len(numbers) <= len(self)]
        for at in range(LONGEST, len(numbers)):
            found = found[self.numbers[found + at] == numbers[at]]
        return np.sort(found)

    def seeds(self, numbers: Numbers) -> Seeds:
        """Return where the shortest runs of words that are rare enough begin in the text."""
        ours, theirs, bits = [], [], []
        left = np.ones(len(numbers), dtype=bool)
        rarity = self.rarity(numbers)
        worth = rarity.copy()
        for length, ranks in enumerate(self._ranks(numbers), 1):
            level, size = self._levels[length - 1], len(ranks)
            counts = level.counts(ranks)
            chosen = np.flatnonzero(left[:size] & (counts > 0) & (counts <= MOST))
            left[chosen] = False
            ours.append(np.repeat(chosen, counts[chosen]))
            bits.append(np.repeat(worth[chosen], counts[chosen]))
            theirs.append(level.places[ranges(level.starts[ranks[chosen]], counts[chosen])])
            worth[: len(rarity[length:])] += rarity[length:]
        return Seeds(np.concatenate(ours), np.concatenate(theirs), np.concatenate(bits))

    def windows(self, numbers: Numbers) -> list[list[Span]]:
        """Return where the words sought may stand in the text: for each BAND of them, stretches.

        They are where seeds lie close together in the text as in what is sought, those with the
        most of them first where there are too many.
        """
        bands: list[list[Span]] = [[] for _ in range(0, len(numbers), BAND)]
        cells = sorted(_cells(self.seeds(numbers)).items(), key=lambda cell: -cell[1])
        for (row, column), bits in cells[:_MOST_CELLS]:
            if bits < _LEAST:
                break
            first = max(0, row - _MARGIN) // BAND
            last = (row + _CELL + _MARGIN) // BAND
            low, high = max(0, column - _MARGIN), min(column + _CELL + _MARGIN, len(self))
            for band in bands[first:last]:
                band.append(Span(low, high))
        return [_joined(band) for band in bands]

    def _ranks(self, numbers: Numbers) -> list[Numbers]:
        """Return, for each length of run, the numbers of those that begin at each word."""
        found, codes = [], numbers
        for length, level in enumerate(self._levels, 1):
            found.append(np.where(codes < 0, UNKNOWN, level.ranks(codes)))
            codes = self._longer(found[-1], numbers, length)
        return found

    def _longer(self, ranks: Numbers, numbers: Numbers, length: int) -> Numbers:
        """Return the codes of runs that are longer by a word."""
        runs, behind = ranks[: max(0, len(numbers) - length)], numbers[length:]
        known = (runs >= 0) & (behind >= 0)
        return np.where(known, runs * max(1, len(self.vocabulary)) + behind, UNKNOWN)


def _cells(seeds: Seeds) -> dict[tuple[int, int], float]:
    """Return squares of so many words sought and of the text, with the bits of the seeds in each.

    They are named by where they begin; what lies across a border is within one moved by half.
    """
    bits: dict[tuple[int, int], float] = {}
    for right, down in product((0, _CELL // 2), repeat=2):
        across, along = (seeds.theirs + right) // _CELL, (seeds.ours + down) // _CELL
        height = int(along.max(initial=0)) + 1
        cells, of = np.unique(across * height + along, return_inverse=True)
        sums = np.bincount(of, weights=seeds.bits, minlength=len(cells))
        rows, columns = cells % height * _CELL - down, cells // height * _CELL - right
        bits.update(
            zip(zip(rows.tolist(), columns.tolist(), strict=True), sums.tolist(), strict=True)
        )
    return bits


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, those joined that touch."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
