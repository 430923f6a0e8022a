"""Processes that share a bot: none has a shard of another's, and they begin one by one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from bot.servers.shards import Shards
from bot.storage import database as databases
from bot.storage import process_queries
from bot.storage.database import Database
from bot.storage.process_queries import LEASE, SESSION_INTERVAL
from bot.storage.records import ShardClaim
from bot.storage.repository import Storage
from tests.support.open_storage import opened
from tests.support.storage_actions import ALICE, BOB, NOW, on, rows_of

SECOND = timedelta(seconds=1)
FIRST, SECOND_HALF = Shards((0, 1), 4), Shards((2, 3), 4)


def at(url: str, monkeypatch: pytest.MonkeyPatch, act: Callable[..., Awaitable[None]]) -> None:
    """Do something with a database whose own clock stands still, unless the test moves it."""
    ahead = timedelta()

    async def now(*_: object) -> datetime:
        return NOW + ahead

    def moved(by: timedelta) -> None:
        nonlocal ahead
        ahead += by

    monkeypatch.setattr(Database, "now", now)
    on(url, lambda storage: act(storage, moved))


def claim(holder: str, shards: Shards = FIRST, bot: int = ALICE) -> ShardClaim:
    """Return what a process wants to have."""
    return ShardClaim(holder, bot, shards)


def test_shards_are_had_by_one_process_until_it_gives_them_back(url: str) -> None:
    async def act(storage: Storage) -> None:
        assert await storage.hold_shards(claim("one")) is None
        assert await storage.hold_shards(claim("other", SECOND_HALF)) is None
        assert await storage.hold_shards(claim("another bot's", bot=BOB)) is None
        taken = await storage.hold_shards(claim("late", Shards((1, 2), 4)))
        assert taken is not None
        assert taken.holder in {"one", "other"}
        assert await storage.hold_shards(claim("one")) is None
        await storage.release_shards(claim("one"))
        assert await storage.hold_shards(claim("late", Shards((0, 1), 4))) is None

    on(url, act)


def test_a_process_that_says_no_more_that_it_runs_has_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(storage: Storage, moved: Callable[[timedelta], None]) -> None:
        await storage.hold_shards(claim("dead"))
        moved(LEASE - SECOND)
        seen = await storage.hold_shards(claim("late"))
        assert seen is not None
        assert seen.holder == "dead"
        moved(SECOND)
        assert await storage.hold_shards(claim("late")) is None
        back = await storage.hold_shards(claim("dead"))
        assert back is not None
        assert (back.holder, back.shards) == ("late", FIRST)

    at(url, monkeypatch, act)
    assert [row.holder for row in rows_of(url, "running")] == ["late"]


def test_who_still_runs_is_known_by_its_time(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(storage: Storage, moved: Callable[[timedelta], None]) -> None:
        await storage.hold_shards(claim("alive"))
        first = await storage.hold_shards(claim("late"))
        moved(SECOND)
        assert await storage.hold_shards(claim("late")) == first
        await storage.hold_shards(claim("alive"))
        later = await storage.hold_shards(claim("late"))
        assert first is not None
        assert later is not None
        assert later.until - first.until == SECOND

    at(url, monkeypatch, act)


def test_a_clock_that_is_set_back_keeps_no_shards_for_the_dead(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(storage: Storage, moved: Callable[[timedelta], None]) -> None:
        await storage.hold_shards(claim("dead"))
        assert await storage.take_turn(ALICE, 0, 99) == 0
        moved(timedelta(hours=-2))
        assert await storage.hold_shards(claim("late")) is None
        assert await storage.take_turn(ALICE, 0, 99) == 0

    at(url, monkeypatch, act)


def test_of_many_that_want_the_same_one_has_it(url: str) -> None:
    async def act(one: Storage) -> None:
        async with opened(url) as other:
            wanted = [
                storage.hold_shards(claim(f"{name}{number}"))
                for name, storage in (("one", one), ("other", other))
                for number in range(4)
            ]
            ended = await asyncio.gather(*wanted)
        assert ended.count(None) == 1
        assert len({found.holder for found in ended if found}) == 1

    on(url, act)


def test_sessions_of_a_bucket_are_begun_one_after_the_other(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = SESSION_INTERVAL.total_seconds()

    async def act(one: Storage, moved: Callable[[timedelta], None]) -> None:
        async with opened(url) as other:
            turns = [storage.take_turn(ALICE, 0, 99) for storage in (one, other) * 3]
            waits = [wait or 0.0 for wait in await asyncio.gather(*turns)]
        assert sorted(waits) == [number * apart for number in range(6)]
        assert await one.take_turn(ALICE, 1, 99) == 0
        assert await one.take_turn(BOB, 0, 99) == 0
        assert await one.take_turn(ALICE, 0, 6 * apart - 1) is None
        assert await one.seconds_until_turn(ALICE, 0) == 6 * apart
        moved(5 * SESSION_INTERVAL)
        assert await one.take_turn(ALICE, 0, apart) == apart
        moved(9 * SESSION_INTERVAL)
        assert await one.seconds_until_turn(ALICE, 0) == 0
        assert await one.take_turn(ALICE, 0, 0) == 0

    at(url, monkeypatch, act)


class Astray(datetime):
    """The time by the clock of a process that is hours off, which tests set."""

    off = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Astray":
        """Return the time that the process takes it to be."""
        return cls.fromtimestamp(time.time() + cls.off.total_seconds(), tz)


@pytest.fixture(params=[-5, 5])
def astray(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> timedelta:
    """Let the clock of this process be hours off wherever the storage may read it."""
    off = timedelta(hours=request.param)
    monkeypatch.setattr(Astray, "off", off)
    for module in (databases, process_queries):
        monkeypatch.setattr(module, "datetime", Astray)
    assert abs(Astray.now(UTC).timestamp() - time.time()) > 4 * 3600
    return off


@pytest.mark.usefixtures("astray")
def test_the_clock_is_the_database_s_own(url: str) -> None:
    async def asked() -> datetime:
        database = Database(url)
        async with database.reading() as connection:
            now = await database.now(connection)
        await database.close()
        return now

    assert abs(asyncio.run(asked()) - datetime.now(UTC)) < timedelta(hours=1)


def test_shards_and_turns_go_by_the_database_s_clock(
    url: str, monkeypatch: pytest.MonkeyPatch, astray: timedelta
) -> None:
    async def act(storage: Storage) -> None:
        for _ in range(10):  # so many that the last is far off however slow this machine is
            await storage.take_turn(ALICE, 0, 99)
        for its, other in ((astray, timedelta()), (timedelta(), astray), (astray, -astray)):
            monkeypatch.setattr(Astray, "off", its)
            assert await storage.hold_shards(claim("one")) is None
            monkeypatch.setattr(Astray, "off", other)
            late = await storage.hold_shards(claim("late"))
            assert late is not None
            assert abs(late.until - datetime.now(UTC)) < 4 * LEASE
            assert (
                0
                < await storage.seconds_until_turn(ALICE, 0)
                <= 10 * SESSION_INTERVAL.total_seconds()
            )
            assert await storage.take_turn(ALICE, 0, 0) is None

    on(url, act)
