"""How questions about a text are answered: figures by kind, and the answers that are worst."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from embeddings.answering.answerer import Answerer
from embeddings.evaluation.comparison import Failure, failures
from embeddings.evaluation.evaluate import DEPTH, Figures, Question, Result, alone, ask, figures

Draw = Callable[[Sequence[Question]], Iterable[Question]]
"""Yields questions as they are asked, and may show how far it has come."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of questions; `alone` are the figures of those that follow on others, without."""

    asked: tuple[Result, ...]
    figures: tuple[Figures, ...]
    alone: tuple[Figures, ...]

    @property
    def worst(self) -> list[Failure]:
        """The questions that are not answered as they should be, the worst first."""
        return sorted(failures(self.asked), key=_badness, reverse=True)


def measured(questions: Sequence[Question], answerer: Answerer, draw: Draw) -> Measured:
    """Ask questions, those that follow on others once more without those."""
    asked = ask(draw(questions), answerer)
    by_itself = alone(questions)
    found = figures(ask(draw(by_itself), answerer)) if by_itself else []
    return Measured(tuple(asked), tuple(figures(asked)), tuple(found))


def _badness(one: Failure) -> tuple[int, int]:
    """Return how much is wrong with an answer, and how far down the right passage is."""
    return len(one.problems), one.asked.rank or DEPTH + 1
