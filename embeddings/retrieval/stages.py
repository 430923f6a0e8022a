"""The scoring stages of a search, and the weight of each."""

from collections.abc import Callable
from dataclasses import dataclass

from embeddings.files.arrays import IntArray
from embeddings.index.index import Index
from embeddings.models.encoder import Encoded, Vectors
from embeddings.retrieval.late_interaction import LateInteraction, Rescorer


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready for searching: spelling and names normalised, and its encoding.

    `second` is its encoding by a second model, None in an index of one.
    """

    words: str
    encoded: Encoded
    second: Encoded | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages of an index, by number, that are to be rescored for a query.

    `sentence_scores` are the first stage's: the similarity of each passage's nearest sentence.
    `second` is late interaction with a second model, None in an index of one.
    """

    index: Index
    rescorer: Rescorer
    query: Query
    passages: IntArray
    sentence_scores: Vectors
    second: LateInteraction | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A way to score candidates, and its weight in the sum of all stages."""

    name: str
    weight: float
    scores: Callable[[Candidates], Vectors]


def score_match(candidates: Candidates) -> Vectors:
    """Return the rescorer's score: late interaction, unless a cross-encoder replaces it."""
    query = candidates.query
    return candidates.rescorer.rescore(query.words, query.encoded, candidates.passages)


def score_words(candidates: Candidates) -> Vectors:
    """Return the BM25 score of each candidate's best sentence."""
    return candidates.index.score_words(candidates.query.words, candidates.passages)


def score_length(candidates: Candidates) -> Vectors:
    """Return the logarithm of each candidate's length: a longer passage has more to match."""
    return candidates.index.sentences.log_lengths[candidates.passages]


STAGES = (
    Stage("match", 40.0, score_match),
    Stage("lexical", 8.0, score_words),
    Stage("sentences", 6.0, lambda candidates: candidates.sentence_scores),
    Stage("length", -1.0, score_length),
)
"""All stages.

Their weights were learned on half of SQuAD's articles, rounded, and confirmed on the other half.
"""

SPELLING = "spelling"
"""Name of the correction of misspelt words, which can be left out like a stage."""

STAGE_NAMES = (*(stage.name for stage in STAGES), SPELLING)
"""What `evaluate --ablate` leaves out, one at a time."""
