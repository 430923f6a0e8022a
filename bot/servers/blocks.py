"""Who may not ask: the database is asked at each question, and not waited for."""

import math
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.clock import Clock
from bot.errors import BlockedError
from bot.latest import Latest
from bot.once import Once
from bot.storage.errors import StorageError
from bot.storage.gathered import Gathered

if TYPE_CHECKING:
    from bot.storage.repository import Storage
    from bot.storage.types import Block

_log = structlog.get_logger(__name__)

_MOST = 10_000


class Blocks:
    """The blocks of all servers, right at the next question, whichever process made them."""

    def __init__(self, storage: "Storage | None" = None, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._known: Latest[tuple[int, int], Block] = Latest(_MOST)
        self._told = Once(math.inf)
        self._gathered = None if storage is None else Gathered(partial(self._read, storage))

    async def check(self, server: int | None, member: int) -> None:
        """Raise BlockedError for a member who may not ask in a server now."""
        block = await self.of(server, member)
        if block is not None:
            first = self._told.first((server, member, block.at, block.until))
            raise BlockedError(block.until, again=not first)

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
