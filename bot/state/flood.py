"""Who runs into a limit again and again, and is slowed down for it; only in memory."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.state.lru import LRUDict

FORGIVEN = 300.0
"""Seconds without running into the limit after which nothing is held against anybody."""

PATIENCE = 2
"""Times that somebody may run into the limit and just wait as long as it takes."""

FIRST = 15.0
"""Seconds of the first pause; each is twice as long as the one before,"""
LONGEST = 240.0
"""and none is longer."""

_MOST = 10_000


@dataclass(slots=True)
class _Strikes:
    """How often somebody ran into the limit, when last, and until when he has to pause."""

    times: int = 0
    last: float = 0.0
    until: float = 0.0


class Flood:
    """Lengthens the wait of whoever does not wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._strikes: LRUDict[Hashable, _Strikes] = LRUDict(_MOST)

    def pause(self, who: Hashable) -> float:
        """Return the seconds that somebody has still to pause; 0 for most."""
        held = self._strikes.get(who)
        return max(0.0, held.until - self._clock()) if held else 0.0

    def strike(self, who: Hashable, wait: float) -> float:
        """Note that somebody ran into the limit; return the seconds to wait, no fewer than told."""
        now, held = self._clock(), self._strikes.get(who) or _Strikes()
        if now - held.last > FORGIVEN:
            held.times = 0
        held.times, held.last = held.times + 1, now
        self._strikes[who] = held
        if held.times <= PATIENCE:
            return wait
        pause = max(wait, min(LONGEST, FIRST * 2.0 ** min(held.times - PATIENCE - 1, 9)))
        held.until = now + pause
        return pause
