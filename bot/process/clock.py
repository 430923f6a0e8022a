"""Time, and work that is done periodically; tests have a clock of their own."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime


class Clock:
    """The time of day, a monotonic clock, and sleep."""

    def now(self) -> datetime:
        """Return the time of day in UTC; it may be set back."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Return the seconds since some moment; they never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep for some seconds."""
        await asyncio.sleep(seconds)


async def run_periodically(
    seconds: float, work: Callable[[], Awaitable[None]], clock: Clock, first: float
) -> None:
    """Do some work after `first` seconds and then at fixed intervals, without drift.

    Work that takes longer than an interval skips the turns that it misses.
    """
    due = clock.elapsed() + first
    while True:
        await clock.sleep(max(0.0, due - clock.elapsed()))
        await work()
        missed = max(0.0, (clock.elapsed() - due) // seconds)
        due += seconds * (1 + missed)
