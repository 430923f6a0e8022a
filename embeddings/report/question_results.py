"""How an index answers questions: the figures by kind of question, and the worst answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from embeddings.answering.answerer import Answerer
from embeddings.evaluation.comparison import Failure, failures
from embeddings.evaluation.evaluate import DEPTH, Figures, Question, Result, alone, ask, figures

Track = Callable[[Sequence[Question]], Iterable[Question]]
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
        return sorted(failures(self.results), key=_rank_failure, reverse=True)


def measure_answers(
    questions: Sequence[Question], answerer: Answerer, track: Track
) -> QuestionResults:
    """Ask the questions, and the follow-up questions once more without those before them."""
    results = ask(track(questions), answerer)
    follow_ups = alone(questions)
    alone_figures = figures(ask(track(follow_ups), answerer)) if follow_ups else []
    return QuestionResults(tuple(results), tuple(figures(results)), tuple(alone_figures))


def _rank_failure(failure: Failure) -> tuple[int, int]:
    """Return a sort key: the number of problems, then how far down the right passage is."""
    return len(failure.problems), failure.asked.rank or DEPTH + 1
