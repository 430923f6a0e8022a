"""A process's lease on its shards: no other running process may have one of them."""

import asyncio
import secrets
from typing import TYPE_CHECKING

import structlog

from bot.gateway.errors import ShardsTakenError
from bot.process.clock import Clock
from bot.servers.shards import SINGLE_SHARD, Shards
from bot.storage.errors import StorageError
from bot.storage.records import ShardClaim, ShardHolder

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

RENEWAL_INTERVAL = 5.0
"""Seconds between renewals; the lease outlasts three of them."""

_POLL_SECONDS = 1.0
"""Seconds between two looks at whether another process's lease has ended."""


class ShardLease:
    """Takes the shards of a process, renews the lease while it runs, and releases it."""

    def __init__(self, storage: "Storage | None", clock: Clock) -> None:
        self._storage, self._clock = storage, clock
        self._claim = ShardClaim(secrets.token_hex(16), 0, SINGLE_SHARD)
        self._taken = asyncio.Event()

    async def take(self, bot: int, shards: Shards) -> None:
        """Take shards of a bot, waiting for the lease of a killed process to end.

        Raises ShardsTakenError if another process renews its lease on one of them.
        """
        self._claim = ShardClaim(self._claim.holder, bot, shards)
        seen: dict[str, datetime] = {}
        while (other := await self._claim_shards()) is not None:
            if other.holder not in seen:
                _log.info("lease_waiting", shards=str(other.shards), until=other.until.isoformat())
            if seen.setdefault(other.holder, other.until) != other.until:
                raise ShardsTakenError(shards, other.shards)
            await self._clock.sleep(_POLL_SECONDS)
        self._taken.set()

    async def keep(self) -> None:
        """Renew the lease for ever; raise ShardsTakenError if another process has its shards.

        While the database is away, no other process can take them either.
        """
        await self._taken.wait()
        while True:
            await self._clock.sleep(RENEWAL_INTERVAL)
            try:
                other = await self._claim_shards()
            except StorageError as error:
                _log.warning("lease_renewal_failed", remedy=error.remedy)
                continue
            if other is not None:
                raise ShardsTakenError(self._claim.shards, other.shards)

    async def release(self) -> None:
        """Release the shards; if the database is away, the lease ends by itself."""
        if self._storage is None or not self._taken.is_set():
            return
        try:
            await self._storage.release_shards(self._claim)
        except StorageError as error:
            _log.warning("lease_release_failed", remedy=error.remedy)

    async def _claim_shards(self) -> ShardHolder | None:
        """Claim the shards, or renew the claim; return another holder if there is one."""
        return None if self._storage is None else await self._storage.hold_shards(self._claim)
