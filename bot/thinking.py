"""Answers found off the event loop, one after the other, behind one bounded queue."""

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from bot.book import Book
from bot.errors import BusyError, ClosingError
from bot.recent import Asked
from bot.strictness import bar_at
from embeddings.answer import LIMIT
from embeddings.types import Answer, Before, Document

if TYPE_CHECKING:
    from bot.servers.settings import Strictness

QUEUE = 64
"""Questions that may wait; a queue of so many is worked off in a few seconds."""

_SHARE = 0.2

Result = TypeVar("Result")


class Thinking:
    """Finds answers in a thread of its own; made with what opens the book."""

    def __init__(self, open_book: Callable[[], Book], places: int = QUEUE) -> None:
        self._book, self.places = cache(open_book), places
        self._thread = ThreadPoolExecutor(1, "thinking")
        self._stopped = False
        self.waiting = 0
        self._usual_ms = 50.0

    def warm(self) -> None:
        """Load everything that an answer needs, before anybody waits for one."""
        self._book().warm()

    @property
    def book(self) -> Book:
        """What answers are taken from, opened."""
        return self._book()

    @property
    def document(self) -> Document:
        """The text that answers are taken from."""
        return self.book.document

    def ask(
        self,
        question: str,
        limit: int = LIMIT,
        after: Asked | None = None,
        strictness: "Strictness" = "balanced",
    ) -> asyncio.Future[Answer]:
        """Take a question in at once, and return its answer to come, after an earlier one."""

        def answer(book: Book) -> Answer:
            before = None if after is None else Before(after.question, book.passage(after))
            bar = bar_at(strictness, book.answerer.bar)
            return book.answerer.answer(question, limit, before, bar)

        return self.do(answer)

    def do(self, work: Callable[[Book], Result]) -> asyncio.Future[Result]:
        """Take work in at once that needs the text, and return its result to come.

        Raises BusyError where as much waits as may, ClosingError after `stop`.
        """
        if self._stopped:
            raise ClosingError
        if self.waiting >= self.places:
            raise BusyError(math.ceil(self.waiting * self._usual_ms / 1000))
        self.waiting += 1
        loop = asyncio.get_running_loop()
        result = loop.run_in_executor(self._thread, self._timed, work)
        result.add_done_callback(self._done)
        return result

    def stop(self) -> None:
        """Take no more questions; those that wait are still answered."""
        self._stopped = True
        self._thread.shutdown(wait=False)

    def _timed(self, work: Callable[[Book], Result]) -> Result:
        started = time.perf_counter()
        result = work(self._book())
        took = (time.perf_counter() - started) * 1000
        self._usual_ms += _SHARE * (took - self._usual_ms)
        return result

    def _done(self, _result: object) -> None:
        self.waiting -= 1
