"""Who runs into a limit again and again, and is slowed down for it; only in memory."""

import time
from collections.abc import Callable, Hashable
from typing import NamedTuple

from cachetools import TTLCache

FORGIVEN = 300.0
"""Seconds without running into the limit after which nothing is held against anybody."""

PATIENCE = 2
"""Times that somebody may run into the limit and just wait as long as it takes."""

FIRST_PAUSE = 15.0
"""Seconds of the first pause; each is twice as long as the one before."""

MAX_PAUSE = 240.0
"""Seconds of the longest pause."""

MAX_MEMBERS = 10_000
"""Those whose strikes are kept; whoever asked longest ago is forgotten first."""


class _Strikes(NamedTuple):
    """How often somebody ran into the limit, and until when he has to pause."""

    times: int = 0
    until: float = 0.0


class Flood:
    """Lengthens the wait of whoever does not wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._strikes: TTLCache[Hashable, _Strikes] = TTLCache(MAX_MEMBERS, FORGIVEN, clock)

    def pause(self, who: Hashable) -> float:
        """Return the seconds that somebody has still to pause; 0 for most."""
        return max(0.0, self._strikes.get(who, _Strikes()).until - self._clock())

    def strike(self, who: Hashable, wait: float) -> float:
        """Note that somebody ran into the limit; return the seconds to wait, no fewer than told."""
        times = self._strikes.get(who, _Strikes()).times + 1
        if times <= PATIENCE:
            self._strikes[who] = _Strikes(times)
            return wait
        pause = max(wait, min(MAX_PAUSE, FIRST_PAUSE * 2.0 ** min(times - PATIENCE - 1, 9)))
        self._strikes[who] = _Strikes(times, self._clock() + pause)
        return pause
