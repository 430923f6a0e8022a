"""Aligns a query with a text: runs of the text's words, in order, with gaps allowed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.checking.ngrams import BAND_SIZE, Bits, WordIds
from embeddings.types import Span

MISMATCH_COST = 5.0
"""Bits that a query word costs where the text has another word in its place."""
INSERTION_COST = 4.0
"""Bits that a query word costs where the text has none."""
OMISSION_COST = 3.0
"""Bits that a word of the text costs where the query has none."""

_WINDOW_OFFSET = 1e6
_START, _ADVANCE, _INSERT, _OMIT = range(4)

WordPairs = tuple[tuple[int, int], ...]
"""Pairs of equal words: the position in the query, and the position in the text."""


@dataclass(frozen=True, slots=True)
class AlignedRun:
    """Equal words of a query and a text, in the order of both."""

    pairs: WordPairs

    @property
    def query_span(self) -> Span:
        """The query words from the first pair to the last."""
        return Span(self.pairs[0][0], self.pairs[-1][0] + 1)

    @property
    def length(self) -> int:
        """The number of query words that the run spans, gaps included."""
        return self.query_span.end - self.query_span.start


@dataclass(frozen=True, slots=True)
class WeightedQuery:
    """The query's words by their ids in the text, and how many bits a match of each is worth."""

    word_ids: WordIds
    bits: Bits


def align(
    query: WeightedQuery, text: WordIds, windows: Sequence[Sequence[Span]], run_cost: float
) -> tuple[AlignedRun, ...]:
    """Return the best runs within the windows of a text, in query order.

    There is one list of windows for every BAND_SIZE query words. A match earns the bits of its
    word, a gap or mismatch costs bits, and each run costs `run_cost`, so a run that earns less
    is not returned.
    """
    table = _AlignmentTable(query, text, run_cost)
    table.fill(windows)
    return tuple(table.trace_runs())


class _Band:
    """A stretch of query words against some windows of the text, with the moves of the best runs.

    A column is a position in the text, a row a query word.
    """

    def __init__(self, windows: Sequence[Span], rows: int) -> None:
        sizes = [window.end - window.start for window in windows]
        ranges = [np.arange(window.start, window.end) for window in windows]
        self.columns: WordIds = np.concatenate([np.empty(0, np.int64), *ranges])
        self.first_columns = np.cumsum([0, *sizes])[:-1]
        # the offset keeps a run from continuing in the next window
        offsets = np.repeat(np.arange(len(sizes)) * _WINDOW_OFFSET, sizes)
        self.slope: Bits = offsets + OMISSION_COST * np.arange(len(self.columns))
        self.moves = np.empty((rows, len(self.columns)), dtype=np.uint8)

    def score_row(self, row: int, above: Bits, gain: Bits, start_score: float) -> Bits:
        """Return the score of the best run that ends in each cell of a row, and keep its moves.

        `above` are the scores of the row before, `start_score` that of a run that starts here.
        """
        diagonal = np.empty_like(above)
        diagonal[1:] = above[:-1]
        diagonal[self.first_columns] = -np.inf
        advanced, inserted = np.maximum(diagonal, start_score) + gain, above - INSERTION_COST
        # a running maximum over scores lifted by the slope takes any number of omissions at once
        lifted = np.maximum(advanced, inserted) + self.slope
        reached = np.maximum.accumulate(lifted)
        move = np.where(
            inserted > advanced, _INSERT, np.where(diagonal < start_score, _START, _ADVANCE)
        )
        self.moves[row] = np.where(reached > lifted, _OMIT, move)
        scores: Bits = reached - self.slope
        return scores

    def carry_over(self, band: "_Band", scores: Bits) -> Bits:
        """Return the last scores of the band before, for the columns of this one."""
        carried = np.full(len(self.columns), -np.inf)
        _, here, there = np.intersect1d(
            self.columns, band.columns, assume_unique=True, return_indices=True
        )
        carried[here] = scores[there]
        return carried


class _AlignmentTable:
    """The bands of a query, and for each row the column in which a worthwhile run ends."""

    def __init__(self, query: WeightedQuery, text: WordIds, run_cost: float) -> None:
        self.query, self.text, self.run_cost = query, text, run_cost
        self.bands: list[_Band] = []
        self.ends: list[int | None] = []

    def fill(self, windows: Sequence[Sequence[Span]]) -> None:
        """Score all rows, band by band."""
        best, size = 0.0, len(self.query.word_ids)
        previous, scores = _Band((), 0), np.empty(0)
        for first_row, spans in zip(range(0, size, BAND_SIZE), windows, strict=True):
            band = _Band(spans, min(BAND_SIZE, size - first_row))
            scores, previous = band.carry_over(previous, scores), band
            self.bands.append(band)
            for row in range(len(band.moves)):
                gain = self._gain(band, first_row + row)
                scores = band.score_row(row, scores, gain, best - self.run_cost)
                # a run ends here if it raises the best score so far
                column = int(scores.argmax()) if len(scores) else 0
                improves = bool(len(scores)) and bool(scores[column] > best)
                best = float(scores[column]) if improves else best
                self.ends.append(int(band.columns[column]) if improves else None)

    def _gain(self, band: _Band, row: int) -> Bits:
        equal = self.text[band.columns] == self.query.word_ids[row]
        return np.where(equal, self.query.bits[row], -MISMATCH_COST)

    def trace_runs(self) -> list[AlignedRun]:
        """Return the best runs, in query order."""
        runs, row = [], len(self.ends) - 1
        while row >= 0:
            end = self.ends[row]
            if end is None:
                row -= 1
                continue
            cells = list(self._trace_back(row, end))
            row = cells[-1][0] - 1
            equal = [
                (query, text)
                for query, text in cells
                if self.text[text] == self.query.word_ids[query]
            ]
            runs.append(AlignedRun(tuple(equal[::-1])))
        return runs[::-1]

    def _trace_back(self, row: int, column: int) -> Iterator[tuple[int, int]]:
        """Yield the aligned cells of a run, equal or not, from its end to its start."""
        while True:
            band = self.bands[row // BAND_SIZE]
            move = band.moves[row % BAND_SIZE, np.searchsorted(band.columns, column)]
            if move == _OMIT:
                column -= 1
            elif move == _INSERT:
                row -= 1
            else:
                yield row, column
                if move == _START:
                    return
                row, column = row - 1, column - 1
