"""Databases to test on: SQLite, and a real PostgreSQL that is started for the session."""

import asyncio
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from bot.storage.schema import upgrade

if TYPE_CHECKING:
    from pgserver.postgres_server import PostgresServer

MakeUrl = Callable[[], str]
Make = Callable[[str], str]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator["PostgresServer"]:
    """Return a PostgreSQL of the session's own; as root it runs as another user."""
    # not below pytest's folder: another session would close that one to the other user
    folder = Path(tempfile.mkdtemp(prefix="concordance-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a folder of the user's that containers do not have
        from pgserver.postgres_server import get_server

    running = get_server(folder / "data", cleanup_mode="delete")
    running.psql("ALTER SYSTEM SET fsync = off;")
    running.psql("SELECT pg_reload_conf();")
    yield running
    running.cleanup()
    shutil.rmtree(folder)


def made(server: "PostgresServer", template: str) -> str:
    """Return the address of a new PostgreSQL database, a copy of another."""
    name = f"of_a_test_{next(_numbers)}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
    url = make_url(server.get_uri()).set(database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def _upgraded(server: "PostgresServer") -> str:
    """Return the name of a PostgreSQL database to copy, of this version's schema."""
    url = made(server, "template1")
    asyncio.run(upgrade(url))
    return make_url(url).database or ""


@pytest.fixture(scope="session")
def _file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite database to copy, of this version's schema."""
    file = tmp_path_factory.mktemp("sqlite") / "upgraded.db"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture
def make(server: "PostgresServer") -> Iterator[Make]:
    """Return what makes PostgreSQL databases for a test, copies of another."""
    urls: list[str] = []

    def copied(template: str) -> str:
        urls.append(made(server, template))
        return urls[-1]

    yield copied
    for url in urls:
        server.psql(f"DROP DATABASE {make_url(url).database} WITH (FORCE);")


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Return the kind of database that the test is run on."""
    return str(request.param)


@pytest.fixture
def make_empty(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> MakeUrl:
    """Return what makes databases without a table."""
    if kind == "postgresql":
        make = request.getfixturevalue("make")
        return lambda: str(make("template1"))
    return lambda: f"sqlite:///{tmp_path}/{next(_numbers)}.db"


@pytest.fixture
def empty(make_empty: MakeUrl) -> str:
    """Return the address of a database without a table."""
    return make_empty()


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest) -> str:
    """Return the address of a database of this version's schema, with nothing in it."""
    return str(request.getfixturevalue(kind))


@pytest.fixture
def sqlite(tmp_path: Path, _file: Path) -> str:
    """Return the address of a SQLite database of this version's schema."""
    return f"sqlite:///{shutil.copy(_file, tmp_path / 'sqlite.db')}"


@pytest.fixture
def postgresql(make: Make, _upgraded: str) -> str:
    """Return the address of a PostgreSQL database of this version's schema."""
    return make(_upgraded)
