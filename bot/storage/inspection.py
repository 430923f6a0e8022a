"""What can be said of a database without changing it: its schema, its size, what is amiss."""

from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Connection, func, select

from bot.servers.settings import ServerSettings
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.driver_errors import DAMAGED
from bot.storage.errors import StorageError
from bot.storage.tables import history, servers


@dataclass(frozen=True, slots=True)
class Unread:
    """A setting that this version does not take: the default holds in its place."""

    server: int
    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class Condition:
    """How a database is."""

    database: str
    schema: str
    servers: int
    changes: int
    unread: tuple[Unread, ...]


async def condition(url: str) -> Condition:
    """Look a database over; raise SchemaError or StorageError where it cannot be used."""
    database = Database(url)
    try:
        current = await schema.check(database)
        async with database.reading() as connection:
            if database.of_files:
                await connection.run_sync(sound)
            many, changes = [
                (await connection.execute(select(func.count()).select_from(table))).scalar_one()
                for table in (servers, history)
            ]
            untaken = await connection.run_sync(unread)
        return Condition(database.name, current, many, changes, untaken)
    finally:
        await database.close()


def sound(connection: Connection, check: str = "quick_check") -> None:
    """Raise StorageError where SQLite finds the file damaged, or a row without its server.

    `integrity_check` takes longer: it compares every index with its table.
    """
    (said,) = connection.exec_driver_sql(f"PRAGMA {check}(1)").scalars()
    if said != "ok":
        raise StorageError("is damaged", DAMAGED)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StorageError("has rows of servers that it has not", DAMAGED)


def unread(connection: Connection) -> tuple[Unread, ...]:
    """Return the settings that this version does not take."""
    fields = []
    for row in connection.execute(select(servers.c.server, servers.c.settings)):
        try:
            ServerSettings.model_validate(row.settings)
        except ValidationError as error:
            fields += [Unread(row.server, str(bad["loc"][0]), bad["msg"]) for bad in error.errors()]
    return tuple(fields)
