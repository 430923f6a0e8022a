"""What was asked a short while ago: for follow-ups, and for questions that are typed again."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from embeddings.types import Span

KEPT = 600.0
"""Seconds after which a question is forgotten."""

MOST = 10_000
"""Conversations that are kept at once: the oldest is forgotten first."""

_QUESTIONS = 5

Place = tuple[int | None, int | None, int]
"""A server, a channel and a member: nothing crosses from one to another."""

ANYBODY = 0
"""In the place of a member: what a thread was opened for, which everybody in it sees."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the passage that was shown first for it, and when."""

    question: str
    edition: str
    span: Span | None
    at: float


class Recent:
    """Remembers, for each member in each channel, the last questions; only in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[Place, list[Asked]] = OrderedDict()

    def add(self, place: Place, question: str, edition: str, span: Span | None) -> None:
        """Remember a question and the passage that was shown first."""
        kept = [one for one in self.questions(place) if one.question != question]
        self._asked[place] = [*kept, Asked(question, edition, span, self._clock())][-_QUESTIONS:]
        self._asked.move_to_end(place)
        while len(self._asked) > MOST:
            self._asked.popitem(last=False)

    def last(self, place: Place) -> Asked | None:
        """Return the last question, where it is not forgotten."""
        return next(reversed(self.questions(place)), None)

    def questions(self, place: Place) -> list[Asked]:
        """Return the last questions in their order; those that are too old are dropped."""
        since = self._clock() - KEPT
        kept = [one for one in self._asked.get(place, ()) if one.at > since]
        if kept:
            self._asked[place] = kept
        else:
            self._asked.pop(place, None)
        return kept
