"""What is read for a backup, and what is refused with a sentence, before anything is changed."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.backup import restore_backup, write_backup
from bot.storage.errors import BackupError, SchemaError
from tests.bot.storage.test_backup import path
from tests.support.storage_actions import SERVER, everything, fill, on, setting

NONE = "is damaged, or no backup of Concordance"


@pytest.fixture
def file(sqlite: str, tmp_path: Path) -> Path:
    """Return a backup of something of everything."""
    on(sqlite, fill)
    asyncio.run(write_backup(sqlite, tmp_path / "backup"))
    return tmp_path / "backup"


def change(file: Path, *statements: str) -> None:
    """Change a backup as no program of ours does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def rewrite(act: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    """Return what changes the bytes of a file."""
    return lambda file: file.write_bytes(act(file.read_bytes()))


def hide_index(file: Path) -> None:
    """Let an index lack what its table has, as only a damaged disk or another program does."""
    index = "FROM sqlite_schema WHERE name = 'questions_asker'"
    for statements in (
        (f"CREATE TABLE hidden AS SELECT * {index}", f"DELETE {index}"),
        ("DELETE FROM questions",),
        ("INSERT INTO sqlite_schema SELECT * FROM hidden", "DROP TABLE hidden"),
    ):
        change(file, "PRAGMA writable_schema=ON", *statements)


def make_another(file: Path) -> None:
    """Let a file be the database of another program."""
    file.unlink()
    change(file, "CREATE TABLE servers (server)")


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (rewrite(lambda data: data[: len(data) // 2]), "is damaged"),
    "pages of nothing": (rewrite(lambda data: data[:5000] + bytes(len(data) - 5000)), "is damaged"),
    "a header alone": (rewrite(lambda data: data[:16]), NONE),
    "empty": (rewrite(lambda _: b""), NONE),
    "text": (rewrite(lambda _: b"Anything"), NONE),
    "another database": (make_another, NONE),
    "without its schema": (lambda file: change(file, "DROP TABLE alembic_version"), NONE),
    "without a table": (lambda file: change(file, "DROP TABLE blocks"), NONE),
    "without a column": (lambda file: change(file, "ALTER TABLE claims RENAME day TO at"), NONE),
    "with another schema's tables": (
        lambda file: change(file, "UPDATE alembic_version SET version_num = '0001'"),
        NONE,
    ),
    "a row without its server": (
        lambda file: change(file, "INSERT INTO claims VALUES (5, '2026-01-01')"),
        "has rows of servers that it has not",
    ),
    "an index with other rows": (hide_index, "is damaged;"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_damaged_or_none_is_refused(sqlite: str, file: Path, name: str) -> None:
    breaking, words = BROKEN[name]
    kept = on(sqlite, everything)
    breaking(file)
    with pytest.raises(BackupError, match=words) as caught:
        asyncio.run(restore_backup(sqlite, file, replace=True))
    assert caught.value.file == file
    assert on(sqlite, everything) == kept


@pytest.mark.parametrize("name", ["none", "."])
def test_what_cannot_be_read_is_said_and_no_database_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(BackupError, match="cannot be read"):
        asyncio.run(restore_backup(f"sqlite:///{tmp_path}/new.db", tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_a_newer_one_is_refused(sqlite: str, file: Path) -> None:
    change(file, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match="the backup is newer: update the program"):
        asyncio.run(restore_backup(sqlite, file, replace=True))


def test_a_copy_of_the_file_with_its_log_of_writes_is_read_whole(
    sqlite: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(path(sqlite))) as other:  # so that the log stays
        other.execute("SELECT * FROM servers").fetchall()
        on(sqlite, lambda storage: storage.change(SERVER, setting(passages=4)))
        for end in ("", "-wal"):
            (tmp_path / f"copy{end}").write_bytes(Path(f"{path(sqlite)}{end}").read_bytes())
    new = f"sqlite:///{tmp_path}/new.db"
    assert asyncio.run(restore_backup(new, tmp_path / "copy")).rows["history"] == 1
    assert on(new, lambda storage: storage.settings(SERVER)).settings.passages == 4
