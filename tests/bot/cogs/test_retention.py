"""Nothing is kept longer than it may be, and nothing of a server that was left."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.cogs.retention import FIRST_DELAY, HOUR, RetentionCog
from bot.servers.records import SettingsChange
from bot.storage.errors import StorageError
from bot.storage.records import LoggedQuestion, MemberBlock
from bot.storage.repository import Storage
from tests.support.chat_actions import played
from tests.support.manual_clock import NOON, Moved
from tests.support.simulated_bot import Scene

ASKED = LoggedQuestion("nearest", (), "Who paid?", 3)


def keeping(scene: Scene) -> RetentionCog:
    """Return the rounds; the test says when one comes."""
    cog = scene.bot.get_cog(RetentionCog.__name__)
    assert isinstance(cog, RetentionCog)
    assert cog._rounds is not None
    cog._rounds.cancel()
    return cog


def test_what_is_past_its_time_is_deleted(storage: Storage) -> None:
    clock = Moved()

    async def act(scene: Scene) -> None:
        cog, here = keeping(scene), scene.env.guild.id
        await storage.change(here, SettingsChange(4, {"log": "7 days"}))
        await storage.count_question(here, ASKED, NOON)
        await storage.block(here, MemberBlock(3, 4, NOON, NOON + timedelta(hours=1)))
        await cog.sweep()
        (held,) = await storage.read_member_data(3)
        assert held.questions
        assert held.block
        clock.move(3600)
        await cog.sweep()
        (held,) = await storage.read_member_data(3)
        assert held.block is None
        clock.move(7 * 24 * 3600)
        await cog.sweep()
        assert await storage.read_member_data(3) == []

    played(act, storage, clock)


def test_a_server_that_was_left_is_forgotten_after_thirty_days_unless_the_bot_is_back(
    storage: Storage,
) -> None:
    clock = Moved()

    async def act(scene: Scene) -> None:
        cog = keeping(scene)
        for server in (101, 102):
            await storage.change(server, SettingsChange(4, {"passages": 1}))
        await storage.change(scene.env.guild.id, SettingsChange(4, {"passages": 2}))
        await cog.on_shard_ready(0)
        left: Any = type("Left", (), {"id": scene.env.guild.id, "shard_id": 0})()
        await cog.on_guild_remove(left)
        await cog.on_guild_join(left)
        clock.move(31 * 24 * 3600)
        await cog.sweep()
        assert (await storage.settings(scene.env.guild.id)).settings.passages == 2
        assert (await storage.settings(101)).settings.passages == 3

    played(act, storage, clock)


def test_where_a_server_throws_the_bot_out_it_is_noted(storage: Storage) -> None:
    clock = Moved()

    async def act(scene: Scene) -> None:
        cog, here = keeping(scene), scene.env.guild.id
        await storage.change(here, SettingsChange(4, {"passages": 2}))
        gone: Any = type("Gone", (), {"id": here})()
        await cog.on_guild_remove(gone)
        clock.move(31 * 24 * 3600)
        await storage.delete_expired(clock.now())
        assert (await storage.settings(here)).settings.passages == 3

    played(act, storage, clock)


def test_a_database_that_is_away_breaks_off_no_round(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StorageError("is away", "wait for it")

    async def act(scene: Scene) -> None:
        cog = keeping(scene)
        for name in ("record_presence", "record_departure", "delete_expired"):
            monkeypatch.setattr(storage, name, away)
        gone: Any = type("Gone", (), {"id": 7})()
        await cog.sweep()
        await cog.on_shard_ready(0)
        await cog.on_guild_remove(gone)
        assert [one["remedy"] for one in scene.log.of("retention_sweep_failed")] == [
            "wait for it"
        ] * 3

    played(act, storage, Moved())


def test_the_first_round_comes_soon_and_the_others_every_hour(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[float] = []
    clock = Moved()

    async def act(scene: Scene) -> None:
        keeping(scene)
        clock.left = FIRST_DELAY + 3 * HOUR
        cog = RetentionCog(scene.bot)

        async def sweep() -> None:
            swept.append(clock.elapsed())

        monkeypatch.setattr(cog, "sweep", sweep)
        await cog.cog_load()
        assert cog._rounds is not None
        await asyncio.wait({cog._rounds})
        assert swept == [FIRST_DELAY + number * HOUR for number in range(4)]
        assert scene.log.of("defect")  # the test's time is over, which ends the round

    played(act, storage, clock)
