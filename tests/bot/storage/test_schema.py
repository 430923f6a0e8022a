"""The schema: from every earlier one to this version's with what was kept, and no newer one."""

import asyncio
import stat
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, MetaData, insert, make_url

from bot.servers.records import HistoryEntry
from bot.servers.settings import DEFAULTS
from bot.storage import schema
from bot.storage.backup import restore_backup, write_backup
from bot.storage.database import Database
from bot.storage.errors import EmptyFileError, SchemaError, StorageError
from bot.storage.inspection import inspect_condition
from bot.storage.repository import Storage
from bot.storage.tables import metadata
from tests.support.storage_actions import (
    ALICE,
    BOB,
    DAY,
    NOW,
    SERVER,
    block,
    hold_together,
    on,
    rows_of,
    setting,
    sql,
)

REVISIONS = sorted(one.revision for one in ScriptDirectory(schema._MIGRATIONS).walk_revisions())
KEPT = {"passages": 5, "daily": {"channel": str(ALICE), "hour": 7, "zone": "UTC"}}
OF_SERVER = {"server": SERVER, "day": NOW.date(), "n": 3}
ROWS: dict[str, dict[str, Any]] = {
    "servers": {"server": SERVER, "version": 1, "settings": KEPT},
    "history": {
        "server": SERVER,
        "version": 1,
        "at": NOW,
        "by": BOB,
        "kind": "import",
        "before": {"passages": 3, "daily": None},
        "after": KEPT,
    },
    "blocks": {"server": SERVER, "member": BOB, "by": BOB, "at": NOW, "until": NOW + DAY},
    "counts": {**OF_SERVER, "outcome": "answer"},
    "pages": {**OF_SERVER, "page": "p. 1"},
    "feedback": {**OF_SERVER, "judged": "not this"},
    "questions": {
        "server": SERVER,
        "id": "1",
        "at": NOW,
        "words": "Who?",
        "outcome": "nearest",
        "asker": "0" * 64,
    },
    "claims": {"server": SERVER, "day": NOW.date()},
    "running": {"holder": "1", "bot": BOB, "first": 0, "last": 7, "total": 32, "until": NOW},
    "turns": {"bot": BOB, "bucket": 0, "free": NOW},
}


def of(url: str, act: Callable[[Connection], Any]) -> Any:
    """Do something with a connection to a database."""

    async def acted() -> Any:
        database = Database(url)
        async with schema.hold_schema_transaction(database) as connection:
            done = await connection.run_sync(act)
        await database.close()
        return done

    return asyncio.run(acted())


def filled(connection: Connection, revision: str) -> None:
    """Make a schema with a row in each of its tables."""
    schema.migrate(connection, revision)
    there = MetaData()
    there.reflect(connection)
    for name, row in ROWS.items():
        if name in there.tables:
            connection.execute(insert(there.tables[name]).values(row))


def test_there_are_earlier_schemas() -> None:
    assert len(REVISIONS) > 1
    assert REVISIONS[-1] == schema.REQUIRED_SCHEMA
    assert set(ROWS) == set(metadata.tables) - {"meta"}


@pytest.mark.parametrize("revision", REVISIONS)
def test_from_every_schema_what_was_kept_is_kept(empty: str, revision: str) -> None:
    of(empty, lambda connection: filled(connection, revision))
    assert asyncio.run(schema.upgrade(empty)) == (revision, schema.REQUIRED_SCHEMA)
    assert [row.value for row in rows_of(empty, "meta") if row.key == "version"] == ["0"]

    async def act(storage: Storage) -> None:
        kept = await storage.settings(SERVER)
        assert kept.settings == DEFAULTS.change(**KEPT)
        history = list(await storage.history(SERVER))
        before = {"passages": 3, "daily": None}
        assert history == [HistoryEntry(1, NOW, BOB, "import", before, KEPT)]
        hold_together(kept, history)
        assert (await storage.undo(SERVER, BOB))[0].settings == DEFAULTS
        later = revision > REVISIONS[0]
        assert await storage.list_blocks(SERVER, NOW) == [block(BOB)][:0] or later
        assert bool((await storage.read_insights(SERVER, NOW.date())).days) == later
        await storage.delete_expired(datetime.now(UTC))

    on(empty, act)


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_tables_are_those_that_are_used(empty: str, revision: str) -> None:
    of(empty, lambda connection: schema.migrate(connection, revision))
    asyncio.run(schema.upgrade(empty))

    def differences(connection: Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert of(empty, differences) == []


def test_a_schema_that_is_there_stays(url: str) -> None:
    key = rows_of(url, "meta")
    assert asyncio.run(schema.upgrade(url)) == (schema.REQUIRED_SCHEMA, schema.REQUIRED_SCHEMA)
    assert rows_of(url, "meta") == key


@pytest.mark.parametrize("revision", [None, *REVISIONS[:-1]])
def test_an_earlier_schema_is_not_opened(empty: str, revision: str | None) -> None:
    if revision:
        of(empty, lambda connection: filled(connection, revision))
    with pytest.raises(SchemaError) as caught:
        on(empty, lambda storage: storage.version(SERVER))
    assert caught.value.current == revision
    present = f"schema {revision}" if revision else "no schema yet"
    assert str(caught.value) == (
        f"the database has {present}, and this version needs "
        f"{schema.REQUIRED_SCHEMA}; run `concordance db upgrade`"
    )


def test_what_is_not_there_is_not_made_by_opening_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none.db"
    with pytest.raises(SchemaError):
        on(url, lambda storage: storage.version(SERVER))
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/settings.db"
    asyncio.run(schema.upgrade(url))

    def modes() -> dict[str, int]:
        files = (tmp_path / "new").iterdir()
        return {one.name: stat.S_IMODE(one.stat().st_mode) for one in files}

    async def act(storage: Storage) -> dict[str, int]:
        await storage.change(SERVER, setting(passages=5))
        return modes()

    found = on(url, act)
    for name in ("settings.db", "settings.db-wal", "settings.db-shm"):
        assert found[name] == 0o600


def test_a_file_that_was_cut_to_nothing_is_no_new_database(sqlite: str, tmp_path: Path) -> None:
    on(sqlite, lambda storage: storage.change(SERVER, setting(passages=5)))
    backup = tmp_path / "backup.db"
    asyncio.run(write_backup(sqlite, backup))
    file = Path(make_url(sqlite).database or "")
    file.write_bytes(b"")
    for act in (schema.upgrade, inspect_condition, lambda url: write_backup(url, backup)):
        with pytest.raises(EmptyFileError, match="is an empty file"):
            asyncio.run(act(sqlite))
    assert file.read_bytes() == b""
    asyncio.run(restore_backup(sqlite, backup))
    assert on(sqlite, lambda storage: storage.settings(SERVER)).settings.passages == 5


def test_a_file_is_made_with_its_header_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.db"
    with (
        patch.object(Path, "replace", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        asyncio.run(schema.upgrade(f"sqlite:///{file}"))
    assert not file.exists()
    asyncio.run(schema.upgrade(f"sqlite:///{file}"))
    assert {one.name for one in file.parent.iterdir()} <= {file.name, f"{file.name}.lock"}


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="there is no folder of the kernel's")
def test_a_folder_that_takes_no_file_is_no_database_that_is_silent() -> None:
    with pytest.raises(StorageError, match="can only be read; let the bot write the database"):
        asyncio.run(schema.upgrade("sqlite:////sys/kernel/settings.db"))


def test_a_folder_that_is_a_file_is_no_database_that_is_silent(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be opened; look at CONCORDANCE_DATABASE_URL"):
        asyncio.run(schema.upgrade(f"sqlite:///{tmp_path}/file/settings.db"))


REFUSING: dict[str, Callable[[str], Coroutine[Any, Any, Any]]] = {
    "upgrade": schema.upgrade,
    "check": inspect_condition,
}


@pytest.mark.parametrize("name", REFUSING)
def test_a_newer_schema_is_refused_and_untouched(url: str, name: str) -> None:
    on(url, lambda storage: storage.change(SERVER, setting(passages=5)))
    sql(url, "UPDATE alembic_version SET version_num = '9999'")
    for act in (
        lambda: asyncio.run(REFUSING[name](url)),
        lambda: on(url, lambda storage: storage.version(SERVER)),
    ):
        with pytest.raises(SchemaError) as caught:
            act()
        assert caught.value.current == "9999"
        assert "; it is newer: update the program, or restore a backup" in str(caught.value)
    assert sql(url, "SELECT version_num FROM alembic_version") == [("9999",)]
    assert len(rows_of(url, "history")) == 1


def test_a_process_does_not_wait_for_another_for_ever(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "MIGRATION_TIMEOUT", 0.05)
    path = make_url(empty).database if empty.startswith("sqlite") else None

    async def second() -> None:
        database = Database(empty)
        async with schema.hold_schema_transaction(database):
            with pytest.raises(StorageError) as caught:
                await schema.upgrade(empty)
        await database.close()
        assert caught.value.remedy == "wait until that one has finished, or end it"
        assert caught.value.problem == (
            "is locked by another program"
            if path is None
            else "is being upgraded by another process"
        )

    asyncio.run(second())
    if path is not None:
        assert FileLock(f"{path}.lock").acquire(blocking=False)
