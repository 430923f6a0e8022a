"""What a server's log has of its questions, written behind the answers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog

from bot.process.background import start
from bot.process.clock import Clock
from bot.storage.errors import StorageError
from bot.storage.records import LoggedQuestion

if TYPE_CHECKING:
    from bot.components.answer_button_id import Action
    from bot.state.settings_cache import SettingsCache
    from bot.storage.repository import Storage


_log = structlog.get_logger(__name__)

MOST = 256
"""Notes that may wait for the database; those beyond are left out, and the log says so."""

PATIENCE = 10.0
"""Seconds that a note waits for the database."""

_REMEDY = "the server's log lacks it; look at the database"

Write = Callable[["Storage"], Awaitable[None]]


class QuestionLog:
    """Writes down what a server's log is to have: no answer waits for it or fails with it."""

    def __init__(self, servers: "SettingsCache", clock: Clock | None = None) -> None:
        self._servers, self._clock = servers, clock or Clock()
        self._writing: set[asyncio.Task[None]] = set()

    def asked(self, server: int | None, asked: LoggedQuestion) -> None:
        """Count a question that was answered, or keep it, if the server wants a log."""
        now = self._clock.now()
        self._start(server, lambda storage: storage.count(server or 0, asked, now))

    def judged(self, server: int | None, action: "Action") -> None:
        """Count what somebody thinks of a passage, if the server wants a log."""
        now = self._clock.now()
        self._start(server, lambda storage: storage.feedback(server or 0, str(action), now))

    async def finish(self, seconds: float) -> None:
        """Wait a moment for what is still to be written."""
        if self._writing:
            await asyncio.wait(self._writing, timeout=seconds)

    def _start(self, server: int | None, write: Write) -> None:
        storage = self._servers.storage
        if server is None or storage is None:
            return
        if len(self._writing) >= MOST:
            _log.warning("unwritten", server=server, remedy=_REMEDY)
            return
        task = start(self._write(server, storage, write))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, server: int, storage: "Storage", write: Write) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                if (await self._servers.of(server)).log != "off":
                    await write(storage)
        except (StorageError, TimeoutError) as error:
            _log.warning("unwritten", server=server, remedy=getattr(error, "remedy", _REMEDY))
