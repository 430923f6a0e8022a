"""Late interaction: each word piece of a question takes its best match in a passage."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import Numbers, ranges, starts_of
from embeddings.index.token_vectors import Tokens
from embeddings.models.encoder import Encoded, Vectors

_ELSEWHERE = 0.85
"""What a match counts that a sentence lacks and the rest of its passage has."""


class Rescorer(Protocol):
    """What scores the candidates again, each against the question itself."""

    def rescore(self, question: str, encoded: Encoded, passages: Numbers) -> Vectors:
        """Return how close each of these passages is to a question, 0 to 1."""
        ...


class LateInteraction:
    """MaxSim (Khattab and Zaharia 2020) by sentence, weighted by how rare each word piece is.

    Passage p has the sentences firsts[p] to firsts[p + 1], sentence s the token vectors
    starts[s] to starts[s + 1]. A passage is as close as its best sentence, which may borrow
    from the rest. The root of a match counts: a word that finds nothing costs more than
    another gains that is found twice as well.
    """

    def __init__(self, tokens: Tokens, firsts: Numbers, starts: Numbers, weights: Vectors) -> None:
        self.tokens, self.firsts, self.starts, self.weights = tokens, firsts, starts, weights
        self._last: tuple[Encoded | None, dict[int, Vectors]] = None, {}

    def rescore(self, question: str, encoded: Encoded, passages: Numbers) -> Vectors:
        """Return how close passages are to a question."""
        del question  # what the encoder made of it is all that is needed
        if not len(encoded.pieces) or not len(passages):
            return np.zeros(len(passages), dtype=np.float32)
        found = self._of_each(encoded, passages)
        starts = starts_of(np.array([*map(len, found)]))
        close: Vectors = np.maximum.reduceat(np.concatenate(found), starts)
        return close

    def best_sentences(
        self, encoded: Encoded, passages: Numbers, among: Sequence[Sequence[int]]
    ) -> list[int]:
        """Return which sentence of each passage, of those named by their places, is closest."""
        if not len(encoded.pieces) or not len(passages):
            return [next(iter(places), 0) for places in among]
        return [
            max(places, key=one.__getitem__, default=0)
            for places, one in zip(among, self._of_each(encoded, passages), strict=True)
        ]

    def _of_each(self, encoded: Encoded, passages: Numbers) -> list[Vectors]:
        """Return how close each sentence of each passage is, compared once for a question."""
        asked, known = self._last
        if asked is not encoded:
            known = {}
            self._last = encoded, known  # at once: another thread may ask something else
        numbers = passages.tolist()
        if new := [number for number in dict.fromkeys(numbers) if number not in known]:
            known.update(zip(new, self._close(encoded, np.array(new)), strict=True))
        return [known[number] for number in numbers]

    def _close(self, encoded: Encoded, passages: Numbers) -> list[Vectors]:
        """Return how close each sentence of each of some passages is."""
        counts = self.firsts[passages + 1] - self.firsts[passages]
        first = starts_of(counts)
        matches = self._matches(encoded.tokens, passages, counts)
        whole = np.maximum.reduceat(matches, first, axis=1)
        borrowed = np.repeat(_ELSEWHERE * whole, counts, axis=1)
        close = self._weights(encoded.pieces) @ np.sqrt(np.maximum(matches, borrowed))
        ends = (first + counts).tolist()
        return [close[start:end] for start, end in zip(first.tolist(), ends, strict=True)]

    def _matches(self, question: Vectors, passages: Numbers, counts: Numbers) -> Vectors:
        """Return the best match of each piece in each sentence, (pieces, sentences), 0 to 1.

        The sentences are those of all passages, one behind the other.
        """
        lows, highs = self.starts[self.firsts[passages]], self.starts[self.firsts[passages + 1]]
        at = starts_of(highs - lows)
        similar = self._similar(question, lows.tolist(), highs.tolist())
        sentences = ranges(self.firsts[passages], counts)
        begins = self.starts[sentences] + np.repeat(at - lows, counts)
        filled = self.starts[sentences + 1] > self.starts[sentences]
        # a sentence without a token has 0 everywhere
        found = np.zeros((len(question), len(sentences)), dtype=np.float32)
        if filled.any():
            found[:, filled] = np.maximum.reduceat(similar, begins[filled], axis=1)
        return np.clip(found, 0.0, 1.0, out=found)

    def _similar(self, question: Vectors, lows: Sequence[int], highs: Sequence[int]) -> Vectors:
        """Return the product of each piece with the rows of all stretches, (pieces, rows)."""
        similar, at = np.empty((len(question), sum(highs) - sum(lows)), dtype=np.float32), 0
        with np.errstate(invalid="ignore"):  # a flag may be left from before: rows are finite
            for low, high in zip(lows, highs, strict=True):
                behind = at + high - low
                np.matmul(question, self.tokens.rows(low, high).T, out=similar[:, at:behind])
                at = behind
        return similar

    def _weights(self, pieces: NDArray[np.int32]) -> Vectors:
        """Return what each piece of a question counts, together 1."""
        weights = self.weights[pieces]
        shares: Vectors = weights / weights.sum() if len(weights) else weights
        return shares
