"""A process's hold on its shards: no other that runs has one of them."""

import asyncio
import secrets
from typing import TYPE_CHECKING

import structlog

from bot.gateway.errors import ShardsTakenError
from bot.process.clock import Clock
from bot.servers.shards import ALONE, Shards
from bot.storage.errors import StorageError
from bot.storage.records import Claim, Holder

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

RENEWAL_INTERVAL = 5.0
"""Seconds after which a process says again that it runs: three times before it has no shards."""

_LOOK = 1.0


class ShardLease:
    """Takes the shards of a process, says again and again that it runs, gives them back."""

    def __init__(self, storage: "Storage | None", clock: Clock) -> None:
        self._storage, self._clock = storage, clock
        self._claim = Claim(secrets.token_hex(16), 0, ALONE)
        self._taken = asyncio.Event()

    async def take(self, bot: int, shards: Shards) -> None:
        """Take shards of a bot; raise TakenError where a process has one that says it still runs.

        One that was killed says so no more: that is waited for.
        """
        self._claim = Claim(self._claim.holder, bot, shards)
        seen: dict[str, datetime] = {}
        while (other := await self._claimed()) is not None:
            if other.holder not in seen:
                _log.info("lease_waiting", shards=str(other.shards), until=other.until.isoformat())
            if seen.setdefault(other.holder, other.until) != other.until:
                raise ShardsTakenError(shards, other.shards)
            await self._clock.sleep(_LOOK)
        self._taken.set()

    async def keep(self) -> None:
        """Say again and again that the process runs; raise TakenError where another has its shards.

        While the database is away nobody else can take them either.
        """
        await self._taken.wait()
        while True:
            await self._clock.sleep(RENEWAL_INTERVAL)
            try:
                other = await self._claimed()
            except StorageError as error:
                _log.warning("lease_renewal_failed", remedy=error.remedy)
                continue
            if other is not None:
                raise ShardsTakenError(self._claim.shards, other.shards)

    async def release(self) -> None:
        """Give the shards back; where the database is away, they are free in a while."""
        if self._storage is None or not self._taken.is_set():
            return
        try:
            await self._storage.release(self._claim)
        except StorageError as error:
            _log.warning("lease_release_failed", remedy=error.remedy)

    async def _claimed(self) -> Holder | None:
        return None if self._storage is None else await self._storage.hold(self._claim)
