"""A database inspected: its schema, its size, and what is wrong with it."""

from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Connection, func, select

from bot.servers.settings import ServerSettings
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.driver_errors import DAMAGE_REMEDY
from bot.storage.errors import StorageError
from bot.storage.tables import history, servers


@dataclass(frozen=True, slots=True)
class InvalidSetting:
    """A setting that this version does not accept; the default applies instead."""

    server: int
    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class DatabaseCondition:
    """The condition of a database: its schema, its size, and invalid settings."""

    database: str
    schema: str
    servers: int
    changes: int
    unread: tuple[InvalidSetting, ...]


async def inspect_condition(url: str) -> DatabaseCondition:
    """Return the condition of a database.

    Raises SchemaError or StorageError where it cannot be used.
    """
    database = Database(url)
    try:
        current = await schema.check_schema(database)
        async with database.reading() as connection:
            if database.is_sqlite:
                await connection.run_sync(check_integrity)
            server_count, change_count = [
                (await connection.execute(select(func.count()).select_from(table))).scalar_one()
                for table in (servers, history)
            ]
            invalid = await connection.run_sync(find_invalid_settings)
        return DatabaseCondition(database.name, current, server_count, change_count, invalid)
    finally:
        await database.close()


def check_integrity(connection: Connection, check: str = "quick_check") -> None:
    """Raise StorageError where SQLite finds the file damaged, or a row without a server.

    The check may be `integrity_check`, which also compares every index with its table, and takes
    longer.
    """
    (verdict,) = connection.exec_driver_sql(f"PRAGMA {check}(1)").scalars()
    if verdict != "ok":
        raise StorageError("is damaged", DAMAGE_REMEDY)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StorageError("has rows of servers that it has not", DAMAGE_REMEDY)


def find_invalid_settings(connection: Connection) -> tuple[InvalidSetting, ...]:
    """Return the stored settings that this version does not accept."""
    invalid = []
    for row in connection.execute(select(servers.c.server, servers.c.settings)):
        try:
            ServerSettings.model_validate(row.settings)
        except ValidationError as error:
            invalid += [
                InvalidSetting(row.server, str(field["loc"][0]), field["msg"])
                for field in error.errors()
            ]
    return tuple(invalid)
