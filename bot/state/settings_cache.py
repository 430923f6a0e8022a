"""The settings of servers, read again when their version has changed."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot.servers.records import StoredSettings
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.storage.batched_reads import BatchedReads
from bot.storage.errors import StorageError

if TYPE_CHECKING:
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
