"""A database by its address: how SQLite and PostgreSQL are opened, read and written."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.driver_errors import told
from bot.storage.errors import AddressError
from bot.storage.tables import signed

READING = 0.4
"""Seconds that reading waits for a lock: a question waits for it,"""
WRITING = 2.0
"""and writing: a moderator does."""
_CONNECTING = 10.0

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_ASKED = {"host": "host", "port": "port", "ssl": "ssl", "sslmode": "ssl"}


def address(url: str) -> URL:
    """Return an address with the driver that it needs; raise AddressError for one of no use."""
    try:
        given = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise AddressError("has an address that is none") from error
    driver = _DRIVERS.get(given.drivername)
    if driver is None:
        raise AddressError(f"is of a kind that is not used here ({given.drivername})")
    if driver.startswith("sqlite"):
        return _file(given).set(drivername=driver)
    if unknown := sorted(set(given.query) - set(_ASKED)):
        raise AddressError(f"has an address with a part that is not used here ({unknown[0]})")
    query = {_ASKED[name]: value for name, value in given.query.items()}
    return given.set(drivername=driver, query=query)


def _file(given: URL) -> URL:
    if not given.database or given.database == ":memory:":
        raise AddressError("has an address that names no file")
    if given.query or given.host:
        raise AddressError("has an address with more than a file in it")
    return given


class Database:
    """A database to read and to write; connects when it is first used."""

    def __init__(self, url: str, patience: float | None = None) -> None:
        self.address, self._patience = address(url), patience or WRITING
        self.of_files = self.address.get_backend_name() == "sqlite"
        self.engine = self._sqlite() if self.of_files else self._postgresql()
        self._reading = self.engine
        if not self.of_files:
            self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._writing = self.engine.execution_options(writing=True)
        self._noting = self.engine.execution_options(writing=True, noting=True)

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        return Path(str(self.address.database))

    @property
    def absent(self) -> bool:
        """Whether the file of a SQLite database is not there yet."""
        return self.of_files and not self.path.exists()

    @property
    def name(self) -> str:
        """What a reader is told of where it is: never a password."""
        if self.of_files:
            return str(self.path)
        host = self.address.host or self.address.query.get("host", "localhost")
        return f"{self.address.database or 'postgres'} at {host}"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Hold a connection to read with: what it reads is of one moment."""
        with told():
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(
        self, server: int = 0, *, noting: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        """Hold a transaction that writes of a server, the only one; kept whole or not at all.

        What is only noted, again and again, may be lost when the machine loses its power.
        """
        with told():
            async with (self._noting if noting else self._writing).begin() as connection:
                if not self.of_files:
                    await connection.execute(select(func.pg_advisory_xact_lock(signed(server))))
                yield connection

    async def now(self, connection: AsyncConnection) -> datetime:
        """Return the time by the database's own clock: those of several processes may differ."""
        of_sqlite = func.strftime("%Y-%m-%dT%H:%M:%f+00:00", "now")
        query = select(of_sqlite if self.of_files else func.clock_timestamp())
        found: datetime | str = (await connection.execute(query)).scalar_one()
        return datetime.fromisoformat(found) if isinstance(found, str) else found

    async def wipe(self) -> None:
        """Let what was deleted not stay in SQLite's log of writes either."""
        if self.of_files:
            async with self.reading() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Close its connections."""
        await self.engine.dispose()

    def _sqlite(self) -> AsyncEngine:
        wait = {"timeout": min(READING, self._patience)}
        engine = create_async_engine(self.address, hide_parameters=True, connect_args=wait)
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", self._begin)
        return engine

    def _begin(self, connection: Connection) -> None:
        """Begin with the lock where it will write: who takes it later may find the rows changed."""
        options = connection.get_execution_options()
        writing, synchronous = options.get("writing"), "NORMAL" if options.get("noting") else "FULL"
        wait = self._patience if writing else min(READING, self._patience)
        connection.exec_driver_sql(f"PRAGMA busy_timeout={wait * 1000:.0f}")
        connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    def _postgresql(self) -> AsyncEngine:
        wait = f"{self._patience * 1000:.0f}"
        return create_async_engine(
            self.address,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=self._patience,
            connect_args={
                "timeout": min(self._patience, _CONNECTING),
                "command_timeout": 2 * self._patience,
                "server_settings": {"lock_timeout": wait, "application_name": "concordance"},
            },
        )


class Stored:
    """Something that is kept in a database, by its address."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    @property
    def password(self) -> str | None:
        """The password in the address, to be kept out of the log."""
        return self._database.address.password

    async def close(self) -> None:
        """Close the connections."""
        await self._database.close()


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    """Leave transactions to SQLAlchemy; hold rows to their server, and let deleted ones be gone."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in ("foreign_keys=ON", "journal_mode=WAL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
