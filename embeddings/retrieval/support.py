"""How well the words of a question stand together in a passage: in a sentence and its neighbours.

A passage about somebody's brother's death matches “When did he die?” word by word, but no sentence
of it says both who and what.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import IntArray
from embeddings.models.encoder import Encoded, Vectors
from embeddings.retrieval.late_interaction import LateInteraction, Matches
from embeddings.text.words import FUNCTION_WORDS

_PRONOUN_MATCH = 0.6
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|him|them)\b", re.IGNORECASE)
_NEIGHBOUR_DISCOUNT = 0.9
"""Factor on a match in the sentence before or after the one scored."""

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_GENITIVE = re.compile(r"[’']s?$")
_UNSUPPORTED_WORDS = FUNCTION_WORDS | frozenset(
    "many much name type kind long old far year date time times first come comes happen happened "
    "happens called take took place people person get gets got gotten exactly really".split()
)
"""Words that name no subject, or tell what kind of thing is asked for: no answer needs them."""


@dataclass(frozen=True, slots=True)
class ModelQuestion:
    """A question as a model reads it, and its words that are names in the text, in lower case."""

    words: str
    encoded: Encoded
    names: frozenset[str] = frozenset()


def score_support(
    interaction: LateInteraction, question: ModelQuestion, passages: IntArray, texts: Sequence[str]
) -> Vectors:
    """Return for each passage, from 0 to 1, how much of a question one place in it supports.

    A place is a sentence with its neighbours; the words of the question count by their rarity. A
    name has to stand in the text of the passage, and a pronoun may stand for it: names are all
    alike to a model. For a question without such words the score is 1.
    """
    encoded = question.encoded
    words, groups = group_content_pieces(question.words, encoded.offsets)
    if not groups or not len(passages):
        return np.ones(len(passages), dtype=np.float32)
    weights = interaction.relative_weights(encoded.pieces)
    word_weights = np.array([weights[pieces].sum() for pieces in groups], dtype=np.float32)
    if not (total := word_weights.sum()):
        return np.ones(len(passages), dtype=np.float32)
    matches = interaction.match(encoded, passages)
    best_matches = np.stack([matches.values[pieces].mean(axis=0) for pieces in groups])
    best_matches = _include_neighbours(best_matches, matches)
    for row, word in enumerate(words):
        if word in question.names:
            present = np.array([_find_name(word, text) for text in texts], dtype=np.float32)
            best_matches[row] *= np.repeat(present, matches.counts)
    supported = (word_weights / total) @ best_matches
    best: Vectors = np.maximum.reduceat(supported, matches.firsts)
    return best


def group_content_pieces(
    question: str, offsets: NDArray[np.int32]
) -> tuple[list[str], list[NDArray[np.int64]]]:
    """Return the words of a question that name something, and where their word pieces are."""
    words, groups = [], []
    for match in _WORD.finditer(question):
        word = _GENITIVE.sub("", match[0]).casefold()
        pieces = np.flatnonzero((offsets[:, 0] < match.end()) & (offsets[:, 1] > match.start()))
        if word not in _UNSUPPORTED_WORDS and len(pieces):
            words.append(word)
            groups.append(pieces)
    return words, groups


def _find_name(name: str, text: str) -> float:
    """Return 1 where a text has a name, and less where a pronoun may stand for it."""
    if re.search(rf"(?<!\w){re.escape(name)}", text, re.IGNORECASE):
        return 1.0
    return _PRONOUN_MATCH if _PRONOUN.search(text) else 0.0


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
