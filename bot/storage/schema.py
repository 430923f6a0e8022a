"""The schema of a database: which it has, which this version needs, and the way there."""

from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.driver_errors import told
from bot.storage.errors import SchemaError, StorageError

if TYPE_CHECKING:
    from alembic.config import Config

WANTED = "0004"
"""The schema that this version needs: the last migration. Alembic, which knows it too, is imported
only for another one: a process of the bot has no use for its 9 MB."""

PATIENCE = 60.0
"""Seconds that a process waits for another one's migration."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def known(schema: str) -> bool:
    """Say whether a schema is this version's or an earlier one's."""
    if schema == WANTED:
        return True
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError
    from alembic.util import CommandError

    try:
        return ScriptDirectory.from_config(_config()).get_revision(schema) is not None
    except (RevisionError, CommandError):
        return False


def check_backup(schema: str) -> None:
    """Raise SchemaError where a backup's schema is a newer one."""
    if not known(schema):
        raise SchemaError(schema, WANTED, "the backup is newer: update the program")


def found(connection: Connection) -> str | None:
    """Return the schema that a database has, as Alembic wrote it down."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    schema = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return None if schema is None else str(schema)


def older(connection: Connection) -> str | None:
    """Return the schema that a database has; raise SchemaError where it is a newer one."""
    schema = found(connection)
    if schema is not None and not known(schema):
        raise refusal(schema)
    return schema


def bring(connection: Connection, schema: str) -> None:
    """Bring a database from an earlier schema to another, within its transaction."""
    from alembic import command

    command.upgrade(_config(connection), schema)


async def check(database: Database) -> str:
    """Return the schema of a database; raise SchemaError where it is not this version's."""
    schema = await current(database)
    if schema != WANTED:
        raise refusal(schema)
    return schema


async def current(database: Database) -> str | None:
    """Return the schema of a database, None where it has none or is not there yet."""
    if database.absent:
        return None
    async with database.reading() as connection:
        return await connection.run_sync(found)


def refusal(schema: str | None) -> SchemaError:
    """Return what is said of a schema that is not this version's."""
    if schema is None or known(schema):
        return SchemaError(schema, WANTED, "run `concordance db upgrade`")
    return SchemaError(schema, WANTED, "it is newer: update the program, or restore a backup")


async def upgrade(url: str) -> tuple[str | None, str]:
    """Bring a database to this version's schema; return the one it had, and the one it has.

    A second process waits for the first. Raises SchemaError for a newer schema.
    """
    database = Database(url, PATIENCE)
    try:
        async with alone(database) as connection:
            before = await connection.run_sync(older)
            if before != WANTED:
                await connection.run_sync(bring, WANTED)
        return before, WANTED
    finally:
        await database.close()


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[AsyncConnection]:
    """Hold a transaction in which no other process changes the schema."""
    async with AsyncExitStack() as stack:
        if database.of_files:
            await stack.enter_async_context(locked(database.path))
        yield await stack.enter_async_context(database.writing())


def _make(path: Path) -> None:
    """Let a file be there, for whoever runs the bot alone, as what SQLite puts beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """Hold the file that stands for the right to change a database's schema."""
    lock = FileLock(f"{path}.lock", PATIENCE, thread_local=False)
    with told():
        _make(path)
        try:
            await to_thread(lock.acquire)
        except Timeout as error:
            remedy = "wait until that one has finished, or end it"
            raise StorageError("is being upgraded by another process", remedy) from error
    try:
        yield
    finally:
        lock.release()
