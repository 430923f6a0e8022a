"""What moderators decided of each server, kept in memory: its settings and its blocks."""

from collections.abc import Collection, Hashable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot.errors import BlockedError
from bot.process.clock import Clock
from bot.servers.records import StoredSettings
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.storage.batched_reads import BatchedReads
from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from bot.storage.records import MemberBlock
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

MAX_SERVERS = 10_000
"""Servers whose settings are kept in memory; the least recently used are dropped first."""


class SettingsCache:
    """The settings of all servers, valid across processes: each use asks for the version."""

    def __init__(self, storage: "Storage | None" = None) -> None:
        self.storage = storage
        self._known: LRUCache[int, StoredSettings] = LRUCache(MAX_SERVERS)
        self._reads = None if storage is None else BatchedReads(partial(self._read, storage))

    async def load(self) -> None:
        """Read the settings of all servers, in case the database fails before they are used."""
        if self.storage is None:
            return
        try:
            for server, kept in await self.storage.list_settings(MAX_SERVERS):
                self._known[server] = kept
        except StorageError as error:
            _log.warning("settings_read_failed", remedy=error.remedy)

    async def of(self, server: int | None) -> ServerSettings:
        """Return the settings of a server; the defaults in a direct message.

        If the database does not answer, return the last known settings, else the defaults.
        """
        return (await self.kept(server)).settings

    async def kept(self, server: int | None) -> StoredSettings:
        """Return the settings with their version; otherwise like `of`."""
        if server is None or self._reads is None:
            return StoredSettings(DEFAULTS)
        known = self._known.get(server)
        try:
            known = await self._reads.get(server) or StoredSettings(DEFAULTS)
        except StorageError as error:
            _log.warning("settings_read_failed", server=server, remedy=error.remedy)
            return known or StoredSettings(DEFAULTS)
        self._known[server] = known
        return known

    async def _read(
        self, storage: "Storage", servers: Collection[int]
    ) -> Mapping[int, StoredSettings]:
        """Return the settings of the servers that have any, reading only those that changed."""
        versions, unchanged = await storage.versions(servers), dict[int, StoredSettings]()
        for server, version in versions.items():
            kept = self._known.get(server)
            if kept is not None and kept.version == version:
                unchanged[server] = kept
        changed = versions.keys() - unchanged.keys()
        return {**unchanged, **(await storage.read_several_settings(changed) if changed else {})}


MAX_BLOCKS = 10_000
"""Blocks kept in memory, in case the database does not answer."""


class BlockCache:
    """The blocks of all servers; a change by any process holds from the next question on."""

    def __init__(self, storage: "Storage | None" = None, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._known: LRUCache[tuple[int, int], MemberBlock] = LRUCache(MAX_BLOCKS)
        self._refused: LRUCache[Hashable, None] = LRUCache(MAX_BLOCKS)
        self._reads = None if storage is None else BatchedReads(partial(self._read, storage))

    async def check(self, server: int | None, member: int) -> None:
        """Raise BlockedError if a member is blocked in a server."""
        block = await self.of(server, member)
        if block is not None:
            refusal = (server, member, block.at, block.until)
            again = refusal in self._refused
            self._refused[refusal] = None
            raise BlockedError(block.until, again=again)

    async def of(self, server: int | None, member: int) -> "MemberBlock | None":
        """Return the block of a member; the last one known if the database does not answer."""
        if server is None or self._reads is None:
            return None
        now = self._clock.now()
        try:
            block = await self._reads.get((server, member))
        except StorageError as error:
            _log.warning("blocks_read_failed", server=server, remedy=error.remedy)
            known = self._known.get((server, member))
            over = known is None or (known.until is not None and known.until <= now)
            return None if over else known
        self._remember((server, member), block)
        return block

    async def _read(
        self, storage: "Storage", members: Collection[tuple[int, int]]
    ) -> "Mapping[tuple[int, int], MemberBlock]":
        return await storage.find_blocks(members, self._clock.now())

    def _remember(self, member: tuple[int, int], block: "MemberBlock | None") -> None:
        self._known.pop(member, None)
        if block is not None:
            self._known[member] = block
