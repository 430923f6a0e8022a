"""The schema of a database: which it has, which this version needs, and how to migrate."""

import sqlite3
from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.driver_errors import translate_errors, translate_file_errors
from bot.storage.errors import SchemaError, StorageError

if TYPE_CHECKING:
    from alembic.config import Config

REQUIRED_SCHEMA = "0004"
"""The schema that this version needs: the last migration.

Alembic knows it too, but takes 9 MB, and is imported only where a database has another schema.
"""

MIGRATION_TIMEOUT = 60.0
"""Seconds that a process waits for another to migrate the database."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def _make_config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def is_known(schema: str) -> bool:
    """Return whether a schema is this version's or an earlier one."""
    if schema == REQUIRED_SCHEMA:
        return True
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError
    from alembic.util import CommandError

    try:
        return ScriptDirectory.from_config(_make_config()).get_revision(schema) is not None
    except (RevisionError, CommandError):
        return False


def check_backup_schema(schema: str) -> None:
    """Raise SchemaError where a backup has a newer schema than this version."""
    if not is_known(schema):
        raise SchemaError(schema, REQUIRED_SCHEMA, "the backup is newer: update the program")


def read_schema(connection: Connection) -> str | None:
    """Return the schema that Alembic has recorded in a database; None where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    schema = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return None if schema is None else str(schema)


def read_known_schema(connection: Connection) -> str | None:
    """Return the schema of a database; raise SchemaError where it is newer than this version's."""
    schema = read_schema(connection)
    if schema is not None and not is_known(schema):
        raise make_schema_error(schema)
    return schema


def migrate(connection: Connection, schema: str) -> None:
    """Migrate a database from an earlier schema to another, within the present transaction."""
    from alembic import command

    command.upgrade(_make_config(connection), schema)


async def check_schema(database: Database) -> str:
    """Return the schema of a database; raise SchemaError where it is not this version's."""
    schema = await read_current_schema(database)
    if schema != REQUIRED_SCHEMA:
        raise make_schema_error(schema)
    return schema


async def read_current_schema(database: Database) -> str | None:
    """Return the schema of a database; None where it has none, or does not exist yet."""
    database.check_file()
    if database.absent:
        return None
    async with database.reading() as connection:
        return await connection.run_sync(read_schema)


def make_schema_error(schema: str | None) -> SchemaError:
    """Return the error for a schema that is not this version's."""
    if schema is None or is_known(schema):
        return SchemaError(schema, REQUIRED_SCHEMA, "run `concordance db upgrade`")
    return SchemaError(
        schema, REQUIRED_SCHEMA, "it is newer: update the program, or restore a backup"
    )


async def upgrade(url: str) -> tuple[str | None, str]:
    """Migrate a database to this version's schema; return the schema before, and after.

    A second process waits for the first. Raises SchemaError for a newer schema, and
    EmptyFileError for a file that was cut off.
    """
    database = Database(url, MIGRATION_TIMEOUT)
    try:
        database.check_file()
        async with hold_schema_transaction(database) as connection:
            before = await connection.run_sync(read_known_schema)
            if before != REQUIRED_SCHEMA:
                await connection.run_sync(migrate, REQUIRED_SCHEMA)
        return before, REQUIRED_SCHEMA
    finally:
        await database.close()


@asynccontextmanager
async def hold_schema_transaction(database: Database) -> AsyncIterator[AsyncConnection]:
    """Hold a transaction in which no other process can change the schema."""
    async with AsyncExitStack() as stack:
        if database.is_sqlite:
            await stack.enter_async_context(hold_schema_lock(database.path))
        yield await stack.enter_async_context(database.writing())


def _create_file(path: Path) -> None:
    """Create a database for the bot's user alone; files that SQLite puts beside it inherit that.

    It is there with its header or not at all: an empty file is one that was cut off.
    """
    if path.exists():
        return
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(0o600, exist_ok=False)
    with closing(sqlite3.connect(new)) as database:
        database.execute("PRAGMA journal_mode=WAL")
    new.replace(path)


@asynccontextmanager
async def hold_schema_lock(path: Path) -> AsyncIterator[None]:
    """Hold the file lock that a process needs to change the schema of a SQLite database."""
    lock = FileLock(f"{path}.lock", MIGRATION_TIMEOUT, thread_local=False)
    with translate_file_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            await to_thread(lock.acquire)
        except Timeout as error:
            remedy = "wait until that one has finished, or end it"
            raise StorageError("is being upgraded by another process", remedy) from error
    try:
        with translate_errors(), translate_file_errors():
            _create_file(path)
        yield
    finally:
        lock.release()
