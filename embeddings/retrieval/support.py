"""How well the words of a question stand together in a passage: in a sentence and its neighbours.

A passage about somebody's brother's death matches “When did he die?” word by word, but no sentence
of it says both who and what.
"""

import re

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import IntArray
from embeddings.models.encoder import Encoded, Vectors
from embeddings.retrieval.late_interaction import LateInteraction, Matches
from embeddings.text.words import FUNCTION_WORDS

_NEIGHBOUR_DISCOUNT = 0.9
"""Factor on a match in the sentence before or after the one scored."""

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_GENITIVE = re.compile(r"[’']s?$")
_FORM_WORDS = frozenset(
    "many much name type kind long old far year date time first come comes happen happened happens "
    "called take took place".split()
)
"""Words that tell what kind of thing is asked for, and need not stand in the answer."""


def score_support(
    interaction: LateInteraction, question: str, encoded: Encoded, passages: IntArray
) -> Vectors:
    """Return for each passage, from 0 to 1, how much of a question one place in it supports.

    A place is a sentence with its neighbours; the words of the question count by their rarity.
    For a question without such words it is 1.
    """
    groups = group_content_pieces(question, encoded.offsets)
    if not groups or not len(passages):
        return np.ones(len(passages), dtype=np.float32)
    weights = interaction.relative_weights(encoded.pieces)
    word_weights = np.array([weights[pieces].sum() for pieces in groups], dtype=np.float32)
    if not (total := word_weights.sum()):
        return np.ones(len(passages), dtype=np.float32)
    matches = interaction.match(encoded, passages)
    words = np.stack([matches.values[pieces].mean(axis=0) for pieces in groups])
    supported = (word_weights / total) @ _include_neighbours(words, matches)
    best: Vectors = np.maximum.reduceat(supported, matches.firsts)
    return best


def group_content_pieces(question: str, offsets: NDArray[np.int32]) -> list[NDArray[np.int64]]:
    """Return the places of the word pieces of each word of a question that names something."""
    groups = (
        np.flatnonzero((offsets[:, 0] < match.end()) & (offsets[:, 1] > match.start()))
        for match in _WORD.finditer(question)
        if _GENITIVE.sub("", match[0]).casefold() not in FUNCTION_WORDS | _FORM_WORDS
    )
    return [pieces for pieces in groups if len(pieces)]


def _include_neighbours(words: Vectors, matches: Matches) -> Vectors:
    """Return the match of each word in each sentence, or at a discount in the next to it."""
    best = words.copy()
    if words.shape[1] < 2:
        return best
    is_first = np.zeros(words.shape[1], dtype=bool)
    is_first[matches.firsts] = True
    discounted = np.float32(_NEIGHBOUR_DISCOUNT) * words
    before, after = discounted[:, :-1].copy(), discounted[:, 1:].copy()
    before[:, is_first[1:]] = 0
    after[:, is_first[1:]] = 0
    best[:, 1:] = np.maximum(best[:, 1:], before)
    best[:, :-1] = np.maximum(best[:, :-1], after)
    return best
