"""Backups: a database copied while it is in use, and a copy put in the place of what is kept."""

import os
import secrets
import shlex
import sqlite3
from asyncio import to_thread
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import URL

from bot.storage import replacement, schema, temporary_copy
from bot.storage.database import READING, Database
from bot.storage.driver_errors import code_of, told
from bot.storage.errors import BackupError, OwnProgramsError
from bot.storage.read_only import read_file
from bot.storage.records import Backup
from embeddings.files import atomic

_DUMP = "pg_dump --format=custom --file={file} --dbname={address}"
_RESTORE = "pg_restore --clean --if-exists --dbname={address} {file}"
_UNWRITTEN = ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
"""The codes of errors in writing a copy; all others are those of the database that is read."""


async def backup(url: str, file: Path) -> Backup:
    """Copy a SQLite database as it is at one moment into a file, whatever is changed meanwhile.

    Raises OwnProgramsError for PostgreSQL, SchemaError for a database that this version does not
    know, and BackupError where the file cannot be written.
    """
    database = Database(url)
    try:
        if not database.of_files:
            raise _of_postgresql(database, _DUMP, file)
        _refuse_itself(database, file)
        current = await schema.current(database)
        if current is None or not schema.known(current):
            raise schema.refusal(current)
        with told():
            return await to_thread(_write, database.path, file)
    finally:
        await database.close()


async def restore(url: str, file: Path, *, replace: bool = False) -> Backup:
    """Put a backup in the place of what a database keeps, with this version's schema.

    PostgreSQL takes those of SQLite too: so what was kept in the one moves to the other.
    Raises BackupError for a file that is none or damaged, SchemaError for a newer schema, and
    NotEmptyError where the database keeps something that it is not to replace.
    """
    database = Database(url, schema.PATIENCE)
    try:
        _refuse_itself(database, file)
        if not database.of_files and not temporary_copy.is_readable(file):
            raise _of_postgresql(database, _RESTORE, file)
        with told(), temporary_copy.read(file) as (held, copy):
            if database.of_files:
                async with schema.locked(database.path):
                    await to_thread(replacement.replace_file, database.path, copy, replace)
            else:
                async with schema.alone(database) as connection:
                    await connection.run_sync(replacement.replace_rows, copy, replace)
        return held
    finally:
        await database.close()


def _write(path: Path, file: Path) -> Backup:
    """Write a copy that is there whole or not at all."""
    with _beside(file) as beside:
        source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", READING, uri=True)
        with closing(source):
            try:
                # the backup API copies free pages too, with what was deleted from them
                source.execute("VACUUM INTO ?", (str(beside.absolute()),))
            except sqlite3.Error as error:
                if code_of(error) in _UNWRITTEN:
                    raise BackupError(file, f"cannot be written ({error})") from error
                raise
        return read_file(beside, temporary_copy.describe)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Hold an empty file that takes the other's place, at once, when it has been written."""
    beside = file.parent / f".{file.name}.{secrets.token_hex(4)}"
    try:
        # for whoever runs the bot alone: it holds what members asked, where that is kept
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield beside
        with beside.open("rb") as written:
            atomic.sync(written.fileno())
        atomic.rename(beside, file)
    except OSError as error:
        raise BackupError(file, f"cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _refuse_itself(database: Database, file: Path) -> None:
    """Raise BackupError where the file is the database: no copy may take its place."""
    with suppress(OSError):
        if database.of_files and database.path.samefile(file):
            raise BackupError(file, "is the database itself")


def _of_postgresql(database: Database, command: str, file: Path) -> OwnProgramsError:
    """Return what is said where PostgreSQL's own programs are needed: never a password."""
    given = database.address
    query = {"sslmode" if name == "ssl" else name: value for name, value in given.query.items()}
    address = URL.create(
        "postgresql",
        username=given.username,
        host=given.host,
        port=given.port,
        database=given.database,
        query=query,
    )
    names = {"file": file, "address": address}
    quoted = {name: shlex.quote(str(value)) for name, value in names.items()}
    return OwnProgramsError(command.format(**quoted))
