"""Showing how far something has come: at once, and then not more often than may be."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.maintenance.child_program import Tell
from bot.maintenance.results import Step
from bot.process.clock import Clock

PAUSE = 2.0
"""Seconds between two changes of a message."""

Show = Callable[[Step], Awaitable[None]]


@asynccontextmanager
async def showing(show: Show, clock: Clock) -> AsyncIterator[Tell]:
    """Yield what is to be told each step; the last one told is shown, while it lasts."""
    shown = _Showing(show, clock)
    going = asyncio.create_task(shown.go_on())
    try:
        yield shown.tell
    finally:
        shown.end()
        await going  # not cancelled: in the middle of a request it would leave discord.py shut


class _Showing:
    def __init__(self, show: Show, clock: Clock) -> None:
        self._show, self._clock = show, clock
        self._news, self._over = asyncio.Event(), asyncio.Event()
        self._step: Step | None = None

    def tell(self, step: Step) -> None:
        self._step = step
        self._news.set()

    def end(self) -> None:
        self._over.set()
        self._news.set()

    async def go_on(self) -> None:
        while True:
            await self._news.wait()
            if self._over.is_set():
                return
            self._news.clear()
            if self._step is not None:
                await self._show(self._step)
            await self._pause()

    async def _pause(self) -> None:
        """Wait a while, or until it is over."""
        waits = [
            asyncio.ensure_future(self._clock.sleep(PAUSE)),
            asyncio.ensure_future(self._over.wait()),
        ]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
