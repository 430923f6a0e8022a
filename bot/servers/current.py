"""The settings in force: read anew when they have changed, else the last that were known."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING

import structlog

from bot.latest import Latest
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.storage.errors import StorageError
from bot.storage.types import Kept

if TYPE_CHECKING:
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

PATIENCE = 0.5
"""Seconds that a question waits for the database: Discord allows 3 in all."""

_MOST = 10_000


class Servers:
    """The settings of all servers, right across processes: each use asks for the version."""

    def __init__(self, storage: "Storage | None" = None) -> None:
        self.storage = storage
        self._known: Latest[int, Kept] = Latest(_MOST)
        self._reading: set[asyncio.Task[Kept]] = set()

    async def of(self, server: int | None) -> ServerSettings:
        """Return the settings of a server; the defaults in a direct message.

        Where the database does not answer they are the last known, else the defaults.
        """
        return (await self.kept(server)).settings

    async def kept(self, server: int | None) -> Kept:
        """Return the settings with their version, as `of` does."""
        if server is None or self.storage is None:
            return Kept(DEFAULTS)
        known = self._known.get(server)
        try:
            known = await self._soon(_read(self.storage, server, known))
        except (StorageError, TimeoutError) as error:
            remedy = getattr(error, "remedy", "look at the database")
            _log.warning("settings unread", server=server, remedy=remedy)
            return known or Kept(DEFAULTS)
        self._known[server] = known
        return known

    async def _soon(self, reading: Coroutine[None, None, Kept]) -> Kept:
        """Return what is read; what takes too long is left to end by itself: that takes time."""
        task = asyncio.create_task(reading)
        self._reading.add(task)
        task.add_done_callback(self._ended)
        try:
            await asyncio.wait({task}, timeout=PATIENCE)
            if not task.done():
                raise TimeoutError
            return task.result()
        finally:
            task.cancel()

    def _ended(self, task: asyncio.Task[Kept]) -> None:
        self._reading.discard(task)
        if not task.cancelled():
            task.exception()  # asked for, lest it is logged as never having been


async def _read(storage: "Storage", server: int, known: Kept | None) -> Kept:
    """Return the settings that are kept: those that are known where they are of that version."""
    if known is not None and await storage.version(server) == known.version:
        return known
    return await storage.settings(server)
