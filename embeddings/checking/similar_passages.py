"""The passages that share the most words with others, rarer words counting for more."""

import numpy as np

from embeddings.checking.text_words import TextWords
from embeddings.concordance.concordance import Concordance
from embeddings.text.words import normalize_text
from embeddings.types import Hit

COMMON_WORD_RATIO = 100
"""A word that is more than one in this many words of the text says nothing of its subject."""


class SimilarPassages:
    """Finds the passages nearest to words that the text does not have; needs no model."""

    def __init__(self, concordance: Concordance, text_words: TextWords, limit: int) -> None:
        self.passages, self.limit = concordance.passages, limit
        self.starts = np.fromiter((passage.start for passage in self.passages), np.int64)
        self.text_words = text_words

    def __call__(self, words: str) -> tuple[Hit, ...]:
        """Return the nearest passages, best first; a score is the share of the bits in common."""
        ngrams = self.text_words.ngrams
        word_ids = np.unique(ngrams.encode(normalize_text(words).split()))
        rarity = ngrams.measure_rarity(word_ids)
        # each passage earns the bits of the words that it holds
        scores = np.zeros(len(self.passages))
        for word_id, bits in zip(word_ids, rarity, strict=True):
            places = ngrams.find_places(np.array([word_id]))
            if 0 < len(places) * COMMON_WORD_RATIO <= max(COMMON_WORD_RATIO, len(ngrams)):
                starts = self.text_words.starts[places]
                holding = np.searchsorted(self.starts, starts, "right") - 1
                scores[np.unique(holding)] += bits
        best = np.argsort(-scores, kind="stable")[: self.limit]
        # one word in common, however rare, does not make a passage near
        near = (rank for rank in best if scores[rank] > rarity.max(initial=0.0))
        return tuple(Hit(self.passages[at], float(scores[at] / rarity.sum())) for at in near)
