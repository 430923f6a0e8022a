"""Growing pauses for whoever keeps running into a rate limit; only in memory."""

import time
from collections.abc import Callable, Hashable
from typing import NamedTuple

from cachetools import TTLCache

FORGIVEN_AFTER = 300.0
"""Seconds without running into the limit after which all strikes are forgotten."""

FREE_STRIKES = 2
"""Times that somebody may run into the limit without an extra pause."""

FIRST_PAUSE = 15.0
"""Seconds of the first pause; each further one is twice as long."""

MAX_PAUSE = 240.0
"""Seconds of the longest pause."""

MAX_MEMBERS = 10_000
"""Members whose strikes are kept; the oldest are forgotten first."""


class _Strikes(NamedTuple):
    """How often somebody ran into the limit, and until when they have to pause."""

    times: int = 0
    until: float = 0.0


class Flood:
    """Counts strikes against a rate limit, and lengthens the wait with each."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._strikes: TTLCache[Hashable, _Strikes] = TTLCache(MAX_MEMBERS, FORGIVEN_AFTER, clock)

    def pause(self, member: Hashable) -> float:
        """Return the seconds that somebody still has to pause, usually 0."""
        return max(0.0, self._strikes.get(member, _Strikes()).until - self._clock())

    def strike(self, member: Hashable, wait: float) -> float:
        """Count a strike; return the seconds to wait, at least those of the rate limit."""
        times = self._strikes.get(member, _Strikes()).times + 1
        if times <= FREE_STRIKES:
            self._strikes[member] = _Strikes(times)
            return wait
        pause = max(wait, min(MAX_PAUSE, FIRST_PAUSE * 2.0 ** min(times - FREE_STRIKES - 1, 9)))
        self._strikes[member] = _Strikes(times, self._clock() + pause)
        return pause
