"""An index of the n-grams of a text: where runs of one, two and three words stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import concatenate_ranges
from embeddings.types import Span

WordIds = NDArray[np.int64]
"""Words by their ids in the text's vocabulary; also codes, ranks and positions of n-grams."""
Bits = NDArray[np.float64]
"""How much each word or n-gram tells about its place, in bits."""

MAX_PLACES = 12
"""An n-gram that stands in more places than this seeds none of them; a longer one may."""

MAX_NGRAM = 3
"""Words of the longest n-grams that are indexed."""

UNKNOWN = -1
"""The id of a word that the text lacks."""

BAND_SIZE = 16
"""Query words that share one list of windows."""

_CELL = 32
_MARGIN = 16
_MIN_CELL_BITS = 18.0
_MAX_CELLS = 2000


@dataclass(frozen=True, slots=True)
class _NgramLevel:
    """The n-grams of one length: their sorted codes, and the places of each in `places`."""

    codes: WordIds
    starts: WordIds
    places: WordIds

    @classmethod
    def of(cls, codes: WordIds) -> "_NgramLevel":
        places = np.argsort(codes, kind="stable")
        known, starts = np.unique(codes[places], return_index=True)
        return cls(known, np.append(starts, len(codes)), places)

    def rank(self, codes: WordIds) -> WordIds:
        """Return the rank of each code among those of the text, UNKNOWN where it has none."""
        if not len(self.codes):
            return np.full(len(codes), UNKNOWN)
        ranks = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[ranks] == codes, ranks, UNKNOWN)

    def count(self, ranks: WordIds) -> WordIds:
        """Return in how many places each n-gram stands."""
        if not len(self.codes):
            return np.zeros(len(ranks), np.int64)
        known = np.maximum(ranks, 0)
        return np.where(ranks < 0, 0, self.starts[known + 1] - self.starts[known])


@dataclass(frozen=True, slots=True)
class Seeds:
    """Pairs of positions, in the query and in the text, at which the same n-gram begins."""

    query: WordIds
    text: WordIds
    bits: Bits


class NgramIndex:
    """Finds where a query may stand in a text, in time that does not grow with the text."""

    def __init__(self, words: Iterable[str]) -> None:
        self.vocabulary: dict[str, int] = {}
        known = self.vocabulary
        self.word_ids = np.fromiter(
            (known.setdefault(word, len(known)) for word in words), np.int64
        )
        counts = np.bincount(self.word_ids, minlength=len(known))
        self.bits: Bits = np.log2((len(self.word_ids) + 1) / np.maximum(counts, 1))
        self._levels: list[_NgramLevel] = []
        codes = self.word_ids
        for length in range(1, MAX_NGRAM + 1):
            self._levels.append(_NgramLevel.of(codes))
            ranks = self._levels[-1].rank(codes)
            codes = self._extend(ranks, self.word_ids, length)

    def __len__(self) -> int:
        return len(self.word_ids)

    def encode(self, words: Iterable[str]) -> WordIds:
        """Return the ids of words, UNKNOWN for those that the text lacks."""
        known = self.vocabulary
        return np.fromiter((known.get(word, UNKNOWN) for word in words), np.int64)

    def measure_rarity(self, word_ids: WordIds) -> Bits:
        """Return how many bits each word tells about its place; none where the text lacks it."""
        if not len(self.bits):
            return np.zeros(len(word_ids))
        return np.where(word_ids < 0, 0.0, self.bits[word_ids])

    def find_places(self, word_ids: WordIds) -> WordIds:
        """Return where words stand one after another, in reading order."""
        if not len(word_ids) or word_ids.min() < 0 or len(word_ids) > len(self):
            return np.empty(0, np.int64)
        length = min(len(word_ids), MAX_NGRAM)
        level, rank = self._levels[length - 1], self._rank_by_length(word_ids)[length - 1][0]
        if rank < 0:
            return np.empty(0, np.int64)
        # the first n-gram gives candidates, the words after it are compared one by one
        places = level.places[level.starts[rank] : level.starts[rank + 1]]
        places = places[places + len(word_ids) <= len(self)]
        for offset in range(MAX_NGRAM, len(word_ids)):
            places = places[self.word_ids[places + offset] == word_ids[offset]]
        return np.sort(places)

    def find_seeds(self, word_ids: WordIds) -> Seeds:
        """Return, for each position of a query, the places of its shortest n-gram that is rare."""
        query, text, bits = [], [], []
        unseeded = np.ones(len(word_ids), dtype=bool)
        rarity = self.measure_rarity(word_ids)
        ngram_bits = rarity.copy()
        for length, ranks in enumerate(self._rank_by_length(word_ids), 1):
            level, size = self._levels[length - 1], len(ranks)
            counts = level.count(ranks)
            chosen = np.flatnonzero(unseeded[:size] & (counts > 0) & (counts <= MAX_PLACES))
            unseeded[chosen] = False
            query.append(np.repeat(chosen, counts[chosen]))
            bits.append(np.repeat(ngram_bits[chosen], counts[chosen]))
            text.append(
                level.places[concatenate_ranges(level.starts[ranks[chosen]], counts[chosen])]
            )
            ngram_bits[: len(rarity[length:])] += rarity[length:]
        return Seeds(np.concatenate(query), np.concatenate(text), np.concatenate(bits))

    def find_windows(self, word_ids: WordIds) -> list[list[Span]]:
        """Return the stretches of the text in which each BAND_SIZE query words may stand.

        Seeds lie close together there, in the text as in the query. Where there are too many
        such stretches, those with the most bits are taken.
        """
        bands: list[list[Span]] = [[] for _ in range(0, len(word_ids), BAND_SIZE)]
        cells = sorted(_sum_cells(self.find_seeds(word_ids)).items(), key=lambda cell: -cell[1])
        for (row, column), bits in cells[:_MAX_CELLS]:
            if bits < _MIN_CELL_BITS:
                break
            first = max(0, row - _MARGIN) // BAND_SIZE
            last = (row + _CELL + _MARGIN) // BAND_SIZE
            low, high = max(0, column - _MARGIN), min(column + _CELL + _MARGIN, len(self))
            for band in bands[first:last]:
                band.append(Span(low, high))
        return [_merge(band) for band in bands]

    def _rank_by_length(self, word_ids: WordIds) -> list[WordIds]:
        """Return, for each n-gram length, the ranks of the n-grams that begin at each word."""
        ranks, codes = [], word_ids
        for length, level in enumerate(self._levels, 1):
            ranks.append(np.where(codes < 0, UNKNOWN, level.rank(codes)))
            codes = self._extend(ranks[-1], word_ids, length)
        return ranks

    def _extend(self, ranks: WordIds, word_ids: WordIds, length: int) -> WordIds:
        """Return the codes of n-grams one word longer than those of the given ranks."""
        ngrams, next_words = ranks[: max(0, len(word_ids) - length)], word_ids[length:]
        known = (ngrams >= 0) & (next_words >= 0)
        return np.where(known, ngrams * max(1, len(self.vocabulary)) + next_words, UNKNOWN)


def _sum_cells(seeds: Seeds) -> dict[tuple[int, int], float]:
    """Return square cells of query by text, by their corner, with the bits of the seeds in each.

    Four grids overlap by half a cell, so what crosses a border of one lies within another.
    """
    bits: dict[tuple[int, int], float] = {}
    for right, down in product((0, _CELL // 2), repeat=2):
        across, along = (seeds.text + right) // _CELL, (seeds.query + down) // _CELL
        height = int(along.max(initial=0)) + 1
        cells, owners = np.unique(across * height + along, return_inverse=True)
        sums = np.bincount(owners, weights=seeds.bits, minlength=len(cells))
        rows, columns = cells % height * _CELL - down, cells // height * _CELL - right
        bits.update(
            zip(zip(rows.tolist(), columns.tolist(), strict=True), sums.tolist(), strict=True)
        )
    return bits


def _merge(spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap merged."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
