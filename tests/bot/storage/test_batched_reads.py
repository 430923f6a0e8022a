"""What many ask for at once: read together, and always after it was asked for."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping

import pytest

from bot.storage import batched_reads
from bot.storage.batched_reads import BatchedReads
from bot.storage.errors import SilentError, StorageError
from tests.support.simulated_bot import logged


class Numbers:
    """Numbers that are read, each read when it is let."""

    def __init__(self) -> None:
        self.values = {"one": 1, "two": 2}
        self.reads: list[set[str]] = []
        self.error: StorageError | None = None
        self.let = asyncio.Event()
        self.let.set()
        self.gathered = BatchedReads(self.read)

    async def read(self, keys: frozenset[str]) -> Mapping[str, int]:
        """Return what there is of some keys."""
        self.reads.append(set(keys))
        found = {one: value for one, value in self.values.items() if one in keys}
        await self.let.wait()
        if self.error is not None:
            raise self.error
        return found

    def asks(self, *keys: str) -> list["asyncio.Task[int | None]"]:
        """Ask for keys, each for itself."""
        return [asyncio.create_task(self.gathered.get(one)) for one in keys]

    async def reads_slowly(self, *keys: str) -> list["asyncio.Task[int | None]"]:
        """Ask for keys, and let the read of them begin: it ends when it is let."""
        self.let.clear()
        asked = self.asks(*keys)
        await rounds()
        return asked


def acted(act: Callable[[Numbers], Awaitable[None]]) -> None:
    """Do something with numbers."""

    async def acting() -> None:
        await act(Numbers())

    asyncio.run(acting())


async def rounds() -> None:
    """Let everything go on that can."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_each_gets_what_there_is_of_his_key() -> None:
    async def act(numbers: Numbers) -> None:
        assert await asyncio.gather(*numbers.asks("one", "two", "three")) == [1, 2, None]
        assert numbers.reads == [{"one", "two", "three"}]
        assert await numbers.gathered.get("one") == 1
        assert numbers.reads[1:] == [{"one"}]

    acted(act)


def test_a_crowd_that_asks_while_one_read_runs_waits_for_one_more() -> None:
    async def act(numbers: Numbers) -> None:
        first = await numbers.reads_slowly("one")
        crowd = numbers.asks(*["one", "two"] * 100)
        await rounds()
        assert numbers.reads == [{"one"}]
        numbers.let.set()
        await asyncio.gather(*first, *crowd)
        assert numbers.reads == [{"one"}, {"one", "two"}]

    acted(act)


def test_what_was_changed_before_it_is_asked_for_is_seen() -> None:
    async def act(numbers: Numbers) -> None:
        before = await numbers.reads_slowly("one")
        numbers.values["one"] = 11
        after = numbers.asks("one")
        await rounds()
        numbers.let.set()
        assert await asyncio.gather(*before, *after) == [1, 11]

    acted(act)


def test_an_error_is_of_those_that_wait_and_the_next_read_is_tried() -> None:
    async def act(numbers: Numbers) -> None:
        numbers.error = StorageError("is gone", "start it")
        found = await asyncio.gather(*numbers.asks("one", "two"), return_exceptions=True)
        assert found == [numbers.error] * 2
        numbers.error = None
        assert await numbers.gathered.get("two") == 2

    acted(act)


def test_a_read_that_takes_too_long_holds_no_other_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batched_reads, "READ_TIMEOUT", 0.01)

    async def act(numbers: Numbers) -> None:
        slow = await numbers.reads_slowly("one")
        next_to_it = numbers.asks("two")
        with pytest.raises(SilentError):
            await slow[0]
        numbers.let.set()
        assert await next_to_it[0] == 2

    acted(act)


def test_whoever_gives_up_waiting_takes_nothing_from_the_others() -> None:
    async def act(numbers: Numbers) -> None:
        gone, waits = await numbers.reads_slowly("one", "one")
        gone.cancel()
        await rounds()
        numbers.let.set()
        assert await waits == 1

    acted(act)


def test_an_error_that_nobody_waits_for_any_more_is_no_defect() -> None:
    async def act(numbers: Numbers) -> None:
        numbers.error = StorageError("is gone", "start it")
        (gone,) = await numbers.reads_slowly("one")
        gone.cancel()
        numbers.let.set()
        await rounds()

    with logged() as lines:
        acted(act)
        gc.collect()
    assert lines.text == ""
