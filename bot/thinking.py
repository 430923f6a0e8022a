"""Answers found off the event loop, one after the other, behind one bounded queue."""

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from bot.errors import BusyError, ClosingError
from embeddings.answer import LIMIT, Answerer
from embeddings.types import Answer, Document

QUEUE = 64
"""Questions that may wait; a queue of so many is worked off in a few seconds."""

_SHARE = 0.2


class Thinking:
    """Finds answers in a thread of its own; made with what opens the answerer."""

    def __init__(self, open_answerer: Callable[[], Answerer], places: int = QUEUE) -> None:
        self._answerer, self.places = cache(open_answerer), places
        self._thread = ThreadPoolExecutor(1, "thinking")
        self._stopped = False
        self.waiting = 0
        self._usual_ms = 50.0

    def warm(self) -> None:
        """Load everything that an answer needs, before anybody waits for one."""
        self._answerer().warm()

    @property
    def document(self) -> Document:
        """The text that answers are taken from."""
        return self._answerer().concordance.document

    def ask(self, question: str, limit: int = LIMIT) -> asyncio.Future[Answer]:
        """Take a question in at once, and return its answer to come.

        Raises BusyError where as many questions wait as may, ClosingError after `stop`.
        """
        if self._stopped:
            raise ClosingError
        if self.waiting >= self.places:
            raise BusyError(math.ceil(self.waiting * self._usual_ms / 1000))
        self.waiting += 1
        loop = asyncio.get_running_loop()
        answer = loop.run_in_executor(self._thread, self._answerer().answer, question, limit)
        answer.add_done_callback(self._done)
        return answer

    def stop(self) -> None:
        """Take no more questions; those that wait are still answered."""
        self._stopped = True
        self._thread.shutdown(wait=False)

    def _done(self, answer: asyncio.Future[Answer]) -> None:
        self.waiting -= 1
        if not answer.cancelled() and answer.exception() is None:
            took = answer.result().elapsed_ms
            self._usual_ms += _SHARE * (took - self._usual_ms)
