"""What was asked a short while ago: for follow-ups, and for questions that are typed again."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from cachetools import TTLCache

from embeddings.types import Span

KEPT = 600.0
"""Seconds after which a question is forgotten."""

MAX_CONVERSATIONS = 10_000
"""Conversations that are kept at once; the one used longest ago is forgotten first."""

MAX_QUESTIONS = 5
"""Questions that are kept of a conversation."""

ConversationKey = tuple[int | None, int | None, int]
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
        self._asked: TTLCache[ConversationKey, list[EarlierQuestion]] = TTLCache(
            MAX_CONVERSATIONS, KEPT, clock
        )

    def add(self, place: ConversationKey, asked: EarlierQuestion) -> None:
        """Remember a question as asked now, and forget whatever is too old, wherever it was."""
        kept = [other for other in self.questions(place) if other.question != asked.question]
        self._asked[place] = [*kept, replace(asked, at=self._clock())][-MAX_QUESTIONS:]

    def last(self, place: ConversationKey, *, private: bool) -> EarlierQuestion | None:
        """Return the last question, where it is not forgotten and may be known to whoever reads.

        What was asked privately is not to be read in an answer for all.
        """
        last = next(reversed(self.questions(place)), None)
        return None if last is None or (last.private and not private) else last

    def questions(self, place: ConversationKey) -> list[EarlierQuestion]:
        """Return the last questions in their order, without those that are too old."""
        since = self._clock() - KEPT
        return [asked for asked in self._asked.get(place, ()) if asked.at > since]

    def count(self, member: int) -> int:
        """Return how many questions of a member are remembered, wherever."""
        return sum(len(self.questions(place)) for place in self._of(member))

    def forget(self, member: int) -> int:
        """Forget what a member asked, wherever; return how many questions that were."""
        forgotten = self.count(member)
        for place in self._of(member):
            self._asked.pop(place, None)
        return forgotten

    def _of(self, member: int) -> list[ConversationKey]:
        return [place for place in self._asked if place[2] == member]
