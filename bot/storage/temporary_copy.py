"""A backup read into a temporary database, of which nothing remains however its use ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import old_backup, schema
from bot.storage.driver_errors import code_of
from bot.storage.errors import BackupError, StorageError
from bot.storage.inspection import sound
from bot.storage.read_only import open_file
from bot.storage.records import Backup
from bot.storage.tables import metadata

_SQLITE = b"SQLite format 3\0"
_NONE = "is damaged, or no backup of Concordance"
_OF_THE_MACHINE = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM")
"""The beginnings of the codes of errors that no other file would be free of."""


def is_readable(file: Path) -> bool:
    """Say whether a file begins as a backup of SQLite does, or as an old one."""
    start = _start(file)
    return start == _SQLITE or old_backup.begins(start)


@contextmanager
def read(file: Path) -> Iterator[tuple[Backup, Connection]]:
    """Hold a backup's rows in a database of this version's schema.

    Raises BackupError for a file that is none or damaged, SchemaError for a newer schema.
    """
    # an empty name: SQLite makes a file that nobody else can open, and that ends with the process
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as driver:
        engine = create_engine("sqlite://", creator=lambda: driver, poolclass=StaticPool)
        with engine.connect() as copy:
            with _refused(file):
                held = _load(file, copy, driver)
            yield held, copy


def describe(connection: Connection) -> Backup:
    """Return the schema of a database, and the number of rows in each of its tables."""
    there = set(inspect(connection).get_table_names())
    tables = [table for table in metadata.sorted_tables if table.name in there]
    return Backup(
        schema.found(connection) or "none",
        {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        },
    )


def _start(file: Path) -> bytes:
    try:
        with file.open("rb") as lines:
            return lines.read(len(_SQLITE))
    except OSError as error:
        raise BackupError(file, f"cannot be read ({error.strerror})") from error


def _load(file: Path, copy: Connection, driver: sqlite3.Connection) -> Backup:
    """Read a backup of either kind, and bring it to this version's schema."""
    start = _start(file)
    if old_backup.begins(start):
        old_backup.load(file, copy)
    elif start == _SQLITE:
        with closing(open_file(file)) as source:
            source.backup(driver)
    else:
        raise BackupError(file, _NONE)
    _check(file, copy)
    held = describe(copy)
    if held.schema != schema.WANTED:
        schema.bring(copy, schema.WANTED)
    if not _is_ours(copy):
        raise BackupError(file, _NONE)
    return held


def _check(file: Path, copy: Connection) -> None:
    try:
        sound(copy, "integrity_check")
    except StorageError as error:
        raise BackupError(file, error.problem) from error
    current = schema.found(copy)
    if current is None or not inspect(copy).has_table("servers"):
        raise BackupError(file, _NONE)
    schema.check_backup(current)


def _is_ours(copy: Connection) -> bool:
    """Say whether the tables are those that this version uses."""
    there = inspect(copy)
    return all(
        there.has_table(table.name)
        and {column["name"] for column in there.get_columns(table.name)} == {*table.c.keys()}
        for table in metadata.sorted_tables
    )


@contextmanager
def _refused(file: Path) -> Iterator[None]:
    """Turn what SQLite says of a file into a BackupError."""
    try:
        yield
    except (sqlite3.Error, SQLAlchemyError) as error:
        if code_of(error).startswith(_OF_THE_MACHINE):
            raise
        raise BackupError(file, _NONE) from error
