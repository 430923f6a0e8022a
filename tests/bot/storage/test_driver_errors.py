"""A database that is locked, read-only, full, gone: a sentence, and all is as it was."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url

from bot.servers.settings import DEFAULTS
from bot.state.server_caches import SettingsCache
from bot.storage import batched_reads, database
from bot.storage.errors import StorageError
from bot.storage.repository import Storage
from tests.support.postgresql import PostgreSQL
from tests.support.storage_actions import BOB, SERVER, block, on, setting, sql


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WRITE_LOCK_TIMEOUT", 0.05)


def refused(url: str, wrong: Callable[[Storage], Any]) -> StorageError:
    """Let something be wrong with a database in use; return what a change is refused with.

    Meanwhile the settings are in force as they were; afterwards it can be used again.
    """

    async def act(storage: Storage) -> StorageError:
        servers = SettingsCache(storage)
        await storage.change(SERVER, setting(passages=5))
        assert (await servers.of(SERVER)).passages == 5
        with wrong(storage):
            for change in (
                storage.change(SERVER, setting(passages=1)),
                storage.undo(SERVER, BOB),
                storage.block(SERVER, block()),
            ):
                with pytest.raises(StorageError) as caught:
                    await change
            assert (await servers.of(SERVER)).passages == 5
        assert (await storage.settings(SERVER)).version == 1
        assert (await storage.change(SERVER, setting(passages=2))).version == 2
        assert (await servers.of(SERVER)).passages == 2
        return caught.value

    return on(url, act)


def path(url: str) -> Path:
    """Return the file of a SQLite database."""
    return Path(make_url(url).database or "")


def test_sqlite_locked(sqlite: str) -> None:
    @contextmanager
    def wrong(_: Storage) -> Iterator[None]:
        with closing(sqlite3.connect(path(sqlite), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    error = refused(sqlite, wrong)
    assert str(error) == (
        "the database is locked by another program; wait until that one has finished, or end it"
    )


def pragma(storage: Storage, statement: str, after: str) -> Any:
    """Let a statement hold for every connection, and another one afterwards."""

    @contextmanager
    def held() -> Iterator[None]:
        now = [statement]
        engine = storage._database.engine.sync_engine
        event.listen(engine, "begin", lambda one: one.exec_driver_sql(now[0]))
        yield
        now[0] = after

    return held()


def test_sqlite_read_only(sqlite: str) -> None:
    error = refused(
        sqlite, lambda storage: pragma(storage, "PRAGMA query_only=1", "PRAGMA query_only=0")
    )
    assert error.problem == "can only be read"


def test_sqlite_full(sqlite: str) -> None:
    filler = "INSERT INTO pages VALUES (1, '2026-01-01', hex(zeroblob(99999)), 1)"
    sql(sqlite, "INSERT INTO servers VALUES (1, 0, '{}', NULL)")
    with closing(sqlite3.connect(path(sqlite))) as other:
        (pages,) = other.execute("PRAGMA page_count").fetchone()

    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(passages=5))
        with pragma(storage, f"PRAGMA max_page_count={pages}", "PRAGMA max_page_count=99999"):
            async with storage._database.writing() as connection:
                with pytest.raises(Exception, match="full"):
                    await connection.exec_driver_sql(filler)
            with pytest.raises(StorageError) as caught:
                await storage.count_feedback(SERVER, "x" * 9999, block().at)
            assert (await SettingsCache(storage).of(SERVER)).passages == 5
        assert str(caught.value) == "the database is full; free some space on its disk"
        await storage.count_feedback(SERVER, "x" * 9999, block().at)

    on(sqlite, act)


def test_sqlite_gone_before_it_is_opened(sqlite: str) -> None:
    async def act() -> None:
        storage = Storage(sqlite)
        path(sqlite).rename(path(sqlite).with_name("elsewhere"))
        path(sqlite).mkdir()
        with pytest.raises(StorageError) as caught:
            await storage.change(SERVER, setting(passages=1))
        assert caught.value.problem == "cannot be opened"
        assert await SettingsCache(storage).of(SERVER) is DEFAULTS
        path(sqlite).rmdir()
        path(sqlite).with_name("elsewhere").rename(path(sqlite))
        assert (await storage.change(SERVER, setting(passages=1))).version == 1
        await storage.close()

    asyncio.run(act())


def name(url: str) -> str:
    """Return the name of a PostgreSQL database."""
    return make_url(url).database or ""


def ended(url: str) -> str:
    """Return what ends all connections to a database."""
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    return f"{ending} WHERE datname = '{name(url)}';"


def between(server: PostgreSQL, before: str, after: str) -> Callable[[Storage], Any]:
    """Return what does something to a PostgreSQL, and something else afterwards."""

    @contextmanager
    def wrong(_: Storage) -> Iterator[None]:
        server.execute(before)
        yield
        server.execute(after)

    return wrong


def test_postgresql_locked(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WRITE_LOCK_TIMEOUT", 0.5)  # for a busy machine to connect

    @asynccontextmanager
    async def locked() -> AsyncIterator[None]:
        other = database.Database(postgresql)
        async with other.writing() as connection:
            await connection.exec_driver_sql("LOCK TABLE servers")
            yield
        await other.close()

    async def act(storage: Storage) -> None:
        servers = SettingsCache(storage)
        await storage.change(SERVER, setting(passages=5))
        assert (await servers.of(SERVER)).passages == 5
        async with locked():
            with pytest.raises(StorageError, match="is locked by another program"):
                await storage.change(SERVER, setting(passages=1))
            assert (await servers.of(SERVER)).passages == 5
        assert (await storage.change(SERVER, setting(passages=1))).version == 2

    on(postgresql, act)


def test_postgresql_read_only(server: PostgreSQL, postgresql: str) -> None:
    only = f"ALTER DATABASE {name(postgresql)} SET default_transaction_read_only"
    wrong = between(
        server, f"{only} = on; {ended(postgresql)}", f"{only} = off; {ended(postgresql)}"
    )
    assert refused(postgresql, wrong).problem == "can only be read"


def test_postgresql_full(postgresql: str) -> None:
    sql(
        postgresql,
        """CREATE FUNCTION full_() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = 'disk_full'; END $$""",
    )

    async def act(storage: Storage) -> None:
        with pytest.raises(StorageError) as caught:
            await storage.change(SERVER, setting(passages=5))
        assert caught.value.problem == "is full"
        assert await storage.version(SERVER) == 0

    sql(
        postgresql,
        "CREATE TRIGGER full_ BEFORE INSERT ON history EXECUTE FUNCTION full_()",
    )
    on(postgresql, act)


def test_postgresql_gone_for_a_while(server: PostgreSQL, postgresql: str) -> None:
    allow = f"ALTER DATABASE {name(postgresql)} ALLOW_CONNECTIONS"
    wrong = between(server, f"{allow} false; {ended(postgresql)}", f"{allow} true;")
    assert refused(postgresql, wrong).problem == "does not answer"


def test_postgresql_that_hangs_is_given_up_and_used_again(postgresql: str) -> None:
    async def act(storage: Storage) -> None:
        with pytest.raises(StorageError, match="does not answer"):
            async with storage._database.reading() as connection:
                await connection.exec_driver_sql("SELECT pg_sleep(3600)")
        assert (await storage.change(SERVER, setting(passages=1))).version == 1

    on(postgresql, act)


def test_connections_that_ended_meanwhile_are_made_anew(
    server: PostgreSQL, postgresql: str
) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(passages=5))
        server.execute(ended(postgresql))
        assert (await storage.settings(SERVER)).settings.passages == 5

    on(postgresql, act)


def test_one_that_does_not_say_a_word_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batched_reads, "READ_TIMEOUT", 0.01)
    monkeypatch.setattr(database, "WRITE_LOCK_TIMEOUT", 3600)

    async def act() -> None:
        silent = asyncio.Event()

        async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await silent.wait()
            writer.close()

        async with await asyncio.start_server(accept, "127.0.0.1") as listening:
            port = listening.sockets[0].getsockname()[1]
            storage = Storage(f"postgresql://bot@127.0.0.1:{port}/settings?ssl=disable")
            servers = SettingsCache(storage)
            assert await servers.of(SERVER) is DEFAULTS
            silent.set()
        while batched_reads._unfinished:
            await asyncio.wait(batched_reads._unfinished)
        await storage.close()

    asyncio.run(act())


def test_sqlite_of_another_schema_meanwhile(sqlite: str) -> None:
    sql(sqlite, "DROP TABLE blocks")

    async def act(storage: Storage) -> None:
        with pytest.raises(StorageError, match="refuses what is asked of it"):
            await storage.list_blocks(SERVER, block().at)

    on(sqlite, act)
