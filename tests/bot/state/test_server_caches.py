"""The settings and blocks of servers, kept in memory."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import BlockedError
from bot.i18n.translations import ENGLISH
from bot.servers.records import StoredSettings
from bot.servers.settings import DEFAULTS
from bot.state import server_caches
from bot.state.server_caches import BlockCache, SettingsCache
from bot.storage import batched_reads
from bot.storage.errors import StorageError
from bot.storage.records import MemberBlock
from tests.support.manual_clock import NOON, Moved
from tests.support.simulated_bot import Log, logged

SERVER = 1
GONE = StorageError("is gone", "start it")


class Kepts:
    """What is kept of every server, and what happens before it is read."""

    def __init__(self) -> None:
        self.kept = StoredSettings(DEFAULTS)
        self.reads = 0
        self.before: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(0)

    async def versions(self, servers: Collection[int]) -> dict[int, int]:
        """Return the version of each."""
        await self.before()
        return dict.fromkeys(servers, self.kept.version)

    async def read_several_settings(self, servers: Collection[int]) -> dict[int, StoredSettings]:
        """Return the settings of each."""
        await self.before()
        self.reads += 1
        return dict.fromkeys(servers, self.kept)

    async def list_settings(self, most: int) -> list[tuple[int, StoredSettings]]:
        """Return the settings of all servers."""
        await self.before()
        return [(SERVER, self.kept)][:most]

    def changes(self, **values: object) -> None:
        """Change the settings."""
        self.kept = StoredSettings(self.kept.settings.change(**values), self.kept.version + 1)


def used(act: Callable[[SettingsCache, Kepts], Awaitable[None]]) -> Log:
    """Do something with the settings in force; return what was logged."""

    async def acted() -> None:
        kepts: Any = Kepts()
        await act(SettingsCache(kepts), kepts)

    with logged() as lines:
        asyncio.run(acted())
    return lines


async def gone() -> None:
    """Fail, as where the database is gone."""
    raise GONE


def test_in_direct_messages_and_without_a_database_the_defaults_hold() -> None:
    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        kepts.changes(passages=5)
        kepts.before = gone
        assert await servers.of(None) is DEFAULTS
        assert await SettingsCache().of(SERVER) is DEFAULTS

    assert used(act).text == ""


def test_where_the_database_is_gone_the_last_known_hold_until_it_is_back() -> None:
    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        kepts.changes(passages=5)
        assert (await servers.of(SERVER)).passages == 5
        there, kepts.before = kepts.before, gone
        kepts.changes(passages=1)
        assert (await servers.of(SERVER)).passages == 5
        assert await servers.of(2) is DEFAULTS
        kepts.before = there
        assert [(await servers.of(one)).passages for one in (SERVER, 2)] == [1, 1]

    lines = used(act).of("settings_read_failed")
    assert [(one["server"], one["remedy"]) for one in lines] == [(1, "start it"), (2, "start it")]


def test_what_was_set_holds_where_the_database_goes_before_anybody_asks() -> None:
    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        kepts.changes(private=True)
        await servers.load()
        kepts.before = gone
        assert (await servers.of(SERVER)).private
        await servers.load()
        assert (await servers.of(SERVER)).private

    assert [one["remedy"] for one in used(act).of("settings_read_failed")] == ["start it"] * 3


def test_a_database_that_answers_late_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batched_reads, "READ_TIMEOUT", 0.01)
    cleaned: list[str] = []

    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        kepts.changes(passages=5)
        await servers.of(SERVER)
        tidied = asyncio.Event()

        async def late() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await tidied.wait()
                cleaned.append("late")

        kepts.before = late
        assert (await servers.of(SERVER)).passages == 5
        assert cleaned == []
        tidied.set()
        while batched_reads._unfinished:
            await asyncio.wait(batched_reads._unfinished)

    lines = used(act)
    assert cleaned == ["late"]
    assert len(lines.of("settings_read_failed")) == 1


def test_what_fails_after_nobody_waits_any_more_is_no_defect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batched_reads, "READ_TIMEOUT", 0.01)

    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        async def late() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                raise GONE

        kepts.before = late
        assert await servers.of(SERVER) is DEFAULTS
        while batched_reads._unfinished:
            await asyncio.wait(batched_reads._unfinished)
        gc.collect()

    lines = used(act)
    assert len(lines.text.splitlines()) == 1


def test_a_question_that_is_given_up_gives_up_reading() -> None:
    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        started, ended = asyncio.Event(), asyncio.Event()

        async def late() -> None:
            started.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

        kepts.before = late
        question = asyncio.create_task(servers.of(SERVER))
        await started.wait()
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await question
        await ended.wait()

    used(act)


def test_of_many_servers_the_last_used_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_caches, "MAX_SERVERS", 2)

    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        kepts.changes(passages=5)
        for server in (1, 2, 1, 3, 1, 2):
            await servers.of(server)
        assert kepts.reads == 4

    used(act)


BLOCK = MemberBlock(3, 4, NOON, NOON + timedelta(hours=1))
ALWAYS = MemberBlock(3, 4, NOON, None)


class Answering:
    """A database that answers with a block, with an error, or never."""

    def __init__(self) -> None:
        self.block: MemberBlock | None = None
        self.away: Exception | None = None
        self.silent = False

    async def find_blocks(
        self, asked: frozenset[tuple[int, int]], now: datetime
    ) -> dict[tuple[int, int], MemberBlock]:
        """Answer, as it is told."""
        assert asked == {(9, 3)}
        if self.silent:
            await asyncio.Event().wait()
        if self.away is not None:
            raise self.away
        over = self.block and self.block.until and self.block.until <= now
        return {} if self.block is None or over else {(9, 3): self.block}


def blocks() -> tuple[BlockCache, Any, Moved]:
    """Return the blocks, the database that has them, and the clock."""
    storage: Any = Answering()
    clock = Moved()
    return BlockCache(storage, clock), storage, clock


async def refused(one: BlockCache, server: int | None = 9) -> BlockedError | None:
    """Return the error for a question of a member."""
    try:
        await one.check(server, 3)
    except BlockedError as error:
        return error
    return None


def test_a_block_holds_from_the_next_question_until_it_ends_or_is_lifted() -> None:
    async def act() -> None:
        one, storage, clock = blocks()
        assert await refused(one) is None
        storage.block = BLOCK
        error = await refused(one)
        assert error is not None
        assert error.until == BLOCK.until
        assert f"<t:{BLOCK.until.timestamp():.0f}:f>" in error.translate(ENGLISH)  # type: ignore[union-attr]
        clock.move(3600)
        assert await refused(one) is None
        storage.block = ALWAYS
        assert await refused(one) is not None
        storage.block = None
        assert await refused(one) is None

    asyncio.run(act())


def test_only_the_first_refusal_of_a_block_is_the_first() -> None:
    async def act() -> None:
        one, storage, _ = blocks()
        for block in (BLOCK, ALWAYS):
            storage.block = block
            found = [await refused(one) for _ in range(3)]
            assert [error.again for error in found if error] == [False, True, True]

    asyncio.run(act())


def test_nobody_is_blocked_in_a_direct_message_or_without_a_database() -> None:
    async def act() -> None:
        one, storage, _ = blocks()
        storage.block = ALWAYS
        assert await refused(one, None) is None
        assert await refused(BlockCache()) is None

    asyncio.run(act())


@pytest.mark.parametrize("silent", [False, True])
def test_where_no_database_answers_the_last_known_block_holds_until_it_ends(
    silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batched_reads, "READ_TIMEOUT", 0.001)

    async def act() -> None:
        one, storage, clock = blocks()
        storage.silent, storage.away = silent, StorageError("is away", "wait")
        assert await refused(one) is None
        storage.silent, storage.away, storage.block = False, None, BLOCK
        assert await refused(one) is not None
        storage.silent, storage.away = silent, StorageError("is away", "wait")
        assert await refused(one) is not None
        clock.move(3600)
        assert await refused(one) is None

    asyncio.run(act())
