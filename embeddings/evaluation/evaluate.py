"""Questions with what is right, asked one after another, and each answer judged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.errors import SourceError
from embeddings.lookup.locator import parse_asked_pages
from embeddings.readers import decode
from embeddings.types import Answer, Citation, Document, EarlierTurn, Passage, ShownPassage, Span

MAX_RANK = 10
"""Passages asked for, as many as MRR@10 needs."""

META = "meta"
"""The kind of a question about the text itself, which is answered by an account of it."""

ABOUT = "about"
"""The outcome of an answer that tells of the text itself."""

UNANSWERABLE_KINDS = frozenset(
    "near absent-name far talk language chitchat noise page-absent no-answer".split()
)
"""Kinds of questions that a text does not answer; so are those that begin `unanswerable-`."""


class Answering(Protocol):
    """Anything that answers a question with passages, best first."""

    def answer(self, question: str, limit: int, /, before: EarlierTurn | None = None) -> Answer:
        """Answer a question with at most `limit` passages; `before` is the turn it follows on."""
        ...


class EvaluationQuestion(BaseModel):
    """A question, the paragraphs that answer it, and the pages that their passage must cite.

    `before` is the question that it follows on, `document` the text that it is about. Without
    paragraphs, the text does not answer it, whatever its kind. `sentences` are those of its
    paragraph that answer it, where they are known.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str
    id: str | int | None = None
    kind: str = "question"
    paragraphs: frozenset[int] = frozenset()
    pages: tuple[str, ...] = ()
    before: str | None = None
    document: str | None = None
    sentences: tuple[str, ...] = ()

    @property
    def is_meta(self) -> bool:
        """Return whether it asks about the text itself."""
        return self.kind == META

    @property
    def is_declared(self) -> bool:
        """Return whether it says, by its paragraphs or its kind, if the text answers it."""
        by_kind = self.kind in UNANSWERABLE_KINDS or self.kind.startswith("unanswerable-")
        return "paragraphs" in self.model_fields_set or by_kind or self.is_meta


@dataclass(frozen=True, slots=True)
class Result:
    """A question and how it was answered: the paragraphs of each passage found, best first.

    `rank` is that of the first right passage, None if none is found, whether or not it is sure
    enough to be shown; `first` is the first passage, and `score` its probability. `marked` is
    whether the first right passage has a sentence highlighted that answers.
    """

    question: EvaluationQuestion
    shown: tuple[tuple[int, ...], ...]
    rank: int | None
    pages_right: bool
    answered: bool
    first: Passage | None = None
    score: float | None = None
    outcome: str | None = None
    marked: bool = False

    @property
    def answerable(self) -> bool:
        """Return whether the text answers the question."""
        return bool(self.question.paragraphs)

    @property
    def unanswerable(self) -> bool:
        """Return whether the question is to be refused; one about the text itself is not."""
        return not self.answerable and not self.question.is_meta

    @property
    def is_misjudged(self) -> bool:
        """Return whether it was answered or refused where the other was right."""
        if self.question.is_meta:
            return self.outcome != ABOUT
        return self.answered != self.answerable


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure: its name, its name in tables, which results count, and their values."""

    name: str
    label: str
    counts: Callable[[Result], bool]
    value: Callable[[Result], float]


def _hit_at(depth: int) -> Callable[[Result], float]:
    return lambda result: float(result.rank is not None and result.rank <= depth)


def _is_answerable(result: Result) -> bool:
    return result.answerable


def compute_reciprocal_rank(result: Result) -> float:
    """Return 1 / rank of the first right passage, or 0 if none is found."""
    return 1 / result.rank if result.rank else 0.0


RANK_METRICS = (
    Metric("hit_at_1", "hit@1", _is_answerable, _hit_at(1)),
    Metric("hit_at_3", "hit@3", _is_answerable, _hit_at(3)),
    Metric("hit_at_5", "hit@5", _is_answerable, _hit_at(5)),
    Metric("mrr_at_10", "MRR@10", _is_answerable, compute_reciprocal_rank),
)
"""The metrics of where the first right passage is ranked."""


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


def _judge(question: EvaluationQuestion, answer: Answer) -> Result:
    """Compare an answer with what the question says is right."""
    passages = [shown.passage for shown in answer.passages]
    ranked = enumerate(passages, 1)
    rank = next((place for place, passage in ranked if _is_right(passage, question)), None)
    return Result(
        question=question,
        shown=tuple(passage.paragraphs for passage in passages),
        rank=rank,
        pages_right=bool(rank)
        and all(_is_cited(page, passages, question) for page in question.pages),
        answered=answer.answered,
        first=passages[0] if passages else None,
        score=answer.passages[0].score if answer.passages else None,
        outcome=str(answer.outcome),
        marked=rank is not None and _is_marked(answer.passages[rank - 1], question),
    )


def _is_marked(shown: ShownPassage, question: EvaluationQuestion) -> bool:
    """Return whether a highlight touches a sentence that answers, in a right paragraph."""
    start = shown.passage.start
    marked = [Span(start + first, start + end) for first, end in shown.highlights]
    return any(
        sentence.touches(span)
        for number in question.paragraphs.intersection(shown.passage.paragraphs)
        for sentence in _find_sentences(shown.document, number, question.sentences)
        for span in marked
    )


def _find_sentences(document: Document, number: int, sentences: Iterable[str]) -> Iterator[Span]:
    """Yield the places of the sentences that a paragraph has, in the whole text."""
    paragraph = document.paragraphs[number - 1]
    for sentence in sentences:
        at = document.text.find(sentence, paragraph.start, paragraph.end)
        if at >= 0:
            yield Span(at, at + len(sentence))


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
