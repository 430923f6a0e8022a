"""Backups: what is in them, that they are whole, and that they come back."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.storage import schema
from bot.storage.backup import restore_backup, write_backup
from bot.storage.errors import BackupError, OwnProgramsError, SchemaError, StorageError
from embeddings.files import atomic
from tests.bot.storage.conftest import MakeUrl
from tests.bot.storage.test_schema import REVISIONS, filled, of
from tests.support.full_disk import cramped
from tests.support.storage_actions import (
    ALICE,
    SERVER,
    everything,
    fill,
    on,
    rows_of,
    setting,
    sql,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a backup is to be."""
    return tmp_path / "backups" / "settings.db"


@pytest.fixture(autouse=True)
def _folder(file: Path) -> None:
    file.parent.mkdir()


def path(url: str) -> Path:
    """Return the file of a SQLite database."""
    return Path(make_url(url).database or "")


def test_all_that_is_kept_comes_back(sqlite: str, make_empty: MakeUrl, file: Path) -> None:
    on(sqlite, fill)
    kept = on(sqlite, everything)
    held = asyncio.run(write_backup(sqlite, file))
    assert (held.schema, held.rows["servers"], held.rows["history"]) == (
        schema.REQUIRED_SCHEMA,
        2,
        4,
    )
    elsewhere = make_empty()
    assert asyncio.run(restore_backup(elsewhere, file)) == held
    assert on(elsewhere, everything) == kept
    assert on(elsewhere, lambda storage: storage.forget_member(ALICE)) == 1
    assert on(elsewhere, lambda storage: storage.undo(SERVER, ALICE))[1].version == 2


@pytest.mark.parametrize("revision", REVISIONS)
def test_one_of_an_earlier_schema_is_brought_to_this_one(
    tmp_path: Path, make_empty: MakeUrl, file: Path, revision: str
) -> None:
    old, new = f"sqlite:///{tmp_path}/old.db", make_empty()
    of(old, lambda connection: filled(connection, revision))
    assert asyncio.run(write_backup(old, file)).schema == revision
    assert asyncio.run(restore_backup(new, file)).schema == revision
    asyncio.run(schema.upgrade(old))
    history = on(old, lambda storage: storage.history(SERVER))
    assert on(new, lambda storage: storage.history(SERVER)) == history
    assert len(rows_of(new, "meta")) == 2


def test_it_is_of_what_was_committed_while_others_write(sqlite: str, file: Path) -> None:
    on(sqlite, lambda storage: storage.change(SERVER, setting(passages=4)))
    with closing(sqlite3.connect(path(sqlite), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE servers SET version = 9")
        asyncio.run(write_backup(sqlite, file))
        other.execute("COMMIT")
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT version FROM servers").fetchall() == [(1,)]
    assert [row.version for row in rows_of(sqlite, "servers")] == [9]


def test_nothing_is_in_it_that_was_deleted(sqlite: str, file: Path) -> None:
    words = "What did the keeper bury?"
    with closing(sqlite3.connect(path(sqlite))) as other:
        other.execute("PRAGMA secure_delete=OFF")
        other.execute("INSERT INTO meta VALUES ('words', ?)", (words,))
        other.commit()
        other.execute("DELETE FROM meta WHERE key = 'words'")
        other.commit()
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert words.encode() in path(sqlite).read_bytes()
        asyncio.run(write_backup(sqlite, file))
    assert words.encode() not in file.read_bytes()


def test_it_is_one_file_for_nobody_else_to_read(sqlite: str, file: Path) -> None:
    on(sqlite, fill)
    asyncio.run(write_backup(sqlite, file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o400)
    file.parent.chmod(0o500)
    asyncio.run(restore_backup(f"{sqlite}.other", file))
    assert [*file.parent.iterdir()] == [file]


def full(_descriptor: int) -> None:
    """Fail as a disk does that is full."""
    raise OSError(28, "No space left on device")


def test_a_backup_that_fails_leaves_the_one_before(
    sqlite: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(write_backup(sqlite, file))
    before = file.read_bytes()
    on(sqlite, fill)
    monkeypatch.setattr(atomic, "sync", full)
    with pytest.raises(BackupError) as caught:
        asyncio.run(write_backup(sqlite, file))
    words = "cannot be written (No space left on device); name another file"
    assert str(caught.value) == f"{file}: {words}"
    assert [*file.parent.iterdir()] == [file]
    assert file.read_bytes() == before
    monkeypatch.undo()
    asyncio.run(write_backup(sqlite, file))
    assert file.read_bytes() != before


def test_where_the_disk_is_full_the_file_is_said_not_to_be_written(sqlite: str, file: Path) -> None:
    on(sqlite, fill)
    room = 50_000  # for the 32 kB that SQLite has beside a database in use, and not for a copy
    with cramped(room), pytest.raises(BackupError, match="cannot be written") as caught:
        asyncio.run(write_backup(sqlite, file))
    assert caught.value.file == file
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize("where", ["none/file", "text/file", "."])
def test_where_no_file_can_be_none_is_written(sqlite: str, tmp_path: Path, where: str) -> None:
    (tmp_path / "text").touch()
    with pytest.raises(BackupError, match="cannot be written"):
        asyncio.run(write_backup(sqlite, tmp_path / where / ""))
    assert not list(tmp_path.glob("**/.*"))


def test_the_database_itself_is_neither_written_over_nor_restored(
    sqlite: str, tmp_path: Path
) -> None:
    on(sqlite, fill)
    kept, other = on(sqlite, everything), tmp_path / "other"
    other.symlink_to(path(sqlite))
    for file in (path(sqlite), other):
        for act in (write_backup(sqlite, file), restore_backup(sqlite, file, replace=True)):
            with pytest.raises(BackupError, match="is the database itself"):
                asyncio.run(act)
    assert on(sqlite, everything) == kept


def test_a_database_of_a_newer_schema_or_none_has_no_backup(sqlite: str, file: Path) -> None:
    sql(sqlite, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match="it is newer: update the program, or restore a backup"):
        asyncio.run(write_backup(sqlite, file))
    with pytest.raises(SchemaError, match="run `concordance db upgrade`"):
        asyncio.run(write_backup(f"{sqlite}.other", file))
    assert list(file.parent.iterdir()) == []


def test_a_damaged_database_has_no_backup(sqlite: str, file: Path) -> None:
    on(sqlite, fill)
    (row,) = sql(sqlite, "SELECT rootpage FROM sqlite_schema WHERE name = 'history'")
    with path(sqlite).open("r+b") as damaged:
        damaged.seek((row.rootpage - 1) * 4096)
        damaged.write(b"no page of a table")
    with pytest.raises(StorageError, match="the database is damaged"):
        asyncio.run(write_backup(sqlite, file))
    assert list(file.parent.iterdir()) == []


ADDRESS = "postgresql://me:hunter2@host:5433/name?sslmode=require"


def test_postgresql_is_copied_by_its_own_program(tmp_path: Path) -> None:
    file = tmp_path / "a backup"
    with pytest.raises(OwnProgramsError) as caught:
        asyncio.run(write_backup(ADDRESS, file))
    address = "'postgresql://me@host:5433/name?sslmode=require'"
    command = f"pg_dump --format=custom --file='{file}' --dbname={address}"
    assert caught.value.command == command
    assert str(caught.value) == (
        f"the database is PostgreSQL, which has its own programs for that; run `{command}`"
    )


def test_a_backup_of_postgresql_is_restored_by_its_own_program(tmp_path: Path) -> None:
    file = tmp_path / "name.dump"
    file.write_bytes(b"PGDMP\x01\x0e\x00")
    with pytest.raises(OwnProgramsError) as caught:
        asyncio.run(restore_backup(ADDRESS, file))
    address = "'postgresql://me@host:5433/name?sslmode=require'"
    command = f"pg_restore --clean --if-exists --dbname={address} {file}"
    assert caught.value.command == command
    with pytest.raises(BackupError, match="is damaged, or no backup of Concordance"):
        asyncio.run(restore_backup(f"sqlite:///{tmp_path}/new.db", file))
    assert [*tmp_path.glob("*.db*")] == []


def test_what_a_running_process_keeps_is_not_changed_by_a_backup(sqlite: str, file: Path) -> None:
    on(sqlite, fill)
    kept = on(sqlite, everything)
    asyncio.run(write_backup(sqlite, file))
    assert on(sqlite, everything) == kept
    assert sql(sqlite, "PRAGMA journal_mode") == [("wal",)]
