"""The first stage of a search: scores of all passages, joined, and the best of them chosen."""

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import IntArray
from embeddings.models.encoder import Vectors

MAX_SENTENCES = 400
"""First-stage limit: sentence vectors that FAISS returns."""


def fuse_scores(first_stage: dict[str, Vectors]) -> Vectors:
    """Return the sum of several scores, each scaled to the range from 0 to 1 over all passages."""
    total: Vectors = np.sum([_scale_scores(scores) for scores in first_stage.values()], axis=0)
    return total


def select_best(scores: Vectors, count: int) -> IntArray:
    """Return the numbers of the `count` highest scores, in no particular order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


def _scale_scores(scores: Vectors) -> Vectors:
    low, high = scores.min(initial=np.inf), scores.max(initial=-np.inf)
    scaled: Vectors = (scores - low) / max(float(high - low), 1e-6)
    return scaled


def score_by_sentences(owners: NDArray[np.int32], similarities: Vectors, passages: int) -> Vectors:
    """Return each passage's best similarity; `owners` are the passages of the sentences found.

    A passage without any of them gets the lowest similarity returned if the limit was reached,
    which no other sentence exceeds, and 0 otherwise.
    """
    lowest = similarities.min() if len(similarities) >= MAX_SENTENCES else 0.0
    scores = np.full(passages, lowest, dtype=np.float32)
    np.maximum.at(scores, owners, similarities)
    return scores
