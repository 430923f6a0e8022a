"""The passages that have most words in common with others, the rarer ones counting for more."""

import numpy as np

from embeddings.checking.text_words import TextWords
from embeddings.concordance.concordance import Concordance
from embeddings.text.normalization import folded
from embeddings.types import Hit

COMMON = 100
"""A word that is more than one in so many of a text's tells nothing of its subject."""


class SimilarPassages:
    """Finds the passages nearest to words that are not in the text; no model is needed."""

    def __init__(self, concordance: Concordance, wording: TextWords, limit: int) -> None:
        self.passages, self.limit = concordance.passages, limit
        self.starts = np.fromiter((one.start for one in self.passages), np.int64)
        self.wording = wording

    def __call__(self, words: str) -> tuple[Hit, ...]:
        """Return the nearest passages, best first, each with its share of what could be common."""
        grams = self.wording.grams
        numbers = np.unique(grams.numbered(folded(words).split()))
        bits = grams.rarity(numbers)
        scores = np.zeros(len(self.passages))
        for number, worth in zip(numbers, bits, strict=True):
            places = grams.places(np.array([number]))
            if 0 < len(places) * COMMON <= max(COMMON, len(grams)):
                holding = np.searchsorted(self.starts, self.wording.starts[places], "right") - 1
                scores[np.unique(holding)] += worth
        best = np.argsort(-scores, kind="stable")[: self.limit]
        # one word in common, however rare, makes nothing near
        near = (at for at in best if scores[at] > bits.max(initial=0.0))
        return tuple(Hit(self.passages[at], float(scores[at] / bits.sum())) for at in near)
