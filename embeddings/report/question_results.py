"""How an index answers questions: the figures by kind of question, and the worst answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from embeddings.answering.answerer import Answerer
from embeddings.evaluation.comparison import Failure, list_failures
from embeddings.evaluation.evaluate import (
    MAX_RANK,
    EvaluationQuestion,
    Result,
    ask_questions,
    drop_earlier_questions,
)
from embeddings.evaluation.figures import Figures, compute_figures

Track = Callable[[Sequence[EvaluationQuestion]], Iterable[EvaluationQuestion]]
"""Yields questions as they are asked; it may show a progress bar."""


@dataclass(frozen=True, slots=True)
class QuestionResults:
    """The results of questions; `alone` are figures of follow-up questions asked by themselves."""

    results: tuple[Result, ...]
    figures: tuple[Figures, ...]
    alone: tuple[Figures, ...]

    @property
    def worst(self) -> list[Failure]:
        """The questions that were answered wrongly, the worst first."""
        return sorted(list_failures(self.results), key=_rank_failure, reverse=True)


def measure_answers(
    questions: Sequence[EvaluationQuestion], answerer: Answerer, track: Track
) -> QuestionResults:
    """Ask the questions, and the follow-up questions once more without those before them."""
    results = ask_questions(track(questions), answerer)
    follow_ups = drop_earlier_questions(questions)
    alone_figures = (
        compute_figures(ask_questions(track(follow_ups), answerer)) if follow_ups else []
    )
    return QuestionResults(tuple(results), tuple(compute_figures(results)), tuple(alone_figures))


def _rank_failure(failure: Failure) -> tuple[int, int]:
    """Return a sort key: the number of problems, then how far down the right passage is."""
    return len(failure.problems), failure.result.rank or MAX_RANK + 1
