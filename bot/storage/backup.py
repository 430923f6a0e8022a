"""Backups: a database copied while it is in use, and restored from such a copy."""

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
from bot.storage.database import READ_LOCK_TIMEOUT, Database
from bot.storage.driver_errors import find_code, translate_errors
from bot.storage.errors import BackupError, OwnProgramsError
from bot.storage.read_only import read_file
from bot.storage.records import BackupSummary
from embeddings.files import atomic

_DUMP = "pg_dump --format=custom --file={file} --dbname={address}"
_RESTORE = "pg_restore --clean --if-exists --dbname={address} {file}"
_WRITE_ERRORS = ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
"""Codes of errors in writing a copy; any other error is the database's own."""


async def write_backup(url: str, file: Path) -> BackupSummary:
    """Copy a SQLite database to a file, as it is at one moment, while others may change it.

    Raises OwnProgramsError for PostgreSQL, SchemaError for a schema unknown to this version, and
    BackupError where the file cannot be written, or holds anything but an earlier backup.
    """
    database = Database(url)
    try:
        if not database.is_sqlite:
            raise _make_postgresql_error(database, _DUMP, file)
        _check_not_database(database, file)
        _check_replaceable(file)
        current = await schema.read_current_schema(database)
        if current is None or not schema.is_known(current):
            raise schema.make_schema_error(current)
        with translate_errors():
            return await to_thread(_write_copy, database.path, file)
    finally:
        await database.close()


async def restore_backup(url: str, file: Path, *, replace: bool = False) -> BackupSummary:
    """Replace the contents of a database with a backup, brought to this version's schema.

    PostgreSQL takes backups of SQLite too, so that a bot can move from one to the other.
    Raises BackupError for a file that is damaged or no backup, SchemaError for a newer schema,
    and NotEmptyError where the database keeps something and `replace` is not set.
    """
    database = Database(url, schema.MIGRATION_TIMEOUT)
    try:
        _check_not_database(database, file)
        if not database.is_sqlite and not temporary_copy.is_backup(file):
            raise _make_postgresql_error(database, _RESTORE, file)
        with translate_errors(), temporary_copy.open_backup(file) as (summary, copy):
            if database.is_sqlite:
                async with schema.hold_schema_lock(database.path):
                    await to_thread(replacement.replace_file, database.path, copy, replace)
            else:
                async with schema.hold_schema_transaction(database) as connection:
                    await connection.run_sync(replacement.replace_rows, copy, replace)
        return summary
    finally:
        await database.close()


def _write_copy(path: Path, file: Path) -> BackupSummary:
    """Write a copy of a database, whole or not at all."""
    with _replacing(file) as temporary:
        source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", READ_LOCK_TIMEOUT, uri=True)
        with closing(source):
            try:
                # the backup API would copy free pages too, with what was deleted from them
                source.execute("VACUUM INTO ?", (str(temporary.absolute()),))
            except sqlite3.Error as error:
                if find_code(error) in _WRITE_ERRORS:
                    raise BackupError(file, f"cannot be written ({error})") from error
                raise
        return read_file(temporary, temporary_copy.describe_backup)


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """Hold an empty file to write, which then takes the place of the other at once."""
    temporary = file.parent / f".{file.name}.{secrets.token_hex(4)}"
    try:
        # readable only by the bot's user: it may hold what members asked
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield temporary
        with temporary.open("rb") as written:
            atomic.sync(written.fileno())
        atomic.rename(temporary, file)
    except OSError as error:
        raise BackupError(file, f"cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _check_not_database(database: Database, file: Path) -> None:
    """Raise BackupError where the file is the database, which no copy may replace."""
    with suppress(OSError):
        if database.is_sqlite and database.path.samefile(file):
            raise BackupError(file, "is the database itself")


def _check_replaceable(file: Path) -> None:
    """Raise BackupError for a file with something in it that is no backup: it would be lost."""
    if file.is_file() and file.stat().st_size and not temporary_copy.is_backup(file):
        raise BackupError(file, "is there already, and is no backup")


def _make_postgresql_error(database: Database, command: str, file: Path) -> OwnProgramsError:
    """Return an error with the command to run in PostgreSQL, without the password."""
    url = database.address
    query = {"sslmode" if name == "ssl" else name: value for name, value in url.query.items()}
    address = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=query,
    )
    values = {"file": file, "address": address}
    quoted = {name: shlex.quote(str(value)) for name, value in values.items()}
    return OwnProgramsError(command.format(**quoted))
