"""A database looked at and not changed: no file is made, nothing is set, nothing is waited for."""

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
from bot.storage.database import READING, Database
from bot.storage.driver_errors import told
from bot.storage.errors import StorageError
from bot.storage.inspection import Unread, sound, unread
from bot.storage.tables import metadata, servers

Found = TypeVar("Found")

_WAL = b"\x02"
"""What says in a file's header that it has a log of writes beside it."""


@dataclass(frozen=True, slots=True)
class File:
    """How a SQLite database lies in its file: its pages, those of them that hold nothing."""

    size: int
    free: int
    log: bool
    """Whether it has a log of writes beside it, so that reading waits for no writing."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How a database is; `unread` is empty where the schema is not this version's."""

    name: str
    program: str
    schema: str | None
    writable: bool
    unread: tuple[Unread, ...] = ()
    file: File | None = None


async def look(url: str, patience: float) -> Looked | None:
    """Look a database over; None where it is a file that is not there yet.

    Raises StorageError where it cannot be read.
    """
    database = Database(url, patience)
    return None if database.absent else await _on(database, partial(_looked, database))


async def settings_of(
    url: str, numbers: Sequence[int], patience: float
) -> Mapping[int, ServerSettings]:
    """Return the settings that are kept of some servers; raise StorageError as `look` does."""
    database = Database(url, patience)
    return {} if database.absent else await _on(database, partial(_settings, numbers))


async def _on(database: Database, read: Callable[[Connection], Found]) -> Found:
    if database.of_files:
        return await asyncio.to_thread(read_file, database.path, read)
    try:
        async with database.reading() as connection:
            return await connection.run_sync(read)
    finally:
        await database.close()


def read_file(path: Path, read: Callable[[Connection], Found]) -> Found:
    """Read a SQLite database without changing its file, as the bot's own connections do."""
    if not path.is_file():
        raise StorageError("is no file", "look at CONCORDANCE_DATABASE_URL")
    engine = create_engine("sqlite://", creator=partial(open_file, path), poolclass=NullPool)
    with told(), engine.connect() as connection:
        return read(connection)


def open_file(path: Path) -> sqlite3.Connection:
    """Open a SQLite database that is only read, and leave nothing beside it."""
    # at rest SQLite would make two files beside one with a log, and leave them there
    rest = "&immutable=1" if _has_log(path) and not Path(f"{path}-wal").exists() else ""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{rest}", READING, uri=True)


def _has_log(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(19)[18:] == _WAL
    except OSError:
        return False


def _looked(database: Database, connection: Connection) -> Looked:
    if database.of_files:
        sound(connection)
    current = schema.found(connection)
    ours = current == schema.WANTED
    file = _file(database.path, connection) if database.of_files else None
    return Looked(
        name=database.name,
        program=_program(connection),
        schema=current,
        writable=_writable(database, connection, ours),
        unread=unread(connection) if ours else (),
        file=file,
    )


def _program(connection: Connection) -> str:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.dialect.name]
    return f"{name} {'.'.join(map(str, connection.dialect.server_version_info or ()))}"


def _file(path: Path, connection: Connection) -> File:
    names = ("page_size", "page_count", "freelist_count")
    size, pages, free = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names
    )
    return File(size * pages, size * free, _has_log(path))


def _writable(database: Database, connection: Connection, ours: bool) -> bool:
    if database.of_files:
        return all(os.access(place, os.W_OK) for place in (database.path, database.path.parent))
    if connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on":
        return False
    rights = [
        func.has_table_privilege(table, right)
        for table in metadata.tables
        for right in ("INSERT", "UPDATE", "DELETE")
    ]
    return not ours or bool(connection.execute(select(and_(*rights))).scalar_one())


def _settings(numbers: Sequence[int], connection: Connection) -> dict[int, ServerSettings]:
    if schema.found(connection) != schema.WANTED:
        return {}
    query = select(servers.c.server, servers.c.settings).where(servers.c.server.in_(numbers))
    return {
        row.server: row_mapping.settings_of(row.settings, row.server)
        for row in connection.execute(query)
    }
