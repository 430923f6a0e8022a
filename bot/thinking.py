"""Answers found off the event loop, one after the other, behind one bounded queue."""

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from bot.book import Book
from bot.changing import Changing, Mark
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


class Thought(NamedTuple, Generic[Result]):
    """What was found, and the book that it was found in: by it alone it is shown."""

    result: Result
    book: Book


class Thinking:
    """Finds answers in a thread of its own; made with what opens the book.

    Where `mark` tells that another edition is live, it takes the place of the one before
    between two questions.
    """

    def __init__(
        self,
        open_book: Callable[[], Book],
        places: int = QUEUE,
        mark: Callable[[], Mark] | None = None,
    ) -> None:
        self._books, self.places = Changing(open_book, mark), places
        self._thread = ThreadPoolExecutor(1, "thinking")
        self._stopped = False
        self.waiting = 0
        self._usual_ms = 50.0

    def warm(self) -> None:
        """Load everything that an answer needs, before anybody waits for one."""
        self.book.warm()

    def watch(self) -> None:
        """Notice from now on when another edition goes live."""
        self._books.watch()

    @property
    def book(self) -> Book:
        """What answers are taken from now, opened; an answer that comes brings its own."""
        return self._books.book

    @property
    def document(self) -> Document:
        """The text that answers are taken from now."""
        return self.book.document

    def ask(
        self,
        question: str,
        limit: int = LIMIT,
        after: Asked | None = None,
        strictness: "Strictness" = "balanced",
    ) -> asyncio.Future[Thought[Answer]]:
        """Take a question in at once, and return its answer to come, after an earlier one."""

        def answer(book: Book) -> Answer:
            before = None if after is None else Before(after.question, book.passage(after))
            bar = bar_at(strictness, book.answerer.bar)
            return book.answerer.answer(question, limit, before, bar)

        return self.do(answer)

    def do(self, work: Callable[[Book], Result]) -> asyncio.Future[Thought[Result]]:
        """Take work in at once that needs the text; return its result to come, and its book.

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
        self._books.stop()
        self._thread.shutdown(wait=False)

    def _timed(self, work: Callable[[Book], Result]) -> Thought[Result]:
        book = self.book
        started = time.perf_counter()
        result = work(book)
        took = (time.perf_counter() - started) * 1000
        self._usual_ms += _SHARE * (took - self._usual_ms)
        return Thought(result, book)

    def _done(self, _result: object) -> None:
        self.waiting -= 1
