"""Time, and work that comes round in it; a test has a clock of its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime


class Clock:
    """The time of day, the seconds that pass, and waiting for them."""

    def now(self) -> datetime:
        """Return the time of day, which may be set."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Return seconds since some moment, which only ever grow."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


async def every(
    seconds: float, work: Callable[[], Awaitable[None]], clock: Clock, first: float
) -> None:
    """Do something after `first` seconds and then again and again, without a drift.

    What takes longer than its turn leaves turns out, and keeps to the others.
    """
    due = clock.elapsed() + first
    while True:
        await clock.sleep(max(0.0, due - clock.elapsed()))
        await work()
        missed = max(0.0, (clock.elapsed() - due) // seconds)
        due += seconds * (1 + missed)
