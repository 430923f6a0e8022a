"""Late interaction: each word piece of a question is matched with its best token in a passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import IntArray, compute_starts, concatenate_ranges
from embeddings.index.index import Index
from embeddings.index.token_vectors import TokenVectors
from embeddings.models.encoder import Encoded, Vectors

_CONTEXT_DISCOUNT = 0.85
"""Factor on a match that stands elsewhere in the passage than in the sentence scored."""


class Rescorer(Protocol):
    """Scores candidates a second time, each against the question itself."""

    def rescore(self, question: str, encoded: Encoded, passages: IntArray) -> Vectors:
        """Return a score from 0 to 1 for each passage, given by its number."""
        ...


@dataclass(frozen=True)
class Matches:
    """The best match of each piece of a question in each sentence of some passages, 0 to 1.

    `values` has the shape (pieces, sentences), where the sentences of all passages follow one
    another; `counts` are how many each passage has.
    """

    values: Vectors
    counts: IntArray

    @cached_property
    def firsts(self) -> IntArray:
        """The place of each passage's first sentence."""
        return compute_starts(self.counts)


class LateInteraction:
    """MaxSim (Khattab and Zaharia 2020) by sentence, weighted by the rarity of each word piece.

    Passage p has the sentences firsts[p] to firsts[p + 1], sentence s the token vectors
    starts[s] to starts[s + 1]. A passage scores as its best sentence, which may borrow matches
    from the rest of the passage at a discount. Matches count by their square root, so that a
    missing word costs more than a better match of another word gains.
    """

    def __init__(
        self, tokens: TokenVectors, firsts: IntArray, starts: IntArray, weights: Vectors
    ) -> None:
        self.tokens, self.firsts, self.starts, self.weights = tokens, firsts, starts, weights
        self._cache: tuple[Encoded | None, dict[int, Vectors]] = None, {}

    def rescore(self, question: str, encoded: Encoded, passages: IntArray) -> Vectors:
        """Return the score of each passage's best sentence, from 0 to 1."""
        del question  # its encoding is enough
        if not len(encoded.pieces) or not len(passages):
            return np.zeros(len(passages), dtype=np.float32)
        matches = self.match(encoded, passages)
        best: Vectors = np.maximum.reduceat(self._score_sentences(encoded, matches), matches.firsts)
        return best

    def best_sentences(
        self, encoded: Encoded, passages: IntArray, places: Sequence[Sequence[int]]
    ) -> list[int]:
        """Return the place of the best sentence of each passage, among the places given for it."""
        if not len(encoded.pieces) or not len(passages):
            return [next(iter(allowed), 0) for allowed in places]
        matches = self.match(encoded, passages)
        scores = np.split(self._score_sentences(encoded, matches), matches.firsts[1:])
        return [
            max(allowed, key=own.__getitem__, default=0)
            for allowed, own in zip(places, scores, strict=True)
        ]

    def match(self, encoded: Encoded, passages: IntArray) -> Matches:
        """Return how well a question's pieces match some passages; the last question's are kept."""
        cached_for, cached = self._cache
        if cached_for is not encoded:
            cached = {}
            self._cache = encoded, cached  # in one step: other threads may ask other questions
        numbers = passages.tolist()
        if new := [number for number in dict.fromkeys(numbers) if number not in cached]:
            matches = self._match_pieces(encoded.tokens, np.array(new))
            parts = np.split(matches.values, matches.firsts[1:], axis=1)
            cached.update(zip(new, parts, strict=True))
        values = [cached[number] for number in numbers]
        return Matches(np.concatenate(values, axis=1), np.array([part.shape[1] for part in values]))

    def relative_weights(self, pieces: NDArray[np.int32]) -> Vectors:
        """Return the weights of a question's pieces, scaled to a sum of 1."""
        weights = self.weights[pieces]
        scaled: Vectors = weights / weights.sum() if len(weights) else weights
        return scaled

    def _score_sentences(self, encoded: Encoded, matches: Matches) -> Vectors:
        of_passage = np.maximum.reduceat(matches.values, matches.firsts, axis=1)
        borrowed = np.repeat(_CONTEXT_DISCOUNT * of_passage, matches.counts, axis=1)
        scores: Vectors = self.relative_weights(encoded.pieces) @ np.sqrt(
            np.maximum(matches.values, borrowed)
        )
        return scores

    def _match_pieces(self, question: Vectors, passages: IntArray) -> Matches:
        # the token vectors of all passages, multiplied into adjacent columns
        counts = self.firsts[passages + 1] - self.firsts[passages]
        lows, highs = self.starts[self.firsts[passages]], self.starts[self.firsts[passages + 1]]
        columns = compute_starts(highs - lows)
        products = self._multiply_rows(question, lows.tolist(), highs.tolist())
        # the maximum over the columns of each sentence; one without tokens matches nothing
        sentences = concatenate_ranges(self.firsts[passages], counts)
        first_columns = self.starts[sentences] + np.repeat(columns - lows, counts)
        has_tokens = self.starts[sentences + 1] > self.starts[sentences]
        values = np.zeros((len(question), len(sentences)), dtype=np.float32)
        if has_tokens.any():
            values[:, has_tokens] = np.maximum.reduceat(products, first_columns[has_tokens], axis=1)
        return Matches(np.clip(values, 0.0, 1.0, out=values), counts)

    def _multiply_rows(
        self, question: Vectors, lows: Sequence[int], highs: Sequence[int]
    ) -> Vectors:
        """Return the inner product of each piece with each row of the stretches, (pieces, rows)."""
        products = np.empty((len(question), sum(highs) - sum(lows)), dtype=np.float32)
        start = 0
        with np.errstate(invalid="ignore"):  # an earlier operation may have left the flag set
            for low, high in zip(lows, highs, strict=True):
                end = start + high - low
                np.matmul(question, self.tokens.rows(low, high).T, out=products[:, start:end])
                start = end
        return products


def make_late_interaction(index: Index) -> LateInteraction:
    """Return late interaction over the token vectors of an index."""
    sentences = index.sentences
    return LateInteraction(index.tokens, sentences.firsts, sentences.starts, index.weights)


def make_second_interaction(index: Index) -> LateInteraction | None:
    """Return late interaction over the token vectors of a second model; None without one."""
    second = index.second
    if second is None:
        return None
    return LateInteraction(second.tokens, index.sentences.firsts, second.starts, second.weights)
