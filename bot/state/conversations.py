"""Recently asked questions, for follow-ups and for autocomplete."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from cachetools import TTLCache

from embeddings.types import Span

MAX_AGE = 600.0
"""Seconds after which a question is forgotten."""

MAX_CONVERSATIONS = 10_000
"""Conversations kept at once; the least recently used is forgotten first."""

MAX_QUESTIONS = 5
"""Questions kept of a conversation."""

ConversationKey = tuple[int | None, int | None, int]
"""Server, channel and member: nothing crosses from one conversation to another."""

ANYBODY = 0
"""In place of a member: the question that a thread was opened for, which all in it can see."""


@dataclass(frozen=True, slots=True)
class EarlierQuestion:
    """A question, the span of the passage that was shown first for it, and when.

    One answered in `private` must have no influence on a public answer, and no question follows
    on one that `leads` nowhere, as the text did not answer it.
    """

    question: str
    edition: str
    span: Span | None
    at: float = 0.0
    private: bool = False
    leads: bool = True


class Conversations:
    """The last questions of each member in each channel; only in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: TTLCache[ConversationKey, list[EarlierQuestion]] = TTLCache(
            MAX_CONVERSATIONS, MAX_AGE, clock
        )

    def add(self, key: ConversationKey, asked: EarlierQuestion) -> None:
        """Remember a question as asked now, in place of the same question asked before."""
        others = [other for other in self.questions(key) if other.question != asked.question]
        self._asked[key] = [*others, replace(asked, at=self._clock())][-MAX_QUESTIONS:]

    def last(self, key: ConversationKey, *, private: bool) -> EarlierQuestion | None:
        """Return the last question; None if it was private and the answer to come is not."""
        last = next(reversed(self.questions(key)), None)
        return None if last is None or (last.private and not private) else last

    def questions(self, key: ConversationKey) -> list[EarlierQuestion]:
        """Return the remembered questions of a conversation, the oldest first."""
        since = self._clock() - MAX_AGE
        return [asked for asked in self._asked.get(key, ()) if asked.at > since]

    def count(self, member: int) -> int:
        """Return how many questions of a member are remembered, in all servers."""
        return sum(len(self.questions(key)) for key in self._keys_of(member))

    def forget(self, member: int) -> int:
        """Forget what a member asked, in all servers; return how many questions that were."""
        forgotten = self.count(member)
        for key in self._keys_of(member):
            self._asked.pop(key, None)
        return forgotten

    def _keys_of(self, member: int) -> list[ConversationKey]:
        return [key for key in self._asked if key[2] == member]
