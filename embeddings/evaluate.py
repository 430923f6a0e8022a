"""Questions in, figures out: hit@k, MRR@10, pages, refusals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.answer import Answerer
from embeddings.errors import SourceError
from embeddings.locator import pages_asked
from embeddings.readers import decode
from embeddings.types import Answer, Citation, Passage

DEPTH = 10
"""Passages asked for, so that MRR@10 can be told."""


class Question(BaseModel):
    """A question, the paragraphs that answer it, and the pages its passage must cite."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str
    kind: str = "question"
    paragraphs: frozenset[int] = frozenset()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one kind of question; shares, None where no question counts for one."""

    kind: str
    questions: int
    hit_at_1: float | None
    hit_at_3: float | None
    mrr_at_10: float | None
    pages_right: float | None
    refused: float


@dataclass(frozen=True, slots=True)
class _Result:
    question: Question
    rank: int | None
    pages_right: bool
    answered: bool


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


def evaluate(questions: Iterable[Question], answerer: Answerer) -> list[Figures]:
    """Ask every question and return the figures by kind, and over all that can be answered."""
    results = [_result(one, answerer.answer(one.question, DEPTH)) for one in questions]
    kinds = dict.fromkeys(result.question.kind for result in results)
    by_kind = [
        _figures(kind, [one for one in results if one.question.kind == kind]) for kind in kinds
    ]
    answerable = [one for one in results if one.question.paragraphs]
    others = [one for one in results if not one.question.paragraphs]
    totals = [("all answerable", answerable), ("all unanswerable", others)]
    return by_kind + [_figures(name, group) for name, group in totals if group]


def _result(question: Question, answer: Answer) -> _Result:
    passages = [shown.passage for shown in answer.shown]
    rank = next((at for at, one in enumerate(passages, 1) if _right(one, question)), None)
    pages = bool(rank) and all(_cited(page, passages, question) for page in question.pages)
    return _Result(question, rank, pages, answer.answered)


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


def _figures(kind: str, results: list[_Result]) -> Figures:
    answerable = [one for one in results if one.question.paragraphs]
    paged = [one for one in answerable if one.question.pages]
    return Figures(
        kind,
        len(results),
        _share(answerable, lambda one: float(one.rank == 1)),
        _share(answerable, lambda one: float(one.rank is not None and one.rank <= 3)),
        _share(answerable, lambda one: 1 / one.rank if one.rank else 0.0),
        _share(paged, lambda one: float(one.pages_right)),
        _share(results, lambda one: float(not one.answered)) or 0.0,
    )


def _share(results: list[_Result], value: Callable[[_Result], float]) -> float | None:
    return round(sum(map(value, results)) / len(results), 3) if results else None
