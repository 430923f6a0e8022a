"""From questions to figures: hit@k, MRR@10, pages and refusals, each with its interval."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.errors import SourceError
from embeddings.lookup.locator import parse_asked_pages
from embeddings.readers import decode
from embeddings.types import Answer, Citation, EarlierTurn, Passage

MAX_RANK = 10
"""Passages asked for, as many as MRR@10 needs."""

RESAMPLES = 1000
"""Bootstrap samples from which an interval is computed."""

_SEED = 0


class Answering(Protocol):
    """Anything that answers a question with passages, best first."""

    def answer(self, question: str, limit: int, /, before: EarlierTurn | None = None) -> Answer:
        """Answer a question with at most `limit` passages; `before` is the turn it follows on."""
        ...


class EvaluationQuestion(BaseModel):
    """A question, the paragraphs that answer it, and the pages that their passage must cite.

    `before` is the question that it follows on, `document` the text that it is about. Without
    paragraphs, the text does not answer it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str
    id: str | int | None = None
    kind: str = "question"
    paragraphs: frozenset[int] = frozenset()
    pages: tuple[str, ...] = ()
    before: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A question and how it was answered: the paragraphs of each passage shown, best first.

    `rank` is that of the first right passage, None if none is shown; `first` is the passage
    shown first.
    """

    question: EvaluationQuestion
    shown: tuple[tuple[int, ...], ...]
    rank: int | None
    pages_right: bool
    answered: bool
    first: Passage | None = None

    @property
    def answerable(self) -> bool:
        """Return whether the text answers the question."""
        return bool(self.question.paragraphs)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of questions, or the difference of two shares, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a group of questions; a figure that no question counts for is None."""

    kind: str
    questions: int
    hit_at_1: Share | None
    hit_at_3: Share | None
    hit_at_5: Share | None
    mrr_at_10: Share | None
    pages_right: Share | None
    refused: Share | None


@dataclass(frozen=True, slots=True)
class Metric:
    """A field of Figures: its name there and in tables, which results count, and their values."""

    name: str
    label: str
    counts: Callable[[Result], bool]
    value: Callable[[Result], float]


def _hit_at(depth: int) -> Callable[[Result], float]:
    return lambda result: float(result.rank is not None and result.rank <= depth)


def _is_answerable(result: Result) -> bool:
    return result.answerable


def compute_reciprocal_rank(result: Result) -> float:
    """Return 1 / rank of the first right passage, or 0 if none is shown."""
    return 1 / result.rank if result.rank else 0.0


RANK_METRICS = (
    Metric("hit_at_1", "hit@1", _is_answerable, _hit_at(1)),
    Metric("hit_at_3", "hit@3", _is_answerable, _hit_at(3)),
    Metric("hit_at_5", "hit@5", _is_answerable, _hit_at(5)),
    Metric("mrr_at_10", "MRR@10", _is_answerable, compute_reciprocal_rank),
)
"""The metrics of where the first right passage is ranked."""

METRICS = (
    *RANK_METRICS,
    Metric(
        "pages_right",
        "pages right",
        lambda result: result.answerable and bool(result.question.pages),
        lambda result: float(result.pages_right),
    ),
    Metric("refused", "refused", lambda _: True, lambda result: float(not result.answered)),
)
"""All metrics, in the order of the fields of Figures."""


def read_questions(path: Path) -> list[EvaluationQuestion]:
    """Read questions, one JSON object per line; raise SourceError at the first invalid line."""
    questions = []
    for number, line in enumerate(decode(path).split("\n"), 1):
        if line.strip():
            try:
                questions.append(EvaluationQuestion.model_validate_json(line))
            except ValidationError as error:
                problem = f"line {number} is no question ({error.errors()[0]['msg']})"
                remedy = 'give it at least {"question": "…"}'
                raise SourceError(path, problem, remedy) from error
    if not questions:
        raise SourceError(path, "holds no question", "give one JSON object a line")
    return questions


def ask_questions(questions: Iterable[EvaluationQuestion], answerer: Answering) -> list[Result]:
    """Ask all questions in order, each after the question that it follows on."""
    return [_judge(question, _ask_question(question, answerer)) for question in questions]


def drop_earlier_questions(questions: Iterable[EvaluationQuestion]) -> list[EvaluationQuestion]:
    """Return the follow-up questions without the questions that they follow on."""
    follow_ups = (question for question in questions if question.before is not None)
    return [question.model_copy(update={"before": None}) for question in follow_ups]


def select_questions_about(
    questions: Iterable[EvaluationQuestion], document: str
) -> list[EvaluationQuestion]:
    """Return the questions about a text, including those that name none."""
    return [question for question in questions if question.document in (None, document)]


def _ask_question(question: EvaluationQuestion, answerer: Answering) -> Answer:
    if question.before is None:
        return answerer.answer(question.question, MAX_RANK)
    before = EarlierTurn.of(answerer.answer(question.before, MAX_RANK))
    return answerer.answer(question.question, MAX_RANK, before=before)


def regrade(result: Result, numbers: Mapping[int, frozenset[int]]) -> Result:
    """Return a result with its rank where the right paragraphs have other numbers.

    `numbers` maps the paragraphs that the question names to those of the text that was asked.
    """
    right = frozenset().union(
        *(numbers.get(paragraph, ()) for paragraph in result.question.paragraphs)
    )
    ranked = enumerate(result.shown, 1)
    rank = next((place for place, shown in ranked if not right.isdisjoint(shown)), None)
    return replace(result, rank=rank)


def compute_figures(results: Sequence[Result]) -> list[Figures]:
    """Return the figures by kind, then those of all answerable and all unanswerable questions."""
    kinds = dict.fromkeys(result.question.kind for result in results)
    by_kind = [
        (kind, [result for result in results if result.question.kind == kind]) for kind in kinds
    ]
    return [compute_group(kind, group) for kind, group in (*by_kind, *group_totals(results))]


def group_totals(results: Iterable[Result]) -> Iterator[tuple[str, list[Result]]]:
    """Yield all answerable and all unanswerable questions with their names, unless empty."""
    all_results = list(results)
    for name, answerable in (("all answerable", True), ("all unanswerable", False)):
        if group := [result for result in all_results if result.answerable == answerable]:
            yield name, group


def compute_group(kind: str, results: Sequence[Result]) -> Figures:
    """Return the figures of one group of questions."""
    values = (
        [metric.value(result) for result in results if metric.counts(result)] for metric in METRICS
    )
    return Figures(kind, len(results), *map(estimate_share, values))


def estimate_share(values: Sequence[float]) -> Share | None:
    """Return the mean with its 95 % bootstrap interval, or None without values.

    The random numbers are fixed, so the same values give the same interval.
    """
    if not values:
        return None
    sample = np.asarray(values, dtype=float)
    places = np.random.default_rng(_SEED).integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.percentile(sample[places].mean(axis=1), (2.5, 97.5))
    ends = (sample.mean(), low, high)
    return Share(*(round(float(number), 3) + 0.0 for number in ends))  # + 0.0 turns -0.0 into 0.0


def _judge(question: EvaluationQuestion, answer: Answer) -> Result:
    """Compare an answer with what the question says is right."""
    passages = [shown.passage for shown in answer.shown]
    ranked = enumerate(passages, 1)
    rank = next((place for place, passage in ranked if _is_right(passage, question)), None)
    pages_right = bool(rank) and all(_is_cited(page, passages, question) for page in question.pages)
    shown = tuple(passage.paragraphs for passage in passages)
    first = passages[0] if passages else None
    return Result(question, shown, rank, pages_right, answer.answered, first)


def _is_right(passage: Passage, question: EvaluationQuestion) -> bool:
    return not question.paragraphs.isdisjoint(passage.paragraphs)


def _is_cited(page: str, passages: Iterable[Passage], question: EvaluationQuestion) -> bool:
    """Return whether a right passage cites a page, written `Work:first-last` or `Work:440n1`."""
    work, _, pages = page.rpartition(":")
    number, _, note = pages.partition("n")
    ranges = parse_asked_pages(number)
    wanted = (work, ranges[0][0], ranges[-1][1], note) if ranges else None
    return any(
        _make_key(citation) == wanted
        for passage in passages
        if _is_right(passage, question)
        for citation in passage.citations
    )


def _make_key(citation: Citation) -> tuple[object, ...]:
    note = "".join(filter(str.isdigit, citation.note or ""))
    return citation.work, citation.first_page, citation.last_page, note
