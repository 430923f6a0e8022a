"""Databases to test on: SQLite, and a real PostgreSQL that is started for the run."""

import asyncio
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.storage.schema import upgrade
from tests.support.postgresql import EMPTY, PostgreSQL, serve
from tests.support.shared_run import make_once

MakeUrl = Callable[[], str]
Make = Callable[[str], str]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def server(run: Path) -> Iterator[PostgreSQL]:
    """Return the PostgreSQL of this run."""
    with serve(run) as running:
        yield running


@pytest.fixture(scope="session")
def _file(run: Path) -> Path:
    """Return a SQLite database to copy, of this version's schema."""
    return make_once(
        run / "upgraded.db",
        lambda file: asyncio.run(upgrade(f"sqlite:///{file}")),
    )


@pytest.fixture
def make(server: PostgreSQL) -> Iterator[Make]:
    """Return what makes PostgreSQL databases for a test, copies of another."""
    urls: list[str] = []

    def copied(template: str) -> str:
        urls.append(server.create_database(template))
        return urls[-1]

    yield copied
    for url in urls:
        server.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Return the kind of database that the test is run on."""
    return str(request.param)


@pytest.fixture
def make_empty(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> MakeUrl:
    """Return what makes databases without a table."""
    if kind == "postgresql":
        make = request.getfixturevalue("make")
        return lambda: str(make(EMPTY))
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
def postgresql(make: Make, server: PostgreSQL) -> str:
    """Return the address of a PostgreSQL database of this version's schema."""
    return make(server.upgraded())
