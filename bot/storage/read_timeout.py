"""What is read from the database, unless it takes too long: a member waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.storage.errors import SilentError

PATIENCE = 0.5
"""Seconds that one read may take; a question waits for two at most, and Discord allows 3 in all."""

Read = TypeVar("Read")

_ending: set[asyncio.Task[Any]] = set()


async def soon(reading: Coroutine[Any, Any, Read]) -> Read:
    """Return what is read; raise SilentError where that takes longer.

    What takes too long is left to end by itself: to give up a connection takes time as well.
    """
    task = asyncio.create_task(reading)
    _ending.add(task)
    task.add_done_callback(_ended)
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            raise SilentError
        return task.result()
    finally:
        task.cancel()


def _ended(task: asyncio.Task[Any]) -> None:
    _ending.discard(task)
    if not task.cancelled():
        task.exception()  # asked for, lest it is logged as never having been
