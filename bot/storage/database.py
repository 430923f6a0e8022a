"""A database at an address: SQLite or PostgreSQL, opened, read and written."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.driver_errors import translate_errors
from bot.storage.errors import AddressError, EmptyFileError
from bot.storage.tables import to_signed

READ_LOCK_TIMEOUT = 0.4
"""Seconds that a read waits for a lock, while a member waits for an answer."""

WRITE_LOCK_TIMEOUT = 2.0
"""Seconds that a write waits for a lock, while a moderator waits."""

_MAX_CONNECT_TIMEOUT = 10.0

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_QUERY_NAMES = {"host": "host", "port": "port", "ssl": "ssl", "sslmode": "ssl"}
"""The parts of a query that an address may have, and what asyncpg calls them."""


_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def _parse_address(url: str) -> URL:
    """Return an address with its driver; raise AddressError where it cannot be used."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise AddressError("has an address that is none") from error
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise AddressError(f"is of a kind that is not used here ({address.drivername})")
    if driver.startswith("sqlite"):
        _check_file_address(address)
        return address.set(drivername=driver)
    if unknown := sorted(set(address.query) - set(_QUERY_NAMES)):
        raise AddressError(f"has an address with a part that is not used here ({unknown[0]})")
    query = {_QUERY_NAMES[name]: value for name, value in address.query.items()}
    address = address.set(drivername=driver, query=query)
    _check_server_address(address)
    return address


def _check_file_address(address: URL) -> None:
    """Raise AddressError unless an address of SQLite names a file, and nothing else."""
    if not address.database or address.database == ":memory:":
        raise AddressError("has an address that names no file")
    if address.query or address.host:
        raise AddressError("has an address with more than a file in it")


def _check_server_address(address: URL) -> None:
    """Raise AddressError for an address of a server that asyncpg could not even try."""
    try:
        # SQLAlchemy reads hosts and ports, of which there may be several, only when it connects
        _, options = address.get_dialect()().create_connect_args(address)
    except (ArgumentError, ValueError) as error:
        raise AddressError(f"has an address whose hosts and ports do not fit ({error})") from error
    ports = options.get("port", [])
    if any(not 0 < port < 2**16 for port in (ports if isinstance(ports, list) else [ports])):
        raise AddressError("has an address with a port that is none")
    if options.get("ssl", "prefer") not in _SSL_MODES:
        raise AddressError(f"has an address with an ssl that is none of {', '.join(_SSL_MODES)}")
    if any("\0" in str(value) for value in options.values()):
        raise AddressError("has an address with a NUL in it")


class Database:
    """A database to read and write; connects when it is first used."""

    def __init__(self, url: str, patience: float | None = None) -> None:
        self.address, self._timeout = _parse_address(url), patience or WRITE_LOCK_TIMEOUT
        self.is_sqlite = self.address.get_backend_name() == "sqlite"
        self.engine = self._open_sqlite() if self.is_sqlite else self._open_postgresql()
        self._reading = self.engine
        if not self.is_sqlite:
            self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._writing = self.engine.execution_options(writing=True)
        self._writing_fast = self.engine.execution_options(writing=True, durable=False)

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        return Path(str(self.address.database))

    @property
    def absent(self) -> bool:
        """Whether the file of a SQLite database does not exist yet."""
        return self.is_sqlite and not self.path.exists()

    def check_file(self) -> None:
        """Raise EmptyFileError where SQLite would take a file that was cut off for a new one."""
        if self.is_sqlite and self.path.is_file() and not self.path.stat().st_size:
            raise EmptyFileError(self.path)

    @property
    def name(self) -> str:
        """Where it is, in words that hold no password."""
        if self.is_sqlite:
            return str(self.path)
        host = self.address.host or self.address.query.get("host", "localhost")
        return f"{self.address.database or 'postgres'} at {host}"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Hold a connection that reads the database as it is at one moment."""
        with translate_errors():
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(
        self, server: int = 0, *, durable: bool = True
    ) -> AsyncIterator[AsyncConnection]:
        """Hold the only transaction that writes for a server; it is kept whole or not at all.

        What is written again and again anyway need not be durable: with SQLite, it may then be
        lost when the machine loses power.
        """
        with translate_errors():
            async with (self._writing if durable else self._writing_fast).begin() as connection:
                if not self.is_sqlite:
                    await connection.execute(select(func.pg_advisory_xact_lock(to_signed(server))))
                yield connection

    async def now(self, connection: AsyncConnection) -> datetime:
        """Return the time by the database's own clock, since those of processes may differ."""
        sqlite_clock = func.strftime("%Y-%m-%dT%H:%M:%f+00:00", "now")
        query = select(sqlite_clock if self.is_sqlite else func.clock_timestamp())
        time: datetime | str = (await connection.execute(query)).scalar_one()
        return datetime.fromisoformat(time) if isinstance(time, str) else time

    async def wipe(self) -> None:
        """Empty SQLite's write-ahead log, so that deleted rows do not stay in it."""
        if self.is_sqlite:
            async with self.reading() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Close its connections."""
        await self.engine.dispose()

    def _open_sqlite(self) -> AsyncEngine:
        options = {"timeout": min(READ_LOCK_TIMEOUT, self._timeout)}
        engine = create_async_engine(self.address, hide_parameters=True, connect_args=options)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", self._begin)
        return engine

    def _begin(self, connection: Connection) -> None:
        """Begin a transaction; one that will write takes the lock before it reads anything."""
        options = connection.get_execution_options()
        writing = options.get("writing")
        synchronous = "FULL" if options.get("durable", True) else "NORMAL"
        timeout = self._timeout if writing else min(READ_LOCK_TIMEOUT, self._timeout)
        connection.exec_driver_sql(f"PRAGMA busy_timeout={timeout * 1000:.0f}")
        connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    def _open_postgresql(self) -> AsyncEngine:
        lock_timeout = f"{self._timeout * 1000:.0f}"
        return create_async_engine(
            self.address,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=self._timeout,
            connect_args={
                "timeout": min(self._timeout, _MAX_CONNECT_TIMEOUT),
                "command_timeout": 2 * self._timeout,
                "server_settings": {
                    "lock_timeout": lock_timeout,
                    "application_name": "concordance",
                },
            },
        )


class Queries:
    """Queries of the database at an address."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    @property
    def password(self) -> str | None:
        """The password in the address, which must stay out of the log."""
        return self._database.address.password

    async def close(self) -> None:
        """Close the connections."""
        await self._database.close()


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    """Leave transactions to SQLAlchemy, enforce foreign keys, and overwrite deleted rows."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in ("foreign_keys=ON", "journal_mode=WAL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
