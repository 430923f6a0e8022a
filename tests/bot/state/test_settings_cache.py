"""The settings in force, where the database answers late, not at all, or only at times."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import pytest

from bot.servers.records import StoredSettings
from bot.servers.settings import DEFAULTS
from bot.state import settings_cache
from bot.state.settings_cache import SettingsCache
from bot.storage import batched_reads
from bot.storage.errors import StorageError
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
    monkeypatch.setattr(settings_cache, "MAX_SERVERS", 2)

    async def act(servers: SettingsCache, kepts: Kepts) -> None:
        kepts.changes(passages=5)
        for server in (1, 2, 1, 3, 1, 2):
            await servers.of(server)
        assert kepts.reads == 4

    used(act)
