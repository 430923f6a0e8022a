"""Reads that a member waits for: limited in time, and batched when many ask at once."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Mapping
from contextvars import Context
from typing import Any, Generic, TypeVar

from bot.storage.errors import SilentError

READ_TIMEOUT = 0.5
"""Seconds of one read. A question waits for two reads at most, and Discord allows 3 s in all."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_unfinished: set[asyncio.Task[Any]] = set()
"""Reads that nobody may wait for any more, held so that they are not garbage-collected."""


class BatchedReads(Generic[Key, Value]):
    """Batches keys that are asked for while a read runs into a single next read.

    Each key is thus read after it was asked for, and earlier changes are seen. `read` returns
    the values of some keys.
    """

    def __init__(
        self, read: Callable[[frozenset[Key]], Coroutine[Any, Any, Mapping[Key, Value]]]
    ) -> None:
        self._read = read
        self._asked: set[Key] = set()
        self._running: asyncio.Task[Mapping[Key, Value]] | None = None
        self._next: asyncio.Task[Mapping[Key, Value]] | None = None

    async def get(self, key: Key) -> Value | None:
        """Return the value of a key; raise what reading raises, or SilentError if it is slow.

        This may take twice the time of a read, since another may have to finish first.
        """
        if self._next is None or self._next.done():
            # in an empty context: what it logs concerns all who ask, not the first
            self._next = asyncio.create_task(self._read_after(self._running), context=Context())
            self._next.add_done_callback(_retrieve_error)
        self._asked.add(key)
        return (await asyncio.shield(self._next)).get(key)

    async def _read_after(
        self, previous: asyncio.Task[Mapping[Key, Value]] | None
    ) -> Mapping[Key, Value]:
        """Read all keys that are asked for by the end of the previous read."""
        if previous is not None and not previous.done():
            await asyncio.wait({previous})
        asked, self._asked = frozenset(self._asked), set()
        self._running, self._next = self._next, None
        return await read_in_time(self._read(asked))


async def read_in_time(reading: Coroutine[Any, Any, Value]) -> Value:
    """Return what is read; raise SilentError after READ_TIMEOUT.

    A slow read is cancelled but not waited for: giving up a connection takes time as well.
    """
    task = asyncio.create_task(reading)
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)
    task.add_done_callback(_retrieve_error)
    try:
        await asyncio.wait({task}, timeout=READ_TIMEOUT)
        if not task.done():
            raise SilentError
        return task.result()
    finally:
        task.cancel()


def _retrieve_error(task: asyncio.Task[Any]) -> None:
    """Retrieve a task's error, which asyncio would log where nobody waits for the task."""
    if not task.cancelled():
        task.exception()
