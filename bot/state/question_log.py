"""The log of a server's questions, written after the answers have been sent."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog

from bot.process.background import start_in_background
from bot.process.clock import Clock
from bot.storage.errors import StorageError
from bot.storage.records import LoggedQuestion

if TYPE_CHECKING:
    from bot.components.answer_buttons import AnswerAction
    from bot.state.server_caches import SettingsCache
    from bot.storage.repository import Storage


_log = structlog.get_logger(__name__)

MAX_WAITING = 256
"""Entries that may wait for the database; further ones are dropped, with a warning."""

WRITE_TIMEOUT = 10.0
"""Seconds that an entry waits for the database."""

_REMEDY = "the server's log lacks it; look at the database"

Write = Callable[["Storage"], Awaitable[None]]


class QuestionLog:
    """Writes entries in the background: no answer waits for the log or fails with it."""

    def __init__(self, settings: "SettingsCache", clock: Clock | None = None) -> None:
        self._settings, self._clock = settings, clock or Clock()
        self._writing: set[asyncio.Task[None]] = set()

    def add_question(self, server: int | None, question: LoggedQuestion) -> None:
        """Log a question that was answered, as far as the server's settings allow."""
        now = self._clock.now()
        self._start(server, lambda storage: storage.count_question(server or 0, question, now))

    def add_feedback(self, server: int | None, action: "AnswerAction") -> None:
        """Log what somebody thinks of a passage, if the server's settings allow."""
        now = self._clock.now()
        self._start(server, lambda storage: storage.count_feedback(server or 0, str(action), now))

    async def finish(self, seconds: float) -> None:
        """Wait at most some seconds for the entries that are still being written."""
        if self._writing:
            await asyncio.wait(self._writing, timeout=seconds)

    def _start(self, server: int | None, write: Write) -> None:
        storage = self._settings.storage
        if server is None or storage is None:
            return
        if len(self._writing) >= MAX_WAITING:
            _log.warning("question_log_write_failed", server=server, remedy=_REMEDY)
            return
        task = start_in_background(self._write(server, storage, write))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, server: int, storage: "Storage", write: Write) -> None:
        try:
            async with asyncio.timeout(WRITE_TIMEOUT):
                if (await self._settings.of(server)).log != "off":
                    await write(storage)
        except (StorageError, TimeoutError) as error:
            remedy = getattr(error, "remedy", _REMEDY)
            _log.warning("question_log_write_failed", server=server, remedy=remedy)
