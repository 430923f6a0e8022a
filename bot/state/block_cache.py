"""Who may not ask: the database is asked at each question, and not waited for."""

from collections.abc import Collection, Hashable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot.errors import BlockedError
from bot.process.clock import Clock
from bot.storage.batched_reads import BatchedReads
from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from bot.storage.records import Block
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

MAX_KNOWN = 10_000
"""Blocks that are kept in memory, should the database not answer."""


class BlockCache:
    """The blocks of all servers, right at the next question, whichever process made them."""

    def __init__(self, storage: "Storage | None" = None, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._known: LRUCache[tuple[int, int], Block] = LRUCache(MAX_KNOWN)
        self._told: LRUCache[Hashable, None] = LRUCache(MAX_KNOWN)
        self._gathered = None if storage is None else BatchedReads(partial(self._read, storage))

    async def check(self, server: int | None, member: int) -> None:
        """Raise BlockedError for a member who may not ask in a server now."""
        block = await self.of(server, member)
        if block is not None:
            refusal = (server, member, block.at, block.until)
            again = refusal in self._told
            self._told[refusal] = None
            raise BlockedError(block.until, again=again)

    async def of(self, server: int | None, member: int) -> "Block | None":
        """Return the block that holds for a member; the last known where no database answers."""
        if server is None or self._gathered is None:
            return None
        now = self._clock.now()
        try:
            block = await self._gathered.of((server, member))
        except StorageError as error:
            _log.warning("blocks unread", server=server, remedy=error.remedy)
            known = self._known.get((server, member))
            over = known is None or (known.until is not None and known.until <= now)
            return None if over else known
        self._remember((server, member), block)
        return block

    async def _read(
        self, storage: "Storage", members: Collection[tuple[int, int]]
    ) -> "Mapping[tuple[int, int], Block]":
        return await storage.blocked(members, self._clock.now())

    def _remember(self, who: tuple[int, int], block: "Block | None") -> None:
        self._known.pop(who, None)
        if block is not None:
            self._known[who] = block
