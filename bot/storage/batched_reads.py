"""What many ask for at once, read together: nobody waits for more than two reads."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Mapping
from contextvars import Context
from typing import Any, Generic, TypeVar

from bot.storage.read_timeout import soon

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BatchedReads(Generic[Key, Value]):
    """Reads what is asked for while another read runs by the next one, all of it at once.

    So each is read after it was asked for: what was changed before is seen. `read` returns what
    there is of some keys.
    """

    def __init__(
        self, read: Callable[[frozenset[Key]], Coroutine[Any, Any, Mapping[Key, Value]]]
    ) -> None:
        self._read = read
        self._asked: set[Key] = set()
        self._running: asyncio.Task[Mapping[Key, Value]] | None = None
        self._next: asyncio.Task[Mapping[Key, Value]] | None = None

    async def of(self, key: Key) -> Value | None:
        """Return what there is of a key; raise what reading raises, SilentError if it is slow.

        It is waited for twice as long as one read may take: another one may run before.
        """
        if self._next is None or self._next.done():
            # in nobody's context: what is logged there is of all that asked
            self._next = asyncio.create_task(self._after(self._running), context=Context())
            self._next.add_done_callback(_asked_for)
        self._asked.add(key)
        return (await asyncio.shield(self._next)).get(key)

    async def _after(self, before: asyncio.Task[Mapping[Key, Value]] | None) -> Mapping[Key, Value]:
        """Read all that is asked for by the end of the read before."""
        if before is not None and not before.done():
            await asyncio.wait({before})
        asked, self._asked = frozenset(self._asked), set()
        self._running, self._next = self._next, None
        return await soon(self._read(asked))


def _asked_for(done: asyncio.Task[Any]) -> None:
    """Ask for an error, lest it is logged as unseen where nobody waits any more."""
    if not done.cancelled():
        done.exception()
