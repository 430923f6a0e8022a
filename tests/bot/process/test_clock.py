"""Work that comes round: at its times, without a drift, and none waited for in a test."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.process.clock import Clock, run_periodically
from tests.support.manual_clock import Ended, Moved


def turns(took: list[float], seconds: float = 60.0, first: float = 5.0) -> list[float]:
    """Return when work had its turns that takes so long each time."""
    clock, begun = Moved(left=seconds * 100), list[float]()

    async def work() -> None:
        begun.append(clock.elapsed())
        clock.move(took[len(begun) - 1] if len(begun) <= len(took) else 0.0)

    with suppress(Ended):
        asyncio.run(run_periodically(seconds, work, clock, first))
    return begun


def test_the_first_turn_comes_soon_and_the_others_keep_to_it() -> None:
    assert turns([])[:3] == [5.0, 65.0, 125.0]
    assert len(turns([])) == 100


@given(st.lists(st.floats(0, 59.0), max_size=20))
def test_short_work_moves_no_turn(took: list[float]) -> None:
    assert turns(took)[:21] == [5.0 + 60.0 * number for number in range(21)]


@given(st.lists(st.integers(0, 500), max_size=20))
def test_long_work_leaves_turns_out_and_keeps_to_the_others(took: list[int]) -> None:
    begun = turns([float(one) for one in took])
    assert all((at - 5.0) % 60.0 == 0 for at in begun)
    assert begun == sorted(set(begun))


def test_the_real_clock_is_the_machines() -> None:
    clock = Clock()
    before, elapsed = datetime.now(UTC), clock.elapsed()
    assert clock.now() >= before
    asyncio.run(clock.sleep(0))
    assert clock.elapsed() >= elapsed
