"""Turns to begin sessions: of a bucket of shards one every five seconds, in all processes."""

from typing import TYPE_CHECKING

import structlog

from bot.process.clock import Clock
from bot.storage.errors import StorageError
from bot.storage.process_queries import APART

if TYPE_CHECKING:
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

MAX_WAIT = 20.0
"""Seconds that a connection may wait for its turn: while it waits, nobody reads from it."""


class NotYetError(TimeoutError):
    """A shard's turn is further off than its connection can wait."""


class IdentifyTurns:
    """Tells when a shard may begin a session, by the database; without one, by itself."""

    def __init__(self, storage: "Storage | None", clock: Clock) -> None:
        self._storage, self._clock = storage, clock
        self._free: dict[int, float] = {}
        self.bot, self.concurrency = 0, 1

    async def near(self, shard: int) -> None:
        """Wait until a shard could have its turn soon."""
        while await self._until(self._bucket(shard)) > MAX_WAIT:
            await self._clock.sleep(APART.total_seconds())

    async def take(self, shard: int) -> None:
        """Wait for a shard's turn; raise NotYetError, and take none, where that is too long."""
        bucket = self._bucket(shard)
        seconds = await self._turn(bucket)
        if seconds is None:
            raise NotYetError
        self._free[bucket] = self._clock.elapsed() + seconds + APART.total_seconds()
        await self._clock.sleep(seconds)

    def _bucket(self, shard: int) -> int:
        return shard % self.concurrency

    async def _until(self, bucket: int) -> float:
        if self._storage is not None:
            try:
                return await self._storage.until_turn(self.bot, bucket)
            except StorageError as error:
                _log.warning("identify_turns_read_failed", remedy=error.remedy)
        return self._own(bucket)

    async def _turn(self, bucket: int) -> float | None:
        if self._storage is not None:
            try:
                return await self._storage.turn(self.bot, bucket, MAX_WAIT)
            except StorageError as error:
                _log.warning("identify_turns_read_failed", remedy=error.remedy)
        return self._own(bucket)

    def _own(self, bucket: int) -> float:
        """Return the seconds until the next turn as far as this process knows."""
        return max(0.0, self._free.get(bucket, 0.0) - self._clock.elapsed())
