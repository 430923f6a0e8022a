"""A clock that a test moves: who waits for it moves it on."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.process.clock import Clock

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


NEVER = 86_400.0
"""Real seconds: no test waits for them."""


class Ended(Exception):  # noqa: N818  (no error: the time of the test is over)
    """The time of the test is over."""


class Moved(Clock):
    """A clock that stands still, unless it is moved, or time is left and somebody waits."""

    def __init__(self, at: datetime = NOON, left: float | None = None) -> None:
        self.at, self.passed, self.left = at, 0.0, left

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at

    def elapsed(self) -> float:
        """Return how far it was moved."""
        return self.passed

    def move(self, seconds: float) -> None:
        """Move it on."""
        self.at += timedelta(seconds=seconds)
        self.passed += seconds

    async def sleep(self, seconds: float) -> None:
        """Move it on, to the end of the test's time; wait for ever where there is none."""
        if self.left is None:
            await asyncio.sleep(NEVER)
        elif self.passed + seconds > self.left:
            raise Ended
        else:
            self.move(seconds)
