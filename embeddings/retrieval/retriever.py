"""From a question to hits: two first-stage searches, fused, and their candidates rescored."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from embeddings.files.arrays import IntArray
from embeddings.index.index import Index
from embeddings.models.encoder import Vectors
from embeddings.models.encoder_pair import EncoderPair
from embeddings.retrieval.calibration import Calibration
from embeddings.retrieval.first_stage import (
    MAX_SENTENCES,
    fuse_scores,
    score_by_sentences,
    select_best,
)
from embeddings.retrieval.late_interaction import (
    Rescorer,
    make_late_interaction,
    make_second_interaction,
)
from embeddings.retrieval.question_names import QuestionNames
from embeddings.retrieval.spelling import Spelling, list_whole_words
from embeddings.retrieval.stages import (
    LACK_WEIGHT,
    SPELLING,
    STAGES,
    SUPPORT,
    Candidates,
    Query,
    measure_lack,
)
from embeddings.retrieval.vocabulary import Vocabulary
from embeddings.text.entities import extract_words
from embeddings.text.words import Synonyms, unify_forms
from embeddings.types import Hit

_WORD = re.compile(r"[^\W\d_]{2,}|\b\d{3,}\b")

MAX_QUESTION_WORDS = 500
"""Words of a question that are read; a model's window holds fewer."""

MIN_CANDIDATES = 40
"""Second-stage size: passages that are rescored, unless the caller asks for more hits."""

MAX_CANDIDATES_PER_WORDING = 30
"""Second-stage limit for each wording of a follow-up question."""

FULL_RARITY = 15.0
"""Summed weight of a question's word pieces, about three rare words, that carries it in full.

The own words of a follow-up with less count for proportionally less in the ranking.
"""

BOOSTS = (4.5, 2.7, 1.6, 1.0, 0.6)
"""Added to the scores of the passages that a follow-up points to, in their order."""


@dataclass(frozen=True, slots=True)
class FollowUpQuery:
    """A question, and rewrites of it that include what was asked before.

    `own_weight` is the largest share in a score of the question's own words; the rest is that
    of a rewrite. `boosted` are numbers of passages that the previous answer points to.
    """

    query: Query
    rewrites: Sequence[Query]
    own_weight: float
    boosted: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class FollowUpHits:
    """Hits for a question combined with the best of its rewrites.

    `rewrite` is the place of that rewrite in the query, `probability` that of an answer.
    """

    hits: tuple[Hit, ...]
    rewrite: int
    probability: float


@dataclass(frozen=True, slots=True)
class ScoredPassages:
    """Numbers of passages with their scores, best first."""

    passages: IntArray
    scores: Vectors


class Retriever:
    """Searches the passages of an index with the one or two models that it was built with.

    Stages named in `without` are left out, so that their contribution can be measured.
    """

    def __init__(
        self,
        index: Index,
        encoders: EncoderPair,
        calibration: Calibration,
        rescorer: Rescorer | None = None,
        without: Collection[str] = (),
    ) -> None:
        self.index, self.encoders, self.calibration = index, encoders, calibration
        self.late_interaction = make_late_interaction(index)
        self.second_interaction = make_second_interaction(index)
        self.rescorer = rescorer or self.late_interaction
        self.without = frozenset(without)
        self.stages = [stage for stage in STAGES if stage.name not in self.without]
        self.synonyms = Synonyms(index.concordance.names)
        self.spelling = Spelling(index.words, list_whole_words(encoders.first))
        text = self.synonyms.fold(index.concordance.document.text)
        self.names = QuestionNames.of(text)
        self.vocabulary = _make_vocabulary(index, self.synonyms, text)

    def encode_query(self, question: str) -> Query:
        """Return a question ready for searching."""
        words = self._normalise_question(question)
        return Query(words, *self.encoders.encode(words))

    def _normalise_question(self, question: str) -> str:
        """Return the question, shortened, with synonyms folded and misspelt words corrected."""
        first = " ".join(question.split()[:MAX_QUESTION_WORDS])
        words = self.synonyms.fold(unify_forms(first))
        if SPELLING not in self.without:
            words = self.synonyms.fold(self.spelling.correct(words))
        return words

    def has_known_word(self, question: str) -> bool:
        """Return whether a corrected question has a known word in any form, or a known year."""
        return any(
            self.spelling.knows(word)
            for word in _WORD.findall(question)
            if not word.isdecimal() or word in self.index.words
        )

    def retrieve(self, query: Query, limit: int) -> list[Hit]:
        """Return at most `limit` hits, best first; their scores are probabilities of an answer."""
        ranking = self.search(query, max(limit, MIN_CANDIDATES))
        return self._make_hits(ranking.passages, ranking.scores, limit)

    def search(self, query: Query, count: int = MIN_CANDIDATES) -> ScoredPassages:
        """Return at most `count` passages with their scores by all stages, best first."""
        first_stage = self._search_first_stage(query)
        candidates = select_best(fuse_scores(first_stage), count)
        scores = self._rescore(query, candidates, first_stage["sentences"])
        order = np.argsort(-scores, kind="stable")
        return ScoredPassages(candidates[order], scores[order])

    def retrieve_follow_up(self, follow_up: FollowUpQuery, limit: int) -> FollowUpHits:
        """Return at most `limit` hits that fit both the question's own words and a rewrite.

        The fewer and the commoner its own words are, the less they weigh.
        """
        # score the same candidates by the question's own words and by each rewrite
        boosted = np.array(follow_up.boosted[: len(BOOSTS)], dtype=np.int64)
        queries = (follow_up.query, *follow_up.rewrites)
        candidates, (own, *rewritten) = self._score_all(queries, boosted)

        # choose the rewrite whose combination with the own words scores best
        rarity = float(self.index.weights[follow_up.query.encoded.pieces].sum())
        share = follow_up.own_weight * min(1.0, rarity / FULL_RARITY)
        combined = [_combine(own, scores, share) for scores in rewritten]
        best = max(range(len(combined)), key=lambda place: float(combined[place].max()))

        # boosts change the order of the hits, not the probability that there is an answer
        ranking = combined[best].copy()
        ranking[np.searchsorted(candidates, boosted)] += BOOSTS[: len(boosted)]
        order = np.argsort(-ranking, kind="stable")
        hits = self._make_hits(candidates[order], ranking[order], limit)
        top_score = float(combined[best].max())
        return FollowUpHits(tuple(hits), best, self.calibration.probability(top_score))

    def mark_closest(self, query: Query, hits: Iterable[Hit]) -> list[Hit]:
        """Return the hits with their closest sentence set; those that have one are unchanged."""
        marked, sentences = list(hits), self.index.sentences
        unmarked = [place for place, hit in enumerate(marked) if hit.closest is None]
        starts = [marked[place].passage.start for place in unmarked]
        numbers = np.array([self._number_by_start[start] for start in starts], dtype=np.int64)
        own = [sentences.own(int(number)) for number in numbers]
        best = self.late_interaction.best_sentences(query.encoded, numbers, own)
        for place, number, sentence in zip(unmarked, numbers, best, strict=True):
            closest = sentences.span(int(number), sentence)
            marked[place] = replace(marked[place], closest=closest)
        return marked

    @cached_property
    def _number_by_start(self) -> dict[int, int]:
        passages = self.index.concordance.passages
        return {passage.start: number for number, passage in enumerate(passages)}

    def _make_hits(self, numbers: IntArray, scores: Vectors, limit: int) -> list[Hit]:
        """Return the first `limit` passages as hits, with probabilities for scores."""
        passages, probability = self.index.concordance.passages, self.calibration.probability
        return [
            Hit(passages[number], probability(float(score)))
            for number, score in zip(numbers[:limit], scores[:limit], strict=True)
        ]

    def _score_all(
        self, queries: Sequence[Query], additional: IntArray
    ) -> tuple[IntArray, list[Vectors]]:
        """Return the candidates of all queries and additional ones, and each query's scores.

        The candidates are passage numbers in ascending order. The first query leans on another.
        """
        first_stages = [self._search_first_stage(query) for query in queries]
        nearest = (
            select_best(fuse_scores(first_stage), MAX_CANDIDATES_PER_WORDING)
            for first_stage in first_stages
        )
        candidates = np.unique(np.concatenate([*nearest, additional]))
        scores = [
            self._rescore(query, candidates, first_stage["sentences"], complete=number > 0)
            for number, (query, first_stage) in enumerate(zip(queries, first_stages, strict=True))
        ]
        return candidates, scores

    def _search_first_stage(self, query: Query) -> dict[str, Vectors]:
        """Return the scores of all passages by sentence vectors and by BM25, named as stages."""
        count = len(self.index.concordance.passages)
        similarities, rows = self.index.sentence_vectors.search(query.encoded.vector, MAX_SENTENCES)
        first_stage = {
            "sentences": score_by_sentences(self.index.rows.owners[rows], similarities, count),
            "lexical": self.index.lexical.scores(query.words),
        }
        return {
            name: np.zeros_like(scores) if name in self.without else scores
            for name, scores in first_stage.items()
        }

    def _rescore(
        self, query: Query, numbers: IntArray, sentence_scores: Vectors, *, complete: bool = True
    ) -> Vectors:
        """Return the weighted sum of all stages' scores, less what no passage supports.

        A question that is not `complete` lacks its subject, which nothing can support.
        """
        candidates = Candidates(
            self.index,
            self.late_interaction,
            self.rescorer,
            query,
            numbers,
            sentence_scores[numbers],
            self.second_interaction,
            self.names.proper,
            self.synonyms.fold,
        )
        total = candidates.zeros
        for stage in self.stages:
            weight = stage.weight_alone if self.second_interaction is None else stage.weight
            if weight:
                total += np.float32(weight) * stage.scores(candidates)
        if complete and SUPPORT not in self.without:
            total -= np.float32(LACK_WEIGHT * measure_lack(candidates, total))
        return total


def _make_vocabulary(index: Index, synonyms: Synonyms, text: str) -> Vocabulary:
    """Return the words of a folded text and of the works that it cites: both may be asked about."""
    works = synonyms.fold("\n".join(work.reference for work in index.concordance.named_works()))
    return Vocabulary({*index.words, *extract_words(works)}, f"{text}\n{works}")


def _combine(own: Vectors, rewritten: Vectors, own_share: float) -> Vectors:
    return np.float32(own_share) * own + np.float32(1 - own_share) * rewritten
