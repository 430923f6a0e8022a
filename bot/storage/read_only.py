"""A database inspected without changing it, creating files beside it, or waiting for locks."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, NullPool, and_, create_engine, func, select

from bot.servers.settings import ServerSettings
from bot.storage import row_mapping, schema
from bot.storage.database import READ_LOCK_TIMEOUT, Database
from bot.storage.driver_errors import translate_errors
from bot.storage.errors import StorageError
from bot.storage.inspection import InvalidSetting, check_integrity, find_invalid_settings
from bot.storage.tables import metadata, servers

ReadResult = TypeVar("ReadResult")

_WAL_VERSION = b"\x02"
"""The byte in a SQLite file's header that says it uses a write-ahead log."""


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """The file of a SQLite database: its bytes, and those of them in free pages."""

    size: int
    free: int
    has_log: bool
    """Whether it uses a write-ahead log, so that reads do not wait for writes."""


@dataclass(frozen=True, slots=True)
class DatabaseOverview:
    """What a database looks like.

    `invalid_settings` is empty unless the schema is this version's.
    """

    name: str
    program: str
    schema: str | None
    writable: bool
    invalid_settings: tuple[InvalidSetting, ...] = ()
    file: DatabaseFile | None = None


async def inspect_database(url: str, patience: float) -> DatabaseOverview | None:
    """Inspect a database; return None for a file that does not exist yet.

    Raises StorageError where it cannot be read.
    """
    database = Database(url, patience)
    database.check_file()
    return None if database.absent else await _read(database, partial(_inspect, database))


async def read_stored_settings(
    url: str, numbers: Sequence[int], patience: float
) -> Mapping[int, ServerSettings]:
    """Return the stored settings of some servers.

    There are none where the file does not exist yet or the schema is not this version's. Raises
    StorageError where the database cannot be read.
    """
    database = Database(url, patience)
    return {} if database.absent else await _read(database, partial(_read_settings, numbers))


async def _read(database: Database, read: Callable[[Connection], ReadResult]) -> ReadResult:
    if database.is_sqlite:
        return await asyncio.to_thread(read_file, database.path, read)
    try:
        async with database.reading() as connection:
            return await connection.run_sync(read)
    finally:
        await database.close()


def read_file(path: Path, read: Callable[[Connection], ReadResult]) -> ReadResult:
    """Read a SQLite database without changing its file, in the way the bot itself reads."""
    if not path.is_file():
        raise StorageError("is no file", "look at CONCORDANCE_DATABASE_URL")
    engine = create_engine("sqlite://", creator=partial(open_read_only, path), poolclass=NullPool)
    with translate_errors(), engine.connect() as connection:
        return read(connection)


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a SQLite database for reading only, leaving no files beside it."""
    # for a database with a log that nobody has open, SQLite would leave two new files behind
    closed = _has_log(path) and not Path(f"{path}-wal").exists()
    options = "mode=ro&immutable=1" if closed else "mode=ro"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{options}", READ_LOCK_TIMEOUT, uri=True)


def _has_log(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(19)[18:] == _WAL_VERSION
    except OSError:
        return False


def _inspect(database: Database, connection: Connection) -> DatabaseOverview:
    if database.is_sqlite:
        check_integrity(connection)
    current = schema.read_schema(connection)
    ours = current == schema.REQUIRED_SCHEMA
    file = _measure_file(database.path, connection) if database.is_sqlite else None
    return DatabaseOverview(
        name=database.name,
        program=_read_program(connection),
        schema=current,
        writable=_is_writable(database, connection, ours),
        invalid_settings=find_invalid_settings(connection) if ours else (),
        file=file,
    )


def _read_program(connection: Connection) -> str:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.dialect.name]
    return f"{name} {'.'.join(map(str, connection.dialect.server_version_info or ()))}"


def _measure_file(path: Path, connection: Connection) -> DatabaseFile:
    names = ("page_size", "page_count", "freelist_count")
    size, pages, free = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names
    )
    return DatabaseFile(size * pages, size * free, _has_log(path))


def _is_writable(database: Database, connection: Connection, ours: bool) -> bool:
    if database.is_sqlite:
        return all(os.access(place, os.W_OK) for place in (database.path, database.path.parent))
    if connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on":
        return False
    rights = [
        func.has_table_privilege(table, right)
        for table in metadata.tables
        for right in ("INSERT", "UPDATE", "DELETE")
    ]
    return not ours or bool(connection.execute(select(and_(*rights))).scalar_one())


def _read_settings(numbers: Sequence[int], connection: Connection) -> dict[int, ServerSettings]:
    if schema.read_schema(connection) != schema.REQUIRED_SCHEMA:
        return {}
    query = select(servers.c.server, servers.c.settings).where(servers.c.server.in_(numbers))
    return {
        row.server: row_mapping.parse_settings(row.settings, row.server)
        for row in connection.execute(query)
    }
