"""The time by which tokens expire, and ids that carry it as Discord's do."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate

EPOCH = 1_420_070_400_000  # the first millisecond of 2015, from which Discord counts


class Clock:
    """A clock that runs by itself and can be put forward, or back."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._ahead = 0.0
        self._changed = changed

    def now(self) -> float:
        """Return the seconds since some moment long ago."""
        return time.monotonic() + self._ahead

    @property
    def date(self) -> str:
        """The time of day, as the answers of Discord bear it."""
        return formatdate(time.time() + self._ahead, usegmt=True)

    def advance(self, seconds: float) -> None:
        """Put the clock forward, or back."""
        self._ahead += seconds
        self._changed()


class Snowflakes:
    """Ids that grow and tell when they were made, by the clock on the wall."""

    def __init__(self) -> None:
        self._last = self._of_shards = 0

    def __call__(self, ago: float = 0.0) -> int:
        """Return an id that nothing else has."""
        milliseconds = int((time.time() - ago) * 1000) - EPOCH
        if ago:
            return (milliseconds << 22) | (self._last & 0x3FFFFF)
        self._last = max(self._last + 1, milliseconds << 22)
        return self._last

    def of(self, shard: int, count: int) -> int:
        """Return an id of which a shard is told."""
        number = self() >> 22
        self._of_shards += 1
        return (number - (number - shard) % count << 22) | 0x100000 | self._of_shards


def stamp(ahead: float = 0.0) -> str:
    """Return a moment as Discord writes it."""
    return datetime.fromtimestamp(time.time() + ahead, UTC).isoformat()
