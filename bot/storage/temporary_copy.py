"""A backup read into a temporary database, which leaves nothing behind."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import old_backup, schema
from bot.storage.driver_errors import find_code
from bot.storage.errors import BackupError, StorageError
from bot.storage.inspection import check_integrity
from bot.storage.read_only import open_read_only
from bot.storage.records import BackupSummary
from bot.storage.tables import metadata

_SQLITE_HEADER = b"SQLite format 3\0"
_NO_BACKUP = "is damaged, or no backup of Concordance"
_MACHINE_ERRORS = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM")
"""Prefixes of the codes of errors that are not due to the file."""


def is_backup(file: Path) -> bool:
    """Return whether a file begins like a SQLite database, or like an old backup."""
    start = _read_start(file)
    return start == _SQLITE_HEADER or old_backup.is_old_backup(start)


@contextmanager
def open_backup(file: Path) -> Iterator[tuple[BackupSummary, Connection]]:
    """Hold a summary of a backup, and its rows in a database of this version's schema.

    Raises BackupError for a file that is damaged or no backup, SchemaError for a newer schema.
    """
    # for an empty name, SQLite makes a private file that is deleted when the process ends
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as driver:
        engine = create_engine("sqlite://", creator=lambda: driver, poolclass=StaticPool)
        with engine.connect() as copy:
            with _translate_errors(file):
                summary = _load(file, copy, driver)
            yield summary, copy


def describe_backup(connection: Connection) -> BackupSummary:
    """Return the schema of a database, and the number of rows in each of its tables."""
    names = set(inspect(connection).get_table_names())
    tables = [table for table in metadata.sorted_tables if table.name in names]
    return BackupSummary(
        schema.read_schema(connection) or "none",
        {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        },
    )


def _read_start(file: Path) -> bytes:
    """Return as many first bytes of a file as a SQLite header has."""
    try:
        with file.open("rb") as stream:
            return stream.read(len(_SQLITE_HEADER))
    except OSError as error:
        raise BackupError(file, f"cannot be read ({error.strerror})") from error


def _load(file: Path, copy: Connection, driver: sqlite3.Connection) -> BackupSummary:
    """Read a backup of either kind, and migrate it to this version's schema."""
    # copy its rows
    start = _read_start(file)
    if old_backup.is_old_backup(start):
        old_backup.load_rows(file, copy)
    elif start == _SQLITE_HEADER:
        with closing(open_read_only(file)) as source:
            source.backup(driver)
    else:
        raise BackupError(file, _NO_BACKUP)

    # check and migrate them
    _check_copy(file, copy)
    summary = describe_backup(copy)
    if summary.schema != schema.REQUIRED_SCHEMA:
        schema.migrate(copy, schema.REQUIRED_SCHEMA)
    if not _has_our_tables(copy):
        raise BackupError(file, _NO_BACKUP)
    return summary


def _check_copy(file: Path, copy: Connection) -> None:
    """Raise an error unless a copy is undamaged, and has a schema that can be migrated."""
    try:
        check_integrity(copy, "integrity_check")
    except StorageError as error:
        raise BackupError(file, error.problem) from error
    current = schema.read_schema(copy)
    if current is None or not inspect(copy).has_table("servers"):
        raise BackupError(file, _NO_BACKUP)
    schema.check_backup_schema(current)


def _has_our_tables(copy: Connection) -> bool:
    """Return whether the tables and columns are those of this version."""
    inspector = inspect(copy)
    return all(
        inspector.has_table(table.name)
        and {column["name"] for column in inspector.get_columns(table.name)} == {*table.c.keys()}
        for table in metadata.sorted_tables
    )


@contextmanager
def _translate_errors(file: Path) -> Iterator[None]:
    """Turn SQLite's errors about a file into a BackupError."""
    try:
        yield
    except (sqlite3.Error, SQLAlchemyError) as error:
        if find_code(error).startswith(_MACHINE_ERRORS):
            raise
        raise BackupError(file, _NO_BACKUP) from error
