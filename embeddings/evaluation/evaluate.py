"""Questions in, figures out: hit@k, MRR@10, pages, refusals, each with its interval."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.errors import SourceError
from embeddings.lookup.locator import pages_asked
from embeddings.readers import decode
from embeddings.types import Answer, Citation, EarlierTurn, Passage

DEPTH = 10
"""Passages asked for, so that MRR@10 can be told."""

RESAMPLES = 1000
"""Samples drawn with replacement, from which an interval is read."""

_SEED = 0


class Answering(Protocol):
    """Anything that answers a question with passages, best first."""

    def answer(self, question: str, limit: int, /, before: EarlierTurn | None = None) -> Answer:
        """Answer a question with at most `limit` passages, as it is meant after another."""
        ...


class Question(BaseModel):
    """A question, the paragraphs that answer it, and the pages its passage must cite.

    `before` is the question that it follows on; `document`, the text that it is asked of.
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
    """A question with what came of it: the paragraphs of each passage shown, best first.

    `rank` is that of the first right passage, None where none is among those shown; `first`,
    the passage that is shown first.
    """

    question: Question
    shown: tuple[tuple[int, ...], ...]
    rank: int | None
    pages_right: bool
    answered: bool
    first: Passage | None = None

    @property
    def answerable(self) -> bool:
        """Say whether the text answers the question."""
        return bool(self.question.paragraphs)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of questions, or a difference of two, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a group of questions; None where no question counts for one."""

    kind: str
    questions: int
    hit_at_1: Share | None
    hit_at_3: Share | None
    hit_at_5: Share | None
    mrr_at_10: Share | None
    pages_right: Share | None
    refused: Share | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A field of Figures: its name there and in a table, whom it counts, and as what."""

    name: str
    label: str
    counts: Callable[[Result], bool]
    value: Callable[[Result], float]


def _hit(depth: int) -> Callable[[Result], float]:
    return lambda one: float(one.rank is not None and one.rank <= depth)


def _answerable(one: Result) -> bool:
    return one.answerable


RANKED = (
    Measure("hit_at_1", "hit@1", _answerable, _hit(1)),
    Measure("hit_at_3", "hit@3", _answerable, _hit(3)),
    Measure("hit_at_5", "hit@5", _answerable, _hit(5)),
    Measure("mrr_at_10", "MRR@10", _answerable, lambda one: 1 / one.rank if one.rank else 0.0),
)
"""The fields of Figures that tell where the first right passage stands."""

MEASURES = (
    *RANKED,
    Measure(
        "pages_right",
        "pages right",
        lambda one: one.answerable and bool(one.question.pages),
        lambda one: float(one.pages_right),
    ),
    Measure("refused", "refused", lambda _: True, lambda one: float(not one.answered)),
)
"""The fields of Figures behind `questions`, in their order."""


def read(path: Path) -> list[Question]:
    """Read questions, one JSON object a line; raise SourceError naming the first that is none."""
    questions = []
    for number, line in enumerate(decode(path).split("\n"), 1):
        if line.strip():
            try:
                questions.append(Question.model_validate_json(line))
            except ValidationError as error:
                problem = f"line {number} is no question ({error.errors()[0]['msg']})"
                remedy = 'give it at least {"question": "…"}'
                raise SourceError(path, problem, remedy) from error
    if not questions:
        raise SourceError(path, "holds no question", "give one JSON object a line")
    return questions


def evaluate(questions: Iterable[Question], answerer: Answering) -> list[Figures]:
    """Ask every question and return the figures by kind, and over all that can be answered."""
    return figures(ask(questions, answerer))


def ask(questions: Iterable[Question], answerer: Answering) -> list[Result]:
    """Ask every question, in order; first the one that it follows on, where there is one."""
    return [_result(one, _answer(one, answerer)) for one in questions]


def alone(questions: Iterable[Question]) -> list[Question]:
    """Return the questions that follow on others, without those."""
    return [one.model_copy(update={"before": None}) for one in questions if one.before is not None]


def regraded(asked: Result, numbers: Mapping[int, frozenset[int]]) -> Result:
    """Return what came of a question, where the paragraphs that answer it go by other numbers."""
    right = frozenset().union(*(numbers.get(one, ()) for one in asked.question.paragraphs))
    rank = next((at for at, one in enumerate(asked.shown, 1) if not right.isdisjoint(one)), None)
    return replace(asked, rank=rank)


def about(questions: Iterable[Question], document: str) -> list[Question]:
    """Return the questions that are not asked of another text."""
    return [one for one in questions if one.document in (None, document)]


def _answer(question: Question, answerer: Answering) -> Answer:
    if question.before is None:
        return answerer.answer(question.question, DEPTH)
    before = EarlierTurn.of(answerer.answer(question.before, DEPTH))
    return answerer.answer(question.question, DEPTH, before=before)


def figures(asked: Sequence[Result]) -> list[Figures]:
    """Return the figures by kind, then over all answerable and over all other questions."""
    kinds = dict.fromkeys(one.question.kind for one in asked)
    by_kind = [(kind, [one for one in asked if one.question.kind == kind]) for kind in kinds]
    return [of_group(kind, group) for kind, group in (*by_kind, *totals(asked))]


def totals(asked: Iterable[Result]) -> Iterator[tuple[str, list[Result]]]:
    """Yield all answerable questions and all unanswerable ones, where there are any."""
    every = list(asked)
    for name, answerable in (("all answerable", True), ("all unanswerable", False)):
        if group := [one for one in every if one.answerable == answerable]:
            yield name, group


def of_group(kind: str, asked: Sequence[Result]) -> Figures:
    """Return the figures of one group of questions."""
    values = ([one.value(each) for each in asked if one.counts(each)] for one in MEASURES)
    return Figures(kind, len(asked), *map(share, values))


def share(values: Sequence[float]) -> Share | None:
    """Return a mean with its 95 % bootstrap interval; the same values give the same ends."""
    if not values:
        return None
    found = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(_SEED).integers(0, len(found), (RESAMPLES, len(found)))
    low, high = np.percentile(found[drawn].mean(axis=1), (2.5, 97.5))
    return Share(*(round(float(one), 3) + 0.0 for one in (found.mean(), low, high)))  # no -0.0


def _result(question: Question, answer: Answer) -> Result:
    passages = [shown.passage for shown in answer.shown]
    rank = next((at for at, one in enumerate(passages, 1) if _right(one, question)), None)
    pages = bool(rank) and all(_cited(page, passages, question) for page in question.pages)
    shown = tuple(one.paragraphs for one in passages)
    first = passages[0] if passages else None
    return Result(question, shown, rank, pages, answer.answered, first)


def _right(passage: Passage, question: Question) -> bool:
    return not question.paragraphs.isdisjoint(passage.paragraphs)


def _cited(page: str, passages: Iterable[Passage], question: Question) -> bool:
    """Say whether `Work:first-last`, or `Work:440n1`, is cited by a passage that is right."""
    work, _, pages = page.rpartition(":")
    number, _, note = pages.partition("n")
    asked = pages_asked(number)
    wanted = (work, asked[0][0], asked[-1][1], note) if asked else None
    return any(
        _row(one) == wanted
        for passage in passages
        if _right(passage, question)
        for one in passage.citations
    )


def _row(citation: Citation) -> tuple[object, ...]:
    note = "".join(filter(str.isdigit, citation.note or ""))
    return citation.work, citation.first_page, citation.last_page, note
