"""The scoring stages of a search, and the weight of each."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from embeddings.concordance.highlights import match_form
from embeddings.files.arrays import IntArray
from embeddings.index.index import Index
from embeddings.models.encoder import Encoded, Vectors
from embeddings.retrieval import support
from embeddings.retrieval.late_interaction import LateInteraction, Rescorer

MIN_SUPPORT = 0.56
"""Share of a question for a fact that one place has to support."""

LACK_WEIGHT = 100.0
"""What is taken off all scores of a question for each unit of its lack of support."""

_SUPPORTING_PASSAGES = 3

_FACTS = frozenset("year date number age duration place size price".split())


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
    `second` is late interaction with a second model, None in an index of one. `names` are the
    text's, in lower case, and `fold` puts a name in place of its others.
    """

    index: Index
    interaction: LateInteraction
    rescorer: Rescorer
    query: Query
    passages: IntArray
    sentence_scores: Vectors
    second: LateInteraction | None = None
    names: frozenset[str] = frozenset()
    fold: Callable[[str], str] = str

    def read(self, number: int) -> str:
        """Return the words of a passage and of what introduces it, with names folded."""
        concordance = self.index.concordance
        passage = concordance.passages[number]
        start = passage.context.start if passage.context else passage.start
        return self.fold(concordance.document.text[start : passage.end])

    @property
    def zeros(self) -> Vectors:
        """The scores of a stage that has nothing to say."""
        return np.zeros(len(self.passages), dtype=np.float32)

    @property
    def best_model(self) -> tuple[LateInteraction, Encoded]:
        """Late interaction by the larger model, and the question as that model reads it."""
        if self.second is not None and self.query.second is not None:
            return self.second, self.query.second
        return self.interaction, self.query.encoded


@dataclass(frozen=True, slots=True)
class Stage:
    """A way to score candidates, and its weight in the sum of all stages.

    `weight` is for an index of two models, `weight_alone` for one of one.
    """

    name: str
    weight: float
    weight_alone: float
    scores: Callable[[Candidates], Vectors]


def score_match(candidates: Candidates) -> Vectors:
    """Return the rescorer's score: late interaction, unless a cross-encoder replaces it."""
    query = candidates.query
    return candidates.rescorer.rescore(query.words, query.encoded, candidates.passages)


def score_second_match(candidates: Candidates) -> Vectors:
    """Return the score by late interaction with the second model."""
    query = candidates.query
    if candidates.second is None or query.second is None:
        return candidates.zeros
    return candidates.second.rescore(query.words, query.second, candidates.passages)


def score_meaning(candidates: Candidates) -> Vectors:
    """Return the similarity of the question to the mean of each passage by the second model."""
    second, encoded = candidates.index.second, candidates.query.second
    if second is None or encoded is None:
        return candidates.zeros
    similarities: Vectors = second.means[candidates.passages] @ encoded.vector
    return similarities


def measure_lack(candidates: Candidates, totals: Vectors) -> float:
    """Return how much less than enough any place in the best passages supports a question.

    A date near a word of a question for a date is no answer: it has to be that of its subject
    and verb. 0 where enough is supported, and for questions that ask for no fact of this kind.
    """
    form = match_form(candidates.query.words)
    if form is None or form.name not in _FACTS or not len(totals):
        return 0.0
    best = candidates.passages[np.argsort(-totals, kind="stable")[:_SUPPORTING_PASSAGES]]
    interaction, encoded = candidates.best_model
    question = support.ModelQuestion(candidates.query.words, encoded, candidates.names)
    texts = [candidates.read(number) for number in best.tolist()]
    supported = support.score_support(interaction, question, best, texts)
    return max(0.0, MIN_SUPPORT - float(supported.max()))


def score_asked(candidates: Candidates) -> Vectors:
    """Return 1 where the best sentence clearly has the kind of thing asked for: a date, a place.

    It is 0.5 where it may have one, and 0 for a question of no such kind.
    """
    form = match_form(candidates.query.words)
    if form is None:
        return candidates.zeros
    sentences, document = candidates.index.sentences, candidates.index.concordance.document
    interaction, encoded = candidates.best_model
    own = [sentences.own(number) for number in candidates.passages.tolist()]
    best = interaction.best_sentences(encoded, candidates.passages, own)
    scores = candidates.zeros
    for place, (number, sentence) in enumerate(zip(candidates.passages, best, strict=True)):
        span = sentences.span(int(number), sentence)
        words = document.text[span.start : span.end]
        clear = [possible.clear for possible in form.candidates(candidates.query.words, words)]
        scores[place] = 1.0 if any(clear) else 0.5 * bool(clear)
    return scores


def score_words(candidates: Candidates) -> Vectors:
    """Return the BM25 score of each candidate's best sentence."""
    return candidates.index.score_words(candidates.query.words, candidates.passages)


def score_length(candidates: Candidates) -> Vectors:
    """Return the logarithm of each candidate's length: a longer passage has more to match."""
    return candidates.index.sentences.log_lengths[candidates.passages]


STAGES = (
    Stage("match", 13.7, 29.2, score_match),
    Stage("second-match", 23.6, 0.0, score_second_match),
    Stage("meaning", 7.5, 0.0, score_meaning),
    Stage("sentences", 3.7, 9.2, lambda candidates: candidates.sentence_scores),
    Stage("lexical", 2.6, 2.2, score_words),
    Stage("asked", 1.0, 1.0, score_asked),
    Stage("length", -0.27, -0.67, score_length),
)
"""The stages whose scores are added up; `python -m tests.benchmarks.weights` learns the weights."""

SUPPORT = "support"
"""Name of the lack of support that is taken off the sum."""

SPELLING = "spelling"
"""Name of the correction of misspelt words, which can be left out like a stage."""

STAGE_NAMES = (*(stage.name for stage in STAGES), SUPPORT, SPELLING)
"""What `evaluate --ablate` leaves out, one at a time."""
