"""Late interaction: each word piece of a question takes its best match in a passage."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoded, Vectors
from embeddings.tokens import Tokens

Numbers = NDArray[np.int64]


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

    def rescore(self, question: str, encoded: Encoded, passages: Numbers) -> Vectors:
        """Return how close passages are to a question."""
        del question  # what the encoder made of it is all that is needed
        if not len(encoded.pieces) or not len(passages):
            return np.zeros(len(passages), dtype=np.float32)
        counts = self.firsts[passages + 1] - self.firsts[passages]
        close: Vectors = np.maximum.reduceat(self._close(encoded, passages), _starts(counts))
        return close

    def best_sentences(
        self, encoded: Encoded, passages: Numbers, among: Sequence[Sequence[int]]
    ) -> list[int]:
        """Return which sentence of each passage, of those named by their places, is closest."""
        if not len(encoded.pieces) or not len(passages):
            return [next(iter(places), 0) for places in among]
        counts = self.firsts[passages + 1] - self.firsts[passages]
        close = np.split(self._close(encoded, passages), np.cumsum(counts)[:-1])
        return [
            max(places, key=one.__getitem__, default=0)
            for places, one in zip(among, close, strict=True)
        ]

    def _close(self, encoded: Encoded, passages: Numbers) -> Vectors:
        """Return how close each sentence of some passages is, one passage behind the other."""
        matches = self._matches(encoded.tokens, passages)
        counts = self.firsts[passages + 1] - self.firsts[passages]
        whole = np.maximum.reduceat(matches, _starts(counts), axis=0)
        borrowed = np.repeat(_ELSEWHERE * whole, counts, axis=0)
        close: Vectors = np.sqrt(np.maximum(matches, borrowed)) @ self._weights(encoded.pieces)
        return close

    def _matches(self, question: Vectors, passages: Numbers) -> Vectors:
        """Return the best match of each piece in each sentence, (sentences, pieces), 0 to 1.

        The sentences are those of all passages, one behind the other.
        """
        bounds = [self._bounds(int(passage)) for passage in passages]
        similar = np.empty((sum(b[-1] - b[0] for b in bounds), len(question)), dtype=np.float32)
        columns, at, starts = np.ascontiguousarray(question.T), 0, []
        for bound in bounds:
            start, end = int(bound[0]), int(bound[-1])
            with np.errstate(invalid="ignore"):  # a flag may be left from before: rows are finite
                np.matmul(self.tokens.rows(start, end), columns, out=similar[at : at + end - start])
            starts.append(bound - start + at)
            at += end - start
        return _best_of_each(similar, starts)

    def _bounds(self, passage: int) -> Numbers:
        """Return where each sentence of a passage begins among the tokens, and the last ends."""
        bounds: Numbers = self.starts[self.firsts[passage] : self.firsts[passage + 1] + 1]
        return bounds

    def _weights(self, pieces: NDArray[np.int32]) -> Vectors:
        """Return what each piece of a question counts, together 1."""
        weights = self.weights[pieces]
        shares: Vectors = weights / weights.sum() if len(weights) else weights
        return shares


def _starts(counts: Numbers) -> Numbers:
    """Return where each stretch begins, of stretches of these lengths."""
    return np.cumsum(counts) - counts


def _best_of_each(similar: Vectors, starts: Sequence[Numbers]) -> Vectors:
    """Return the best of the rows of each stretch; a stretch without a row has 0 everywhere."""
    begins = np.concatenate([one[:-1] for one in starts])
    ends = np.concatenate([one[1:] for one in starts])
    found = np.zeros((len(begins), similar.shape[1]), dtype=np.float32)
    filled = ends > begins
    if filled.any():
        found[filled] = np.maximum.reduceat(similar, begins[filled], axis=0)
    return np.clip(found, 0.0, 1.0, out=found)


def rarity(holding: Vectors, count: int) -> Vectors:
    """Return the inverse document frequency of what stands in so many of `count` texts."""
    found: Vectors = np.log1p((count - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    return found
