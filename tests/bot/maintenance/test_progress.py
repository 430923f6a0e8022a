"""Steps that are shown: the first at once, the last one that was told after each pause."""

import asyncio

import pytest

from bot.maintenance.progress import PAUSE, showing
from bot.maintenance.results import Step
from bot.process.clock import Clock


class Turned(Clock):
    """A clock whose waits are over when the test says so."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.turn = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Wait for the test."""
        self.waits.append(seconds)
        await self.turn.wait()
        self.turn.clear()


async def settled() -> None:
    """Let all go on that can."""
    for _ in range(20):
        await asyncio.sleep(0)


def steps(*told: int) -> list[Step]:
    """Return steps."""
    return [Step(stage="embedding", done=done, of=9) for done in told]


def test_between_two_steps_there_is_a_pause_and_what_is_past_is_not_shown() -> None:
    shown: list[Step] = []

    async def show(step: Step) -> None:
        shown.append(step)

    async def act() -> None:
        clock = Turned()
        async with showing(show, clock) as tell:
            for step in steps(1, 2, 3):
                tell(step)
                await settled()
            assert shown == steps(1)
            clock.turn.set()
            await settled()
            assert shown == steps(1, 3)
            clock.turn.set()
            await settled()
            assert shown == steps(1, 3)
            assert clock.waits == [PAUSE] * 2
            tell(steps(4)[0])
            await settled()
            tell(steps(5)[0])  # the end comes first, and waits for no pause
        assert shown == steps(1, 3, 4)

    asyncio.run(act())


def test_what_fails_within_is_not_held_up() -> None:
    async def show(_: Step) -> None:
        await asyncio.sleep(0)

    async def act() -> None:
        async with showing(show, Turned()) as tell:
            tell(steps(1)[0])
            await settled()
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        asyncio.run(act())
