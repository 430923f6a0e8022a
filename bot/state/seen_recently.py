"""What is done once and not again for a while; known in memory alone."""

import time
from collections.abc import Callable, Hashable

from bot.state.lru import LRUDict

DAY = 86_400.0

_MOST = 10_000


class SeenRecently:
    """Remembers what was done within some seconds; the oldest is forgotten first."""

    def __init__(self, seconds: float = DAY, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self._clock = seconds, clock
        self._done: LRUDict[Hashable, float] = LRUDict(_MOST)

    def first(self, what: Hashable) -> bool:
        """Say whether something is done for the first time, and remember that it was."""
        if what in self:
            return False
        self._done[what] = self._clock()
        return True

    def forget(self, what: Hashable) -> None:
        """Let something be done again: it was not done after all."""
        self._done.pop(what, None)

    def __contains__(self, what: Hashable) -> bool:
        done = self._done.get(what)
        return done is not None and self._clock() - done < self.seconds
