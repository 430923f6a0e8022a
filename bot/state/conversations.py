"""What was asked a short while ago: for follow-ups, and for questions that are typed again."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.state.lru import LRUDict
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
class EarlierQuestion:
    """A question, the passage that was shown first for it, and when.

    Of one that was answered `private`ly nothing may come into an answer for all.
    """

    question: str
    edition: str
    span: Span | None
    at: float = 0.0
    private: bool = False


class Conversations:
    """Remembers, for each member in each channel, the last questions; only in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: LRUDict[Place, list[EarlierQuestion]] = LRUDict(MOST)

    def add(self, place: Place, asked: EarlierQuestion) -> None:
        """Remember a question as asked now, and forget whatever is too old, wherever it was."""
        now = self._clock()
        kept = [one for one in self.questions(place) if one.question != asked.question]
        self._asked[place] = [*kept, replace(asked, at=now)][-_QUESTIONS:]
        while self._oldest() <= now - KEPT:
            self._asked.popitem(last=False)

    def _oldest(self) -> float:
        """Return when the conversation was last gone on with that has rested longest."""
        return next(iter(self._asked.values()))[-1].at

    def last(self, place: Place, *, private: bool) -> EarlierQuestion | None:
        """Return the last question, where it is not forgotten and may be known to whoever reads.

        What was asked privately is not to be read in an answer for all.
        """
        last = next(reversed(self.questions(place)), None)
        return None if last is None or (last.private and not private) else last

    def questions(self, place: Place) -> list[EarlierQuestion]:
        """Return the last questions in their order; those that are too old are dropped."""
        since = self._clock() - KEPT
        kept = self._asked.get(place, [])
        kept[:] = (one for one in kept if one.at > since)  # in place: to look is not to ask
        if not kept:
            self._asked.pop(place, None)
        return kept

    def count(self, member: int) -> int:
        """Return how many questions of a member are remembered, wherever."""
        return sum(len(self.questions(place)) for place in self._of(member))

    def forget(self, member: int) -> int:
        """Forget what a member asked, wherever; return how many questions that were."""
        forgotten = self.count(member)
        for place in self._of(member):
            del self._asked[place]
        return forgotten

    def _of(self, member: int) -> list[Place]:
        return [place for place in self._asked if place[2] == member]
