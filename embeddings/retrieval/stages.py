"""The stages of a search: what each says of the candidates, and how much that counts."""

from collections.abc import Callable
from dataclasses import dataclass

from embeddings.files.arrays import Numbers
from embeddings.index.index import Index
from embeddings.models.encoder import Encoded, Vectors
from embeddings.retrieval.late_interaction import Rescorer


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched: mended and folded, and what the encoder makes of it."""

    words: str
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages of an index, by number, that are scored again for a query.

    `nearest` is how close the nearest sentence of each is, as the first stage found it.
    """

    index: Index
    rescorer: Rescorer
    query: Query
    passages: Numbers
    nearest: Vectors


@dataclass(frozen=True, slots=True)
class Stage:
    """A score of candidates, and the weight that it has in their sum."""

    name: str
    weight: float
    scores: Callable[[Candidates], Vectors]


def score_match(candidates: Candidates) -> Vectors:
    """Return how well each word of the query is matched: late interaction, or what replaces it."""
    query = candidates.query
    return candidates.rescorer.rescore(query.words, query.encoded, candidates.passages)


def score_words(candidates: Candidates) -> Vectors:
    """Return the BM25 score of each candidate's best sentence."""
    return candidates.index.best_words(candidates.query.words, candidates.passages)


def score_length(candidates: Candidates) -> Vectors:
    """Return the logarithm of each candidate's length: a long passage has more to match."""
    return candidates.index.sentences.lengths[candidates.passages]


STAGES = (
    Stage("match", 40.0, score_match),
    Stage("lexical", 8.0, score_words),
    Stage("sentences", 6.0, lambda candidates: candidates.nearest),
    Stage("length", -1.0, score_length),
)
"""All of them; the weights were learned on half of SQuAD's articles, rounded, held on the rest."""

SPELLING = "spelling"
"""What can be left out besides: that misspelt words are mended before they are searched."""

STAGE_NAMES = (*(stage.name for stage in STAGES), SPELLING)
"""What `evaluate --ablate` leaves out, one after the other."""
