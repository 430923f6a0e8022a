"""What a backup holds put in the place of what a database keeps: all of it at once, or nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, delete, func, insert, select, update

from bot.storage import row_mapping, schema, tables
from bot.storage.driver_errors import LOCKED
from bot.storage.errors import NotEmptyError, StorageError
from bot.storage.read_only import read_file

_BATCH = 500
Act = Callable[[], None]
Progress = Callable[[int, int, int], None]


def replace_file(path: Path, copy: Connection, replace: bool) -> None:
    """Put a copy in the place of a SQLite database, which others may have open.

    They see the old rows until the new ones stand, and so does who opens it after a kill.
    """

    def prepare() -> None:
        highest = read_file(path, partial(_highest_replaceable, replace=replace))
        _raise_versions(copy, highest)

    source: Any = copy.connection.driver_connection
    with closing(_open(path)) as target:
        # a page at a time, so that the first step has locked the target and finished nothing
        source.backup(target, pages=1, progress=_once_locked(prepare))


def replace_rows(connection: Connection, copy: Connection, replace: bool) -> None:
    """Put a copy's rows in the place of PostgreSQL's, within the transaction of its connection."""
    highest = _highest_replaceable(connection, replace=replace)
    before = _reflected(connection)
    before.reflect(connection, only=lambda name, _: name == "alembic_version")
    before.drop_all(connection)
    schema.bring(connection, schema.WANTED)
    connection.execute(delete(tables.meta))  # what the migrations have made: a backup has its own
    for table in tables.metadata.sorted_tables:
        for rows in copy.execute(select(table)).mappings().partitions(_BATCH):
            connection.execute(insert(table), [dict(row) for row in rows])
    _raise_versions(connection, highest)


def _open(path: Path) -> sqlite3.Connection:
    """Open a database to be replaced, with a log of writes: reading waits for no writing."""
    uri = f"{path.resolve().as_uri()}?mode=rw"
    target = sqlite3.connect(uri, schema.PATIENCE, uri=True, isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL"):
        target.execute(f"PRAGMA {setting}")
    return target


def _once_locked(act: Act) -> Progress:
    """Return what does something at the first step of a backup, which has locked its target."""
    pending = [act]

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):  # or it would try for ever
            raise StorageError(LOCKED.problem, LOCKED.remedy)
        if pending:
            pending.pop()()

    return progress


def _highest_replaceable(connection: Connection, *, replace: bool) -> int:
    """Return the highest version that a server of a database ever had, also one deleted.

    Raises SchemaError where its schema is newer, NotEmptyError where it must not be replaced.
    """
    schema.older(connection)
    there = _reflected(connection)
    if not replace and _holds_servers(connection, there):
        raise NotEmptyError
    versions: list[int | None] = []
    if "servers" in there.tables:
        versions.append(connection.execute(select(func.max(tables.servers.c.version))).scalar_one())
    if "meta" in there.tables:
        versions.append(connection.execute(row_mapping.HIGHEST_DELETED).scalar_one_or_none())
    return max((version for version in versions if version is not None), default=0)


def _reflected(connection: Connection) -> MetaData:
    """Return the tables as the database has them: its schema may be an earlier one."""
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name in tables.metadata.tables)
    return there


def _holds_servers(connection: Connection, there: MetaData) -> bool:
    """Say whether anything is kept of any server."""
    if "servers" not in there.tables:
        return False
    return connection.execute(select(tables.servers.c.server).limit(1)).first() is not None


def _raise_versions(connection: Connection, highest: int) -> None:
    """Let no version come again: running processes know other settings by it."""
    servers = tables.servers
    known = servers.c.version.between(1, highest)
    connection.execute(update(servers).where(known).values(version=highest + 1))
    connection.execute(row_mapping.raising(highest))
