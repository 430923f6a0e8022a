"""Turns to begin sessions, with a clock that the test moves."""

import asyncio

import pytest

from bot.gateway.identify_turns import MAX_WAIT, IdentifyTurns, NotYetError
from bot.storage.errors import StorageError
from bot.storage.process_queries import SESSION_INTERVAL
from bot.storage.repository import Storage
from tests.support.manual_clock import Moved

STEP = SESSION_INTERVAL.total_seconds()


class Told(Storage):
    """A storage whose turns the test tells, one at each time that it is asked."""

    def __init__(self, *seconds: float | None) -> None:
        super().__init__("sqlite:///none.db")
        self.seconds = [*seconds]
        self.asked: list[tuple[int, int]] = []

    async def seconds_until_turn(self, bot: int, bucket: int) -> float:
        """Say what the test says."""
        return await self.take_turn(bot, bucket, MAX_WAIT) or 0.0

    async def take_turn(self, bot: int, bucket: int, longest: float) -> float | None:
        """Say what the test says; that the database is away where it says nothing more."""
        assert longest == MAX_WAIT
        self.asked.append((bot, bucket))
        if not self.seconds:
            raise StorageError("is away", "wait for it")
        return self.seconds.pop(0)


def turns(storage: Storage | None, clock: Moved, concurrency: int = 1) -> IdentifyTurns:
    """Return the turns of a bot."""
    made = IdentifyTurns(storage, clock)
    made.bot, made.concurrency = 42, concurrency
    return made


def test_a_shard_waits_for_the_turn_of_its_bucket() -> None:
    clock, storage = Moved(left=99), Told(3.0, 0.0)
    taking = turns(storage, clock, concurrency=16)
    asyncio.run(taking.take(17))
    assert clock.passed == 3.0
    asyncio.run(taking.take(31))
    assert storage.asked == [(42, 1), (42, 15)]


def test_a_turn_that_is_too_far_off_is_not_taken() -> None:
    clock = Moved(left=99)
    with pytest.raises(NotYetError):
        asyncio.run(turns(Told(None), clock).take(0))
    assert clock.passed == 0


def test_before_it_connects_a_shard_waits_until_its_turn_is_near() -> None:
    clock, storage = Moved(left=99), Told(MAX_WAIT + 9, MAX_WAIT + 1, MAX_WAIT)
    asyncio.run(turns(storage, clock).wait_until_near(0))
    assert clock.passed == 2 * STEP


@pytest.mark.parametrize("storage", [None, Told()])
def test_without_the_database_a_process_keeps_to_its_own_turns(storage: Told | None) -> None:
    clock = Moved(left=99)
    taking = turns(storage, clock, concurrency=2)

    async def act() -> None:
        for shard in (0, 1, 2, 3, 4):
            await taking.wait_until_near(shard)
            await taking.take(shard)

    asyncio.run(act())
    assert clock.passed == pytest.approx(2 * STEP)


def test_what_the_database_said_counts_when_it_is_away() -> None:
    clock = Moved(left=99)
    taking = turns(Told(3.0), clock)

    async def act() -> None:
        await taking.take(0)
        await taking.take(0)

    asyncio.run(act())
    assert clock.passed == pytest.approx(3 + STEP)
