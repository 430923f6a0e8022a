"""Processes that share a database, and die where they are told to."""

import asyncio
import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Literal
from unittest.mock import patch

from bot.servers.records import SettingsChange
from bot.storage import backup, repository
from bot.storage.database import Database
from bot.storage.repository import Storage
from bot.storage.schema import upgrade
from tests.support.storage_actions import ALICE, BOB, DAY, NOW, SERVER, asked, block, on, setting

When = Literal["before", "after"]

FIELDS = ("member_limit", "channel_limit", "word_limit")
"""That every change changes at once, all to one number."""
COMMITS = 8
"""Made by `act`."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__, backup.__name__, repository.__name__])


def start(target: Callable[..., None], *given: Any) -> BaseProcess:
    """Start a process."""
    process = _context.Process(target=target, args=given, daemon=True)
    process.start()
    return process


def pipe() -> tuple[Connection, Connection]:
    """Return the ends of a pipe: to receive from, and to send with."""
    return _context.Pipe(duplex=False)


def die(when: When, number: int) -> None:
    """Let this process be killed before or after a commit, counted from 1 on."""
    commits = iter(range(1, number + 1))
    open_database = Database.__init__

    def opened(self: Database, *given: Any) -> None:
        open_database(self, *given)
        dialect = self.engine.sync_engine.dialect
        commit = dialect.do_commit

        def committed(connection: Any) -> None:
            last = next(commits, None) == number
            if last and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            commit(connection)
            if last:
                os.kill(os.getpid(), signal.SIGKILL)

        patch.object(dialect, "do_commit", committed).start()

    patch.object(Database, "__init__", opened).start()


def numbered(number: int, by: int = ALICE) -> SettingsChange:
    """Return a change of all fields to one number."""
    return setting(by, **dict.fromkeys(FIELDS, number))


def acting(url: str, when: When, number: int, told: Connection) -> None:
    """Do a bit of everything that writes, tell of each when it is done, and die on the way."""
    die(when, number)

    async def act(storage: Storage) -> None:
        for step in (
            lambda: storage.change(SERVER, numbered(50)),
            lambda: storage.change(SERVER, SettingsChange(BOB, {"log": "7 days", "passages": 5})),
            lambda: storage.change(SERVER, numbered(51)),
            lambda: storage.undo(SERVER, BOB),
            lambda: storage.change(SERVER, numbered(52)),
            lambda: storage.block(SERVER, block()),
            lambda: storage.count_question(SERVER, asked(), NOW),
            lambda: storage.delete_expired(NOW + 9 * DAY),
        ):
            await step()
            told.send(None)

    on(url, act)


def changing(url: str, seed: int, told: Connection) -> None:
    """Change settings and take changes back without end, and tell of each version."""
    chance = random.Random(seed)  # noqa: S311 - made up, not secret

    async def act(storage: Storage) -> None:
        while True:
            if await storage.version(SERVER) and chance.random() < 0.2:
                await storage.change(SERVER, numbered(51))
                kept, _ = await storage.undo(SERVER, BOB)
            else:
                kept = await storage.change(SERVER, numbered(chance.randint(50, 60)))
            told.send(kept.version)

    on(url, act)


def changing_once(url: str, number: int, told: Connection) -> None:
    """Change settings, and tell of it."""
    told.send(on(url, lambda storage: storage.change(SERVER, numbered(number))).version)


def upgrading(url: str, told: Connection, when: When | None = None) -> None:
    """Bring a database to this version's schema, and tell how; or die on the way."""
    if when is not None:
        die(when, 1)
    told.send(asyncio.run(upgrade(url)))
