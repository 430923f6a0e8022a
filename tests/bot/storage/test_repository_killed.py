"""A process that is killed while it writes: each change is whole, with its history, or absent."""

import asyncio
import random
import signal
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from bot.servers.records import HistoryEntry, StoredSettings
from bot.storage import schema
from bot.storage.backup import restore_backup, write_backup
from bot.storage.database import Database
from bot.storage.repository import Storage
from tests.support.storage_actions import (
    ALICE,
    NOW,
    SERVER,
    hold_together,
    on,
    rows_of,
    whole_history,
)
from tests.support.storage_processes import (
    COMMITS,
    FIELDS,
    When,
    acting,
    changing,
    pipe,
    start,
    upgrading,
)

pytestmark = pytest.mark.heavy

PATIENCE = 30
"""Seconds for a process to do what it is told; a hang is a failure."""


def found(url: str) -> tuple[StoredSettings, list[HistoryEntry]]:
    """Return what is kept of the server, and hold that it is whole."""

    async def act(storage: Storage) -> tuple[StoredSettings, list[HistoryEntry]]:
        return await storage.settings(SERVER), await whole_history(storage)

    kept, history = on(url, act)
    hold_together(kept, history)
    for one in history:
        changed = set(one.after) & set(FIELDS)
        assert changed in (set(), set(FIELDS))
        assert len({one.after[name] for name in changed}) <= 1
    return kept, history


def received(told: Connection) -> list[Any]:
    """Return all that a process has told before it died."""
    given: list[Any] = []
    try:
        while told.poll(PATIENCE):
            given.append(told.recv())
    except EOFError:
        return given
    raise AssertionError("the process has told nothing for long")


def after(url: str) -> list[int]:
    """Return how many rows there are of all that `acting` writes."""
    names = ("history", "blocks", "questions", "counts")
    return [len(rows_of(url, name)) for name in names]


STATES = [
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [2, 0, 0, 0],
    [3, 0, 0, 0],
    [4, 0, 0, 0],
    [5, 0, 0, 0],
    [5, 1, 0, 0],
    [5, 1, 1, 1],
    [5, 0, 0, 1],
]
"""What there is of them after each of the commits."""


@pytest.mark.parametrize("number", range(1, COMMITS + 1))
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_a_commit_all_of_it_stands_or_nothing(url: str, when: When, number: int) -> None:
    listening, telling = pipe()
    process = start(acting, url, when, number, telling)
    telling.close()
    told = received(listening)
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    assert len(told) == number - 1
    assert after(url) == STATES[number - (when == "before")]
    found(url)

    async def act(storage: Storage) -> None:
        await storage.delete_expired(NOW)

    on(url, act)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 10))]
)
def test_killed_at_any_moment_changes_are_whole(url: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - made up, not secret
    process, listening = changes(url, seed, chance.randint(1, 20))
    process.join(chance.random() / 50)
    process.kill()
    told = received(listening)
    process.join(PATIENCE)
    kept, _ = found(url)
    assert not told or kept.version >= told[-1]


def test_a_backup_made_while_a_process_writes_is_of_one_moment(sqlite: str, tmp_path: Path) -> None:
    process, listening = changes(sqlite, seed=3, number=5)
    asyncio.run(write_backup(sqlite, tmp_path / "meanwhile"))
    process.kill()
    received(listening)
    process.join(PATIENCE)
    kept, history = found(sqlite)
    elsewhere = f"sqlite:///{tmp_path}/elsewhere.db"
    asyncio.run(restore_backup(elsewhere, tmp_path / "meanwhile"))
    before, earlier = found(elsewhere)
    assert 0 < before.version <= kept.version
    assert [entry.after for entry in earlier] == [entry.after for entry in history[-len(earlier) :]]


def changes(url: str, seed: int, number: int) -> tuple[BaseProcess, Connection]:
    """Start a process that changes settings, and wait until it has told of some changes."""
    listening, telling = pipe()
    process = start(changing, url, seed, telling)
    telling.close()
    for _ in range(number):
        assert listening.poll(PATIENCE)
        listening.recv()
    return process, listening


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_the_schema_is_made_it_is_there_or_not(empty: str, when: When) -> None:
    listening, telling = pipe()
    process = start(upgrading, empty, telling, when)
    telling.close()
    assert received(listening) == []
    process.join(PATIENCE)

    async def current() -> str | None:
        database = Database(empty)
        try:
            return await schema.read_current_schema(database)
        finally:
            await database.close()

    assert asyncio.run(current()) == (None if when == "before" else schema.REQUIRED_SCHEMA)
    assert asyncio.run(schema.upgrade(empty))[1] == schema.REQUIRED_SCHEMA
    assert on(empty, lambda storage: storage.read_member_data(ALICE)) == []


def test_of_two_processes_that_bring_a_schema_the_second_finds_it_there(empty: str) -> None:
    pipes = [pipe() for _ in range(3)]
    processes = [start(upgrading, empty, telling) for _, telling in pipes]
    told = []
    for listening, telling in pipes:
        telling.close()
        told += received(listening)
    for process in processes:
        process.join(PATIENCE)
        assert process.exitcode == 0
    now = schema.REQUIRED_SCHEMA
    assert sorted(map(str, told)) == sorted(map(str, [(None, now), (now, now), (now, now)]))
