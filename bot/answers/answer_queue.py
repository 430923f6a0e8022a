"""One bounded queue of questions, answered one after the other off the event loop."""

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
from embeddings.types.answer import DEFAULT_LIMIT

MAX_QUEUED_QUESTIONS = 64
"""Questions that may wait; a full queue is worked off in a few seconds."""

_SMOOTHING = 0.2
"""Weight of the newest duration in the moving average of them."""

Result = TypeVar("Result")


class QueueResult(NamedTuple, Generic[Result]):
    """A result, and the open texts that it comes from: it must be shown from those alone."""

    result: Result
    texts: OpenTexts


class AnswerQueue:
    """Finds answers on a thread of its own, in the texts that a function opens.

    When `mark` returns another value, another edition is live: its texts replace the open ones
    between two questions.
    """

    def __init__(
        self,
        open_texts: Callable[[], OpenTexts],
        places: int = MAX_QUEUED_QUESTIONS,
        mark: Callable[[], object] | None = None,
    ) -> None:
        self._editions, self.max_waiting = EditionSwitch(open_texts, mark), places
        self._thread = ThreadPoolExecutor(1, "answers")
        self._stopped = False
        self.waiting = 0
        self._average_ms = 50.0

    def warm(self) -> None:
        """Load everything that an answer needs, before anybody waits for one."""
        self.texts.warm()

    def watch(self) -> None:
        """Notice from now on when another edition goes live."""
        self._editions.watch()

    def switch_to(self, open_texts: Callable[[], OpenTexts], mark: Callable[[], object]) -> bool:
        """Open the live edition with new functions; return whether it now answers.

        If it cannot be opened, nothing changes.
        """
        return self._editions.switch_to(open_texts, mark)

    @property
    def texts(self) -> OpenTexts:
        """The texts that answer now, opened if need be; a result brings its own."""
        return self._editions.texts

    def ask(
        self,
        question: str,
        limit: int = DEFAULT_LIMIT,
        after: EarlierQuestion | None = None,
        settings: ServerSettings = DEFAULTS,
    ) -> asyncio.Future[QueueResult[Answer]]:
        """Queue a question, which may follow on an earlier one; return its future answer."""
        strictness = settings.strictness
        return self.submit(
            lambda texts: texts.ask(question, limit, after, strictness), settings.documents
        )

    def submit(
        self, work: Callable[[OpenTexts], Result], documents: Collection[str] = ()
    ) -> asyncio.Future[QueueResult[Result]]:
        """Queue work on the documents with these keys, or on all; return its future result.

        Raises BusyError if the queue is full, ClosingError after `stop`.
        """
        if self._stopped:
            raise ClosingError
        if self.waiting >= self.max_waiting:
            raise BusyError(math.ceil(self.waiting * self._average_ms / 1000))
        self.waiting += 1
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._thread, self._run, work, documents)
        future.add_done_callback(self._leave_queue)
        return future

    def stop(self) -> None:
        """Take no more questions; those that wait are still answered."""
        self._stopped = True
        self._editions.stop()
        self._thread.shutdown(wait=False)

    def _run(
        self, work: Callable[[OpenTexts], Result], documents: Collection[str]
    ) -> QueueResult[Result]:
        texts = self.texts.select(documents)
        started = time.perf_counter()
        result = work(texts)
        elapsed_ms = (time.perf_counter() - started) * 1000
        self._average_ms += _SMOOTHING * (elapsed_ms - self._average_ms)
        return QueueResult(result, texts)

    def _leave_queue(self, _future: object) -> None:
        self.waiting -= 1
