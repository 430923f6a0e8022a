"""A question in, hits out: candidates, fusion, and each candidate against the question again."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.files.arrays import Numbers
from embeddings.index.index import Index
from embeddings.models.encoder import Encoded, Encoder, Vectors, ignore_progress
from embeddings.retrieval.calibration import Calibration
from embeddings.retrieval.late_interaction import LateInteraction, Rescorer
from embeddings.retrieval.spelling import Spelling
from embeddings.retrieval.stages import SPELLING, STAGES, Candidates, Query
from embeddings.text.synonyms import Synonyms
from embeddings.types import Hit

_WORD = re.compile(r"[^\W\d_]{2,}|\b\d{3,}\b")

_BEGINNINGS = ("▁", "Ġ")

ROWS = 400
"""Vectors that the first stage returns; a passage none of whose is among them has the last's."""

LONGEST = 500
"""Words of a question that are read; a model's window holds fewer."""

CANDIDATES = 40
"""Passages that are scored again, if no more are asked for."""

SAID = 15.0
"""What about three rare words say; what a question says less is taken from what was before it."""

SAID_ENOUGH = 10.0
"""The same, where it is judged whether a passage answers and not which does so best."""

CANDIDATES_MEANT = 30
"""Passages that are scored again for each wording of a question that follows on another."""

RAISED = (3.0, 1.8, 1.1, 0.7, 0.4)
"""What passages gain that the one shown before points to, the first of them most."""


@dataclass(frozen=True, slots=True)
class FollowUpQuery:
    """A question, and wordings that hold what was asked before it, of which one is meant.

    `own` is the share that its own words have at most; `raised`, the numbers of passages that
    what was shown before points to.
    """

    asked: Query
    wordings: Sequence[Query]
    own: float
    raised: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class FollowUpHits:
    """What was found by a question's own words and the best of its wordings, weighed.

    `at` is the place of that wording, `sure` how probable an answer is among the passages.
    """

    hits: tuple[Hit, ...]
    at: int
    sure: float


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates with their scores, best first; numbers are of passages."""

    passages: Numbers
    scores: Vectors


class Retriever:
    """Searches the passages of one index with the model it was built with.

    Stages can be left out by their names, to see what they bring.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        calibration: Calibration,
        rescorer: Rescorer | None = None,
        without: Collection[str] = (),
    ) -> None:
        self.index, self.encoder, self.calibration = index, encoder, calibration
        self.late = late_interaction(index)
        self.rescorer = rescorer or self.late
        self.without = frozenset(without)
        self.stages = [stage for stage in STAGES if stage.name not in self.without]
        self.folding = Synonyms(index.concordance.names)
        self.spelling = Spelling(index.words, whole_words(encoder))

    def retrieve(self, asked: Query, limit: int) -> list[Hit]:
        """Return at most `limit` hits, best first; a score is the probability that it answers."""
        found = self.search(asked, max(limit, CANDIDATES))
        return self._hits(found.passages, found.scores, limit)

    def retrieve_meant(self, meanings: FollowUpQuery, limit: int) -> FollowUpHits:
        """Return at most `limit` hits that fit both a question's own words and a wording.

        The fewer and the commoner its own words are, the less they weigh.
        """
        raised = np.array(meanings.raised[: len(RAISED)], dtype=np.int64)
        every = (meanings.asked, *meanings.wordings)
        candidates, (alone, *others) = self._scored_each(every, raised)
        said = float(self.index.weights[meanings.asked.encoded.pieces].sum())
        share, strict = (meanings.own * min(1.0, said / full) for full in (SAID, SAID_ENOUGH))
        weighed = [_weighed(alone, one, share) for one in others]
        at = max(range(len(weighed)), key=lambda place: float(weighed[place].max()))
        found = weighed[at].copy()
        found[np.searchsorted(candidates, raised)] += RAISED[: len(raised)]
        order = np.argsort(-found, kind="stable")
        sure = self.calibration.probability(float(_weighed(alone, others[at], strict).max()))
        return FollowUpHits(tuple(self._hits(candidates[order], found[order], limit)), at, sure)

    def marked(self, asked: Query, hits: Iterable[Hit]) -> list[Hit]:
        """Return hits with the sentence closest to the question; marked ones stay as they are."""
        every, sentences = list(hits), self.index.sentences
        open_ = [at for at, hit in enumerate(every) if hit.closest is None]
        numbers = np.array([self._numbers[every[at].passage.start] for at in open_], dtype=np.int64)
        own = [sentences.own(int(number)) for number in numbers]
        places = self.late.best_sentences(asked.encoded, numbers, own)
        for at, number, place in zip(open_, numbers, places, strict=True):
            every[at] = replace(every[at], closest=sentences.span(int(number), place))
        return every

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The number of each passage, by where it begins."""
        return {one.start: at for at, one in enumerate(self.index.concordance.passages)}

    def understands(self, question: str) -> bool:
        """Say whether a mended question has a word in it that is one, in any form, or a year."""
        return any(
            self.spelling.knows(word)
            for word in _WORD.findall(question)
            if not word.isdecimal() or word in self.index.words
        )

    def ask(self, question: str) -> Query:
        """Return a question as it is searched."""
        words = self._worded(question)
        return Query(words, self.encoder.encode(words))

    def ask_all(self, questions: Iterable[str], known: Mapping[str, Encoded]) -> list[Query]:
        """Return many questions as they are searched; wordings that are known are not encoded."""
        worded = [self._worded(question) for question in questions]
        new = [words for words in dict.fromkeys(worded) if words not in known]
        made = zip(new, self.encoder.encode_all(new, ignore_progress), strict=True)
        encoded = {**known, **dict(made)}
        return [Query(words, encoded[words]) for words in worded]

    def _worded(self, question: str) -> str:
        """Return the words of a question that are searched, mended and folded."""
        words = self.folding.fold(" ".join(question.split()[:LONGEST]))
        if SPELLING not in self.without:
            words = self.folding.fold(self.spelling.mend(words))
        return words

    def search(self, asked: Query, count: int = CANDIDATES) -> Scored:
        """Return so many candidates, scored by all stages, best first."""
        first = self._first_stage(asked)
        candidates = best(fused(first), count)
        scores = self._scores(asked, candidates, first["sentences"])
        order = np.argsort(-scores, kind="stable")
        return Scored(candidates[order], scores[order])

    def _hits(self, numbers: Numbers, scores: Vectors, limit: int) -> list[Hit]:
        """Return the first of some passages with their probabilities."""
        passages, probability = self.index.concordance.passages, self.calibration.probability
        return [
            Hit(passages[number], probability(float(score)))
            for number, score in zip(numbers[:limit], scores[:limit], strict=True)
        ]

    def _scored_each(self, every: Sequence[Query], more: Numbers) -> tuple[Numbers, list[Vectors]]:
        """Return the candidates of several questions, and some more, and how each scores them."""
        first = [self._first_stage(one) for one in every]
        nearest = (best(fused(one), CANDIDATES_MEANT) for one in first)
        candidates = np.unique(np.concatenate([*nearest, more]))
        scores = [
            self._scores(asked, candidates, one["sentences"])
            for asked, one in zip(every, first, strict=True)
        ]
        return candidates, scores

    def _first_stage(self, asked: Query) -> dict[str, Vectors]:
        """Return, for all passages, their scores by their sentences and by their words."""
        count = len(self.index.concordance.passages)
        scores, rows = self.index.nearest.search(asked.encoded.vector, ROWS)
        found = {
            "sentences": _by_passage(self.index.rows.owners[rows], scores, count),
            "lexical": self.index.lexical.scores(asked.words),
        }
        return {
            name: np.zeros_like(scores) if name in self.without else scores
            for name, scores in found.items()
        }

    def _scores(self, asked: Query, candidates: Numbers, sentences: Vectors) -> Vectors:
        """Return the weighted sum of what each stage says of the candidates."""
        scored = Candidates(self.index, self.rescorer, asked, candidates, sentences[candidates])
        total = np.zeros(len(candidates), dtype=np.float32)
        for stage in self.stages:
            total += np.float32(stage.weight) * stage.scores(scored)
        return total


def late_interaction(index: Index) -> LateInteraction:
    """Return late interaction with the token vectors of an index."""
    sentences = index.sentences
    return LateInteraction(index.tokens, sentences.firsts, sentences.starts, index.weights)


def _weighed(own: Vectors, other: Vectors, share: float) -> Vectors:
    """Return scores of which a share are a question's own."""
    return np.float32(share) * own + np.float32(1 - share) * other


def fused(first: dict[str, Vectors]) -> Vectors:
    """Return the sum of scores, each brought to the range from 0 to 1 over all passages."""
    total: Vectors = np.sum([_normalised(found) for found in first.values()], axis=0)
    return total


def best(scores: Vectors, count: int) -> Numbers:
    """Return the numbers of the highest scores, in no order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


def _normalised(scores: Vectors) -> Vectors:
    low, high = scores.min(initial=np.inf), scores.max(initial=-np.inf)
    scaled: Vectors = (scores - low) / max(float(high - low), 1e-6)
    return scaled


def _by_passage(owners: NDArray[np.int32], scores: Vectors, passages: int) -> Vectors:
    """Return each passage's best score; of those that are not among the rows, the last's."""
    last = scores.min() if len(scores) >= ROWS else 0.0
    found = np.full(passages, last, dtype=np.float32)
    np.maximum.at(found, owners, scores)
    return found


def whole_words(encoder: Encoder) -> list[str]:
    """Return the words that are one piece to a model, in lower case and in its order.

    Where pieces that begin a word are marked, as SentencePiece and byte-level models do,
    the others are parts of words.
    """
    pieces = encoder.vocabulary()
    begun = [piece[1:] for piece in pieces if piece[:1] in _BEGINNINGS]
    return [piece.lower() for piece in begun or pieces if piece.isalpha()]
