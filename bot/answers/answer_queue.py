"""Answers found off the event loop, one after the other, behind one bounded queue."""

import asyncio
import math
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, NamedTuple, TypeVar

from bot.answers.edition_swap import EditionSwitch
from bot.answers.open_texts import OpenTexts
from bot.errors import BusyError, ClosingError
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.state.conversations import EarlierQuestion
from embeddings.types import Answer
from embeddings.types.answer import LIMIT

QUEUE = 64
"""Questions that may wait; a queue of so many is worked off in a few seconds."""

_SHARE = 0.2

Result = TypeVar("Result")


class FoundAnswer(NamedTuple, Generic[Result]):
    """What was found, and the books that it was found in: by them alone it is shown."""

    result: Result
    shelf: OpenTexts


class AnswerQueue:
    """Finds answers in a thread of its own; made with what opens the books.

    Where `mark` tells that another edition is live, it takes the place of the one before
    between two questions.
    """

    def __init__(
        self,
        open_shelf: Callable[[], OpenTexts],
        places: int = QUEUE,
        mark: Callable[[], object] | None = None,
    ) -> None:
        self._books, self.places = EditionSwitch(open_shelf, mark), places
        self._thread = ThreadPoolExecutor(1, "thinking")
        self._stopped = False
        self.waiting = 0
        self._usual_ms = 50.0

    def warm(self) -> None:
        """Load everything that an answer needs, before anybody waits for one."""
        self.shelf.warm()

    def watch(self) -> None:
        """Notice from now on when another edition goes live."""
        self._books.watch()

    def turn_to(self, open_shelf: Callable[[], OpenTexts], mark: Callable[[], object]) -> bool:
        """Open the live edition now, by other means from now on; say whether it answers.

        What cannot be opened changes nothing.
        """
        return self._books.turn_to(open_shelf, mark)

    @property
    def shelf(self) -> OpenTexts:
        """What answers are taken from now, opened; an answer that comes brings its own."""
        return self._books.shelf

    def ask(
        self,
        question: str,
        limit: int = LIMIT,
        after: EarlierQuestion | None = None,
        settings: ServerSettings = DEFAULTS,
    ) -> asyncio.Future[FoundAnswer[Answer]]:
        """Take a question in at once, and return its answer to come, after an earlier one."""
        strictness = settings.strictness
        return self.do(
            lambda shelf: shelf.ask(question, limit, after, strictness), settings.documents
        )

    def do(
        self, work: Callable[[OpenTexts], Result], documents: Collection[str] = ()
    ) -> asyncio.Future[FoundAnswer[Result]]:
        """Take work in at once that needs some texts; return its result to come, and the books.

        Raises BusyError where as much waits as may, ClosingError after `stop`.
        """
        if self._stopped:
            raise ClosingError
        if self.waiting >= self.places:
            raise BusyError(math.ceil(self.waiting * self._usual_ms / 1000))
        self.waiting += 1
        loop = asyncio.get_running_loop()
        result = loop.run_in_executor(self._thread, self._timed, work, documents)
        result.add_done_callback(self._done)
        return result

    def stop(self) -> None:
        """Take no more questions; those that wait are still answered."""
        self._stopped = True
        self._books.stop()
        self._thread.shutdown(wait=False)

    def _timed(
        self, work: Callable[[OpenTexts], Result], documents: Collection[str]
    ) -> FoundAnswer[Result]:
        shelf = self.shelf.offered(documents)
        started = time.perf_counter()
        result = work(shelf)
        took = (time.perf_counter() - started) * 1000
        self._usual_ms += _SHARE * (took - self._usual_ms)
        return FoundAnswer(result, shelf)

    def _done(self, _result: object) -> None:
        self.waiting -= 1
