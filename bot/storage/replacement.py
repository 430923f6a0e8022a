"""A database's contents replaced by those of a backup, all at once or not at all."""

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
LockedAction = Callable[[], None]
"""An action taken once the target of SQLite's backup is locked."""

BackupProgress = Callable[[int, int, int], None]
"""The callback of SQLite's backup: a status, the pages that remain, and all pages."""


def replace_file(path: Path, copy: Connection, replace: bool) -> None:
    """Replace a SQLite database, which others may have open, with a copy.

    They see the old rows until all new ones are there. If the process is killed meanwhile, the
    old rows stay.
    """

    def prepare() -> None:
        highest = read_file(path, partial(_highest_replaceable, replace=replace))
        _raise_versions(copy, highest)

    source: Any = copy.connection.driver_connection
    with closing(_open(path)) as target:
        # a page at a time: the first step then locks the target without finishing the copy
        source.backup(target, pages=1, progress=_run_once_locked(prepare))


def replace_rows(connection: Connection, copy: Connection, replace: bool) -> None:
    """Replace the rows of PostgreSQL with those of a copy, within the connection's transaction."""
    highest = _highest_replaceable(connection, replace=replace)
    before = _reflect(connection)
    before.reflect(connection, only=lambda name, _: name == "alembic_version")
    before.drop_all(connection)
    schema.migrate(connection, schema.REQUIRED_SCHEMA)
    # the migrations have inserted rows of their own
    connection.execute(delete(tables.meta))
    for table in tables.metadata.sorted_tables:
        for rows in copy.execute(select(table)).mappings().partitions(_BATCH):
            connection.execute(insert(table), [dict(row) for row in rows])
    _raise_versions(connection, highest)


def _open(path: Path) -> sqlite3.Connection:
    """Open a database to be replaced, with a write-ahead log: reads do not wait for writes."""
    uri = f"{path.resolve().as_uri()}?mode=rw"
    target = sqlite3.connect(uri, schema.MIGRATION_TIMEOUT, uri=True, isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL"):
        target.execute(f"PRAGMA {setting}")
    return target


def _run_once_locked(action: LockedAction) -> BackupProgress:
    """Return a callback that takes an action once, when a backup has locked its target."""
    pending = [action]

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            # without an error, SQLite would try again for ever
            raise StorageError(LOCKED.problem, LOCKED.remedy)
        if pending:
            pending.pop()()

    return progress


def _highest_replaceable(connection: Connection, *, replace: bool) -> int:
    """Return the highest version of any server of a database, even of a deleted one.

    Raises SchemaError where its schema is newer, and NotEmptyError where it must not be replaced.
    """
    schema.read_known_schema(connection)
    reflected = _reflect(connection)
    if not replace and _holds_servers(connection, reflected):
        raise NotEmptyError
    versions: list[int | None] = []
    if "servers" in reflected.tables:
        versions.append(connection.execute(select(func.max(tables.servers.c.version))).scalar_one())
    if "meta" in reflected.tables:
        versions.append(connection.execute(row_mapping.HIGHEST_DELETED).scalar_one_or_none())
    return max((version for version in versions if version is not None), default=0)


def _reflect(connection: Connection) -> MetaData:
    """Return the tables that the database has; its schema may be an earlier one."""
    reflected = MetaData()
    reflected.reflect(connection, only=lambda name, _: name in tables.metadata.tables)
    return reflected


def _holds_servers(connection: Connection, reflected: MetaData) -> bool:
    """Return whether anything is kept of any server."""
    if "servers" not in reflected.tables:
        return False
    return connection.execute(select(tables.servers.c.server).limit(1)).first() is not None


def _raise_versions(connection: Connection, highest: int) -> None:
    """Raise versions above the highest: running processes have cached other settings by those."""
    servers = tables.servers
    used = servers.c.version.between(1, highest)
    connection.execute(update(servers).where(used).values(version=highest + 1))
    connection.execute(row_mapping.raise_deleted_version(highest))
