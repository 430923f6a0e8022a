"""The quotation of the day: at its hour, once, and never that of the day before."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.cogs.daily_quotation import DailyQuotationCog, DuePost
from bot.servers.records import SettingsChange
from bot.servers.settings import DEFAULTS, Daily
from bot.storage.errors import StorageError
from bot.storage.repository import Storage
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.readers import blocks
from embeddings.types import Document
from tests.support.chat_actions import played
from tests.support.manual_clock import Moved
from tests.support.simulated_bot import Log, Scene, play, refusal

NINE = datetime(2026, 5, 1, 9, tzinfo=UTC)
DAY = 86_400.0
Play = Callable[[Callable[[Scene], Awaitable[None]]], Log]


@pytest.fixture
def clock() -> Moved:
    """Return a clock that stands before nine."""
    return Moved(NINE - timedelta(hours=1))


@pytest.fixture
def playing(storage: Storage, clock: Moved) -> Play:
    """Return a way to play a scene with a database and a clock."""
    return lambda act: played(act, storage, clock)


def dailies(scene: Scene) -> DailyQuotationCog:
    """Return the rounds; the test says when one comes."""
    cog = scene.bot.get_cog(DailyQuotationCog.__name__)
    assert isinstance(cog, DailyQuotationCog)
    assert cog._rounds is not None
    cog._rounds.cancel()
    return cog


async def wanted(scene: Scene, channel: int | None = None) -> None:
    """Let a moderator want a quotation every day."""
    daily = {"channel": channel or scene.channel.id, "hour": 9, "zone": "UTC"}
    assert scene.bot.settings_cache.storage is not None
    await scene.bot.settings_cache.storage.change(
        scene.env.guild.id, SettingsChange(4, {"daily": daily})
    )


async def tick(cog: DailyQuotationCog) -> None:
    """Let a round come, and what it posts be posted."""
    await cog.tick()
    while cog._posting:
        await asyncio.wait(cog._posting)


def test_it_is_posted_at_its_hour_and_once(playing: Play, clock: Moved) -> None:
    async def act(scene: Scene) -> None:
        cog = dailies(scene)
        await wanted(scene)
        await tick(cog)
        assert scene.public == []
        clock.move(3600)
        for _ in range(3):
            await tick(cog)
            clock.move(60)
        (message,) = scene.public
        assert message.content == "**Quotation of the day**"
        (body,) = scene.wire.sent("POST", "/messages")
        assert len(body["nonce"]) <= 25
        assert body["enforce_nonce"]
        labels = [one.label for row in message.components for one in row.children]  # type: ignore[union-attr]
        assert labels == ["Before", "After", "Copy", "Wrong page?"]

    playing(act)


def test_no_quotation_comes_on_two_days_in_a_row(playing: Play, clock: Moved) -> None:
    async def act(scene: Scene) -> None:
        cog = dailies(scene)
        await wanted(scene)
        clock.move(3600)
        for _ in range(8):
            await tick(cog)
            clock.move(DAY)
        found = [message.embeds[0].description for message in scene.public]
        assert len(found) == 8
        assert all(one != other for one, other in pairwise(found))
        assert len(set(found)) > 1

    playing(act)


def test_a_bot_that_was_down_posts_within_two_hours_and_not_after(
    playing: Play, clock: Moved
) -> None:
    async def act(scene: Scene) -> None:
        cog = dailies(scene)
        await wanted(scene)
        clock.move(3 * 3600)
        await tick(cog)
        assert scene.public == []
        clock.move(DAY - 61)
        await tick(cog)
        assert len(scene.public) == 1

    playing(act)


def test_of_several_processes_one_posts(playing: Play, clock: Moved, storage: Storage) -> None:
    async def act(scene: Scene) -> None:
        cog = dailies(scene)
        await wanted(scene)
        clock.move(3600)
        assert await storage.claim_day(scene.env.guild.id, NINE.date())  # the other process
        await tick(cog)
        assert scene.public == []

    playing(act)


def test_two_processes_would_send_the_same_nonce_and_two_days_others() -> None:
    daily, day = Daily(channel=1, hour=9), NINE.date()
    origins = {DuePost(1, DEFAULTS, daily, day).origin for _ in range(2)}
    assert len(origins) == 1
    others = {
        DuePost(server, DEFAULTS, daily, day + timedelta(days=number)).origin
        for server in (1, 2)
        for number in range(30)
    }
    assert len(others) == 60


@pytest.mark.parametrize("why", ["gone", "closed", "refused"])
def test_a_channel_that_is_gone_or_closed_is_a_line_in_the_log_and_tried_no_more_that_day(
    playing: Play, clock: Moved, why: str
) -> None:
    async def act(scene: Scene) -> None:
        cog = dailies(scene)
        place = scene.elsewhere(send_messages=False) if why == "closed" else scene
        await wanted(scene, channel=1234 if why == "gone" else place.channel.id)
        if why == "refused":
            scene.wire.fails("POST", "/messages", refusal(403, 50013))
        clock.move(3600)
        for _ in range(3):
            await tick(cog)
            clock.move(60)
        assert scene.public == []
        assert len(scene.log.of("daily_quotation_failed")) == 1
        clock.move(DAY)
        await tick(cog)
        assert len(scene.log.of("daily_quotation_failed")) == (1 if why == "refused" else 2)

    playing(act)


def test_a_database_that_is_away_is_asked_again(
    playing: Play, clock: Moved, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(scene: Scene) -> None:
        cog = dailies(scene)
        await wanted(scene)
        clock.move(3600)

        async def away(*_: object) -> bool:
            raise StorageError("is away", "wait for it")

        with monkeypatch.context() as patched:
            patched.setattr(storage, "claim_day", away)
            await tick(cog)
        assert scene.public == []
        assert scene.log.of("daily_quotation_delayed")[0]["remedy"] == "wait for it"
        await tick(cog)
        assert len(scene.public) == 1

    playing(act)


def test_a_text_that_quotes_nothing_has_nothing_to_post(storage: Storage, clock: Moved) -> None:
    async def act(scene: Scene) -> None:
        cog = dailies(scene)
        await wanted(scene)
        clock.move(3600)
        await tick(cog)
        assert scene.public == []
        assert scene.log.of("daily_quotation_failed")[0]["remedy"] == "the text quotes nothing"
        await storage.close()

    plain = Concordance.of(Document.of("plain", "Plain", blocks("Nothing is said.")), KnownWorks())
    play(act, lambda: plain, storage=storage, clock=clock)
