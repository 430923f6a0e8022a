"""Several at once: moderators who change settings, and processes that share a database."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.servers.records import StoredSettings
from bot.servers.settings import DEFAULTS
from bot.state.server_caches import SettingsCache
from bot.storage.errors import ConflictError
from bot.storage.repository import Storage
from tests.support.open_storage import opened
from tests.support.storage_actions import (
    ALICE,
    BOB,
    NOW,
    SERVER,
    asked,
    hold_together,
    on,
    setting,
    whole_history,
)
from tests.support.storage_processes import changing_once, pipe, start


def on_two(url: str, act: Callable[[Storage, Storage], Awaitable[None]]) -> None:
    """Do something with a database that two share."""

    async def acted(one: Storage) -> None:
        async with opened(url) as other:
            await act(one, other)

    on(url, acted)


def test_what_one_changes_is_in_force_in_the_other_at_its_next_use(url: str) -> None:
    async def act(one: Storage, other: Storage) -> None:
        here, there = SettingsCache(one), SettingsCache(other)
        for passages in (1, 2, 4):
            await one.change(SERVER, setting(passages=passages))
            assert (await there.of(SERVER)).passages == passages
            assert (await here.of(SERVER)).passages == passages
        await other.undo(SERVER, BOB)
        assert (await here.of(SERVER)).passages == 2
        await one.forget_server(SERVER)
        assert await there.kept(SERVER) == StoredSettings(await here.of(None))
        for passages in (5, 1, 4):
            await other.change(SERVER, setting(passages=passages))
        assert (await here.of(SERVER)).passages == 4

    on_two(url, act)


def test_what_another_process_changes_is_in_force_here_at_the_next_use(url: str) -> None:
    async def act(storage: Storage) -> None:
        servers = SettingsCache(storage)
        for version, number in enumerate((50, 51), 1):
            assert (await servers.of(SERVER)).word_limit != number
            listening, telling = pipe()
            process = start(changing_once, url, number, telling)
            assert await asyncio.to_thread(listening.recv) == version
            assert (await servers.of(SERVER)).word_limit == number
            process.join()

    on(url, act)


def test_settings_are_read_only_when_they_have_changed(url: str) -> None:
    async def act(storage: Storage) -> None:
        servers, reads = SettingsCache(storage), list[str]()
        noting(storage, "read_several_settings", reads)
        for _ in range(3):
            await servers.of(SERVER)
        await storage.change(SERVER, setting(passages=5))
        for _ in range(3):
            await servers.of(SERVER)
        assert reads == ["read_several_settings"]

    on(url, act)


def test_a_rush_over_many_servers_is_two_reads_and_each_has_its_own_settings(url: str) -> None:
    crowd = range(100, 300)

    async def act(storage: Storage) -> None:
        for server in crowd[:20]:
            await storage.change(server, setting(passages=1 + server % 5))
        servers, reads = SettingsCache(storage), list[str]()
        for name in ("versions", "read_several_settings", "settings"):
            noting(storage, name, reads)
        found = await asyncio.gather(*(servers.of(server) for server in crowd))
        assert [one.passages for one in found[:20]] == [1 + server % 5 for server in crowd[:20]]
        assert found[20:] == [DEFAULTS] * 180
        assert reads == ["versions", "read_several_settings"]
        await storage.change(crowd[50], setting(passages=5))
        assert (await servers.of(crowd[50])).passages == 5

    on(url, act)


def noting(storage: Storage, name: str, reads: list[str]) -> None:
    """Note each time that something is read."""
    read = getattr(storage, name)

    async def noted(asked: object) -> object:
        reads.append(name)
        return await read(asked)

    setattr(storage, name, noted)


def test_two_moderators_at_once_never_lose_a_change_unseen(url: str) -> None:
    async def act(one: Storage, other: Storage) -> None:
        for number in range(20):
            seen = await one.version(SERVER)
            values = {"member_limit": 1 + number, "channel_limit": 1 + number}
            more = {"member_limit": 41 + number % 2, "passages": 1 + number % 2}
            ended = await asyncio.gather(
                one.change(SERVER, setting(ALICE, seen, **values)),
                other.change(SERVER, setting(BOB, seen, **more)),
                return_exceptions=True,
            )
            conflicts = [error for error in ended if isinstance(error, ConflictError)]
            assert [error.field for error in conflicts] == ["member_limit"]
            kept = await one.settings(SERVER)
            assert kept in ended
            assert kept.version == seen + 1
        hold_together(kept, list(await one.history(SERVER, 99)))

    on_two(url, act)


def test_many_changes_at_once_all_stand(url: str) -> None:
    async def act(one: Storage, other: Storage) -> None:
        fields = ["private", "mentions", "marked"]
        changes = [
            storage.change(SERVER, setting(by, **{field: value}))
            for field, value in zip(fields, (True, False, False), strict=True)
            for storage in (one, other)
            for by in (ALICE, BOB)
        ]
        await asyncio.gather(*changes, one.change(SERVER, setting(log="counts")))
        kept = await one.settings(SERVER)
        assert kept.version == 4
        assert kept.settings.private
        assert not kept.settings.mentions
        hold_together(kept, await whole_history(other))
        counted = (storage.count_question(SERVER, asked(), NOW) for storage in (one, other) * 10)
        await asyncio.gather(*counted)
        assert (await one.read_insights(SERVER, NOW.date())).days == {NOW.date(): {"nearest": 20}}

    on_two(url, act)


def test_of_many_who_claim_a_day_one_gets_it(url: str) -> None:
    async def act(one: Storage, other: Storage) -> None:
        claims = (storage.claim_day(SERVER, NOW.date()) for storage in (one, other) * 5)
        assert sorted(await asyncio.gather(*claims)) == [False] * 9 + [True]

    on_two(url, act)
