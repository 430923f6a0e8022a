"""A process's hold on its shards, with a clock that the test moves."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest

from bot.gateway.errors import ShardsTakenError
from bot.gateway.shard_lease import RENEWAL_INTERVAL, ShardLease
from bot.servers.shards import SINGLE_SHARD, Shards
from bot.storage.errors import StorageError
from bot.storage.records import ShardClaim, ShardHolder
from bot.storage.repository import Storage
from tests.support.manual_clock import NOON, Ended, Moved

BOT = 42
HALF = Shards((0, 1), 4)


class Held(Storage):
    """A storage in which others hold shards, one thing at each time that it is asked."""

    def __init__(self, *others: ShardHolder | StorageError | None) -> None:
        super().__init__("sqlite:///none.db")
        self.others: Iterator[ShardHolder | StorageError | None] = iter(others)
        self.claims: list[ShardClaim] = []
        self.released: list[ShardClaim] = []

    async def hold_shards(self, claim: ShardClaim) -> ShardHolder | None:
        """Say what the test says."""
        self.claims.append(claim)
        other = next(self.others, None)
        if isinstance(other, StorageError):
            raise other
        return other

    async def release_shards(self, claim: ShardClaim) -> None:
        """Note that a claim is given back."""
        self.released.append(claim)


def held(
    storage: Held, act: Callable[[ShardLease], Awaitable[None]], seconds: float = 60.0
) -> None:
    """Do something with a process's hold on its shards."""

    async def acted() -> None:
        await act(ShardLease(storage, Moved(left=seconds)))

    asyncio.run(acted())


def other(seconds: int, holder: str = "other") -> ShardHolder:
    """Return another process, that has its shards for so long."""
    return ShardHolder(holder, SINGLE_SHARD, NOON + timedelta(seconds=seconds))


def test_shards_that_nobody_has_are_taken_at_once_and_given_back() -> None:
    storage = Held()

    async def act(holding: ShardLease) -> None:
        await holding.take(BOT, HALF)
        await holding.release()

    held(storage, act)
    (claim,) = storage.claims
    assert (claim.bot, claim.shards) == (BOT, HALF)
    assert storage.released == [claim]


def test_what_was_not_taken_is_not_given_back() -> None:
    storage = Held()
    held(storage, lambda holding: holding.release())
    assert storage.released == []


def test_a_process_that_says_again_that_it_runs_keeps_its_shards() -> None:
    storage = Held(other(15), other(15), other(20))

    async def act(holding: ShardLease) -> None:
        with pytest.raises(ShardsTakenError) as caught:
            await holding.take(BOT, HALF)
        words = str(caught.value)
        assert "runs with shards 0 of 1, and this one would have 0-1 of 4" in words

    held(storage, act)
    assert len(storage.claims) == 3


def test_of_two_that_have_shards_each_is_known_for_itself() -> None:
    storage = Held(other(15, "one"), other(15, "two"), other(20, "one"))

    async def act(holding: ShardLease) -> None:
        with pytest.raises(ShardsTakenError):
            await holding.take(BOT, HALF)

    held(storage, act)


def test_one_that_says_so_no_more_is_waited_for() -> None:
    storage = Held(other(15), other(15), other(16, "a third, which was quicker"), None)

    async def act(holding: ShardLease) -> None:
        await holding.take(BOT, HALF)

    held(storage, act)
    assert len({claim.holder for claim in storage.claims}) == 1


def test_a_process_that_runs_says_so_again_and_again_whatever_the_database_does() -> None:
    storage = Held(None, None, StorageError("is away", "wait for it"))

    async def act(holding: ShardLease) -> None:
        await holding.take(BOT, HALF)
        with pytest.raises(Ended):
            await holding.keep()

    held(storage, act, seconds=4 * RENEWAL_INTERVAL)
    assert len(storage.claims) == 5


def test_a_process_that_lost_its_shards_meanwhile_ends() -> None:
    storage = Held(None, None, other(15))

    async def act(holding: ShardLease) -> None:
        await holding.take(BOT, HALF)
        with pytest.raises(ShardsTakenError):
            await holding.keep()

    held(storage, act)


def test_without_a_database_there_is_nobody_to_ask() -> None:
    async def act() -> None:
        holding = ShardLease(None, Moved(left=2 * RENEWAL_INTERVAL))
        await holding.take(BOT, HALF)
        with pytest.raises(Ended):
            await holding.keep()
        await holding.release()

    asyncio.run(act())
