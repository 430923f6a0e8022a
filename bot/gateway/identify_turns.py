"""Turns to identify: in each bucket, one shard of all processes every five seconds."""

from typing import TYPE_CHECKING

import structlog

from bot.process.clock import Clock
from bot.storage.errors import StorageError
from bot.storage.process_queries import SESSION_INTERVAL

if TYPE_CHECKING:
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

MAX_WAIT = 20.0
"""Seconds that an open connection may wait for its turn; meanwhile nothing reads from it."""


class NotYetError(TimeoutError):
    """A shard's turn is too far off for its connection to wait."""


class IdentifyTurns:
    """Grants turns to identify, shared through the database if there is one."""

    def __init__(self, storage: "Storage | None", clock: Clock) -> None:
        self._storage, self._clock = storage, clock
        self._next_turns: dict[int, float] = {}
        self.bot, self.concurrency = 0, 1

    async def wait_until_near(self, shard: int) -> None:
        """Wait until a shard's turn is at most MAX_WAIT away."""
        while await self._seconds_until_turn(self._bucket(shard)) > MAX_WAIT:
            await self._clock.sleep(SESSION_INTERVAL.total_seconds())

    async def take(self, shard: int) -> None:
        """Take a shard's turn and wait for it; raise NotYetError, taking none, if it is too far."""
        bucket = self._bucket(shard)
        seconds = await self._reserve_turn(bucket)
        if seconds is None:
            raise NotYetError
        self._next_turns[bucket] = (
            self._clock.elapsed() + seconds + SESSION_INTERVAL.total_seconds()
        )
        await self._clock.sleep(seconds)

    def _bucket(self, shard: int) -> int:
        return shard % self.concurrency

    async def _seconds_until_turn(self, bucket: int) -> float:
        if self._storage is not None:
            try:
                return await self._storage.seconds_until_turn(self.bot, bucket)
            except StorageError as error:
                _log.warning("identify_turns_read_failed", remedy=error.remedy)
        return self._seconds_by_own_count(bucket)

    async def _reserve_turn(self, bucket: int) -> float | None:
        """Reserve the next turn; return the seconds until then, None if it is too far off."""
        if self._storage is not None:
            try:
                return await self._storage.take_turn(self.bot, bucket, MAX_WAIT)
            except StorageError as error:
                _log.warning("identify_turns_read_failed", remedy=error.remedy)
        return self._seconds_by_own_count(bucket)

    def _seconds_by_own_count(self, bucket: int) -> float:
        """Return the seconds until the next turn, counting only those of this process."""
        return max(0.0, self._next_turns.get(bucket, 0.0) - self._clock.elapsed())
