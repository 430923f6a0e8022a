"""What a backup takes the place of: not unasked, at once, and seen by the processes that run."""

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.state.server_caches import SettingsCache
from bot.storage import replacement, schema
from bot.storage.backup import restore_backup, write_backup
from bot.storage.errors import NotEmptyError, SchemaError, StorageError
from bot.storage.repository import Storage
from tests.bot.storage.conftest import MakeUrl
from tests.bot.storage.test_backup import path
from tests.support.storage_actions import (
    ALICE,
    NOW,
    OTHER,
    SERVER,
    asked,
    everything,
    fill,
    on,
    rows_of,
    setting,
    sql,
)
from tests.support.storage_processes import start


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a backup with a change of settings."""
    url, file = f"sqlite:///{tmp_path}/source.db", tmp_path / "backup"
    asyncio.run(schema.upgrade(url))
    on(url, lambda storage: storage.change(SERVER, setting(passages=4)))
    asyncio.run(write_backup(url, file))
    return file


def test_what_is_kept_is_not_replaced_unasked(url: str, make_empty: MakeUrl, file: Path) -> None:
    on(url, fill)
    kept = on(url, everything)
    with pytest.raises(NotEmptyError):
        asyncio.run(restore_backup(url, file))
    assert on(url, everything) == kept
    asyncio.run(restore_backup(url, file, replace=True))
    assert [row.server for row in rows_of(url, "servers")] == [SERVER]
    assert on(url, lambda storage: storage.settings(SERVER)).settings.passages == 4
    asyncio.run(restore_backup(make_empty(), file))


def test_a_process_that_runs_sees_that_all_is_replaced(url: str, file: Path) -> None:
    on(url, lambda storage: storage.change(SERVER, setting(passages=4)))

    async def act(storage: Storage) -> None:
        servers = SettingsCache(storage)
        await storage.undo(SERVER, ALICE)
        await storage.change(SERVER, setting(passages=1))
        await storage.change(OTHER, setting(passages=2))
        for server in (SERVER, OTHER):
            await servers.of(server)
        await restore_backup(url, file, replace=True)
        assert [(await servers.of(server)).passages for server in (SERVER, OTHER)] == [4, 3]
        assert (await storage.change(OTHER, setting(passages=5))).version > 3
        assert (await storage.undo(SERVER, ALICE))[1].version == 1
        await storage.count_question(SERVER, asked(), NOW)

    on(url, act)


def test_versions_come_never_again_also_where_all_servers_were_deleted(
    url: str, file: Path
) -> None:
    async def act(storage: Storage) -> None:
        servers = SettingsCache(storage)
        for passages in (4, 1, 2, 1):
            await storage.change(SERVER, setting(passages=passages))
        assert (await servers.of(SERVER)).passages == 1
        await storage.forget_server(SERVER)
        await restore_backup(url, file)
        for passages in (5, 2):
            kept = await storage.change(SERVER, setting(passages=passages))
            assert (await servers.of(SERVER)).passages == passages
        assert kept.version > 4

    on(url, act)


def test_what_is_changed_until_the_last_moment_counts(
    sqlite: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change may come between reading the backup and locking the database."""
    open_target = replacement._open

    def changed(target: Path) -> sqlite3.Connection:
        sql(sqlite, "INSERT INTO servers (server, version, settings) VALUES (5, 7, '{}')")
        return open_target(target)

    monkeypatch.setattr(replacement, "_open", changed)
    with pytest.raises(NotEmptyError):
        asyncio.run(restore_backup(sqlite, file))
    assert [row.version for row in rows_of(sqlite, "servers")] == [7]
    monkeypatch.undo()
    asyncio.run(restore_backup(sqlite, file, replace=True))
    assert [row.version for row in rows_of(sqlite, "servers")] == [8]


def test_a_database_of_a_newer_schema_is_not_replaced(url: str, file: Path) -> None:
    sql(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError):
        asyncio.run(restore_backup(url, file, replace=True))
    assert sql(url, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_database_in_which_another_program_writes_is_not_waited_for_for_ever(
    sqlite: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "MIGRATION_TIMEOUT", 0.05)
    with closing(sqlite3.connect(path(sqlite), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="is locked by another program; wait until"):
            asyncio.run(restore_backup(sqlite, file))
    asyncio.run(restore_backup(sqlite, file))


def test_who_reads_meanwhile_sees_the_old_and_then_the_new(sqlite: str, file: Path) -> None:
    on(sqlite, lambda storage: storage.change(OTHER, setting(passages=2)))
    with closing(sqlite3.connect(path(sqlite), isolation_level=None)) as other:
        query = "SELECT server FROM servers"
        other.execute("BEGIN")
        assert other.execute(query).fetchall() == [(OTHER,)]
        asyncio.run(restore_backup(sqlite, file, replace=True))
        assert other.execute(query).fetchall() == [(OTHER,)]
        other.execute("COMMIT")
        assert other.execute(query).fetchall() == [(SERVER,)]


def die_while_restoring(url: str, file: Path, step: int) -> None:
    """Restore, and be killed after a step of SQLite's: each puts a page into the database."""
    once_locked = replacement._run_once_locked
    steps = iter(range(1, step + 1))

    def deadly(action: replacement.LockedAction) -> replacement.BackupProgress:
        progress = once_locked(action)

        def last(status: int, remaining: int, total: int) -> None:
            progress(status, remaining, total)
            if next(steps) == step or (step == LAST and not remaining):
                os.kill(os.getpid(), signal.SIGKILL)

        return last

    replacement._run_once_locked = deadly
    asyncio.run(restore_backup(url, file, replace=True))


LAST = 10_000
"""More steps than a backup has: stands for the one in which SQLite commits."""


@pytest.mark.parametrize("step", [1, 2, 9, LAST])
def test_killed_at_any_step_the_old_stands_or_the_new(sqlite: str, file: Path, step: int) -> None:
    on(sqlite, fill)
    kept = on(sqlite, everything)
    process = start(die_while_restoring, sqlite, file, step)
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    if step < LAST:
        assert on(sqlite, everything) == kept
    else:
        assert [row.server for row in rows_of(sqlite, "servers")] == [SERVER]
    asyncio.run(restore_backup(sqlite, file, replace=True))
    assert on(sqlite, lambda storage: storage.settings(SERVER)).settings.passages == 4
