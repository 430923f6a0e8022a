"""One bounded queue of questions, off the event loop, in the texts of the live edition."""

import asyncio
import math
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, NamedTuple, TypeVar

import structlog

from bot.answers.open_texts import OpenTexts
from bot.errors import BusyError, ClosingError
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.state.conversations import EarlierQuestion
from embeddings.errors import EmbeddingsError
from embeddings.types import Answer
from embeddings.types.answer import DEFAULT_LIMIT

POLL_INTERVAL = 1.0
"""Seconds between two checks of which edition is live."""

RETRY_INTERVAL = 60.0
"""Seconds until an edition that could not be opened is tried again."""

_log = structlog.get_logger(__name__)


class EditionSwitch:
    """Opens the texts when they are first needed, and new editions while the old ones answer.

    A changed return value of `mark` means that another edition is live; without `mark` none ever
    is. An edition that cannot be opened changes nothing, and the log names the remedy. Once they
    are watched, the texts that answer are proved in the background; `damage` is what is wrong.
    """

    def __init__(
        self,
        open_texts: Callable[[], OpenTexts],
        mark: Callable[[], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open, self._mark, self._clock = open_texts, mark, clock
        self._texts: OpenTexts | None = None
        self._first_opening, self._switching = threading.Lock(), threading.Lock()
        self._stopped = threading.Event()
        self.damage: str | None = None
        self._executor = ThreadPoolExecutor(1, "opening")
        self._seen_mark: object = None
        self._retry_at, self._logged_reason = float("inf"), ""
        self._watched = False

    @property
    def texts(self) -> OpenTexts:
        """The texts that answer now; take them once for an answer, as they may be replaced."""
        with self._first_opening:
            if self._texts is None:
                self._seen_mark = self._mark() if self._mark else None
                self._texts = self._open()
            return self._texts

    def watch(self) -> None:
        """Prove the texts, and start a thread that looks for a new edition until it is stopped."""
        self._watched = True
        self._start_proof(self.texts)
        if self._mark is not None:
            threading.Thread(target=self._poll, name="editions", daemon=True).start()

    def stop(self) -> None:
        """Stop looking for new editions."""
        self._stopped.set()

    def look(self) -> None:
        """Open the live edition if it is not the one that answers, and switch to it."""
        with self._switching:
            mark = self._mark() if self._mark else None
            if mark != self._seen_mark or self._clock() >= self._retry_at:
                self._switch(self._open, self._mark, mark)

    def switch_to(
        self, open_texts: Callable[[], OpenTexts], mark: Callable[[], object] | None
    ) -> bool:
        """Open the live edition with new functions; return whether it now answers.

        If it cannot be opened, nothing changes, and the old functions stay in use.
        """
        with self._switching:
            self._logged_reason = ""
            return self._switch(open_texts, mark, mark() if mark else None)

    def _switch(
        self,
        open_texts: Callable[[], OpenTexts],
        mark: Callable[[], object] | None,
        seen_mark: object,
    ) -> bool:
        opening = self._executor.submit(_open_warm, open_texts)
        error = opening.exception()  # of any kind: the old edition goes on answering
        if error is None:
            self._texts, self._logged_reason = opening.result(), ""
            self._open, self._mark = open_texts, mark
            self._seen_mark, self._retry_at = seen_mark, float("inf")
            _log.info("edition_changed", edition=self._texts.editions)
            self.damage = None
            if self._watched:
                self._start_proof(self._texts)
            return True
        if open_texts is self._open:
            self._seen_mark, self._retry_at = seen_mark, self._clock() + RETRY_INTERVAL
        self._log_failure(error)
        return False

    def _start_proof(self, texts: OpenTexts) -> None:
        threading.Thread(target=self._prove, args=(texts,), name="proof", daemon=True).start()

    def _prove(self, texts: OpenTexts) -> None:
        """Read what opening did not, as long as these texts answer; log what is damaged."""
        try:
            texts.prove(lambda: self._texts is texts and not self._stopped.is_set())
        except EmbeddingsError as error:
            if self._texts is texts:
                self.damage = str(error)
            _log.error("edition_damaged", edition=texts.editions, remedy=str(error))

    def _poll(self) -> None:
        while not self._stopped.wait(POLL_INTERVAL):
            self.look()

    def _log_failure(self, error: BaseException) -> None:
        """Log why the old edition still answers, once for each reason."""
        if str(error) == self._logged_reason:
            return
        self._logged_reason = str(error)
        if isinstance(error, (EmbeddingsError, OSError)):
            _log.warning("edition_open_failed", reason=type(error).__name__, remedy=str(error))
        else:
            _log.error("edition_open_failed", exc_info=error, remedy="report it with this line")


def _open_warm(open_texts: Callable[[], OpenTexts]) -> OpenTexts:
    texts = open_texts()
    texts.warm()
    return texts


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
        """Prove the texts in the background, and notice when another edition goes live."""
        self._editions.watch()

    def switch_to(self, open_texts: Callable[[], OpenTexts], mark: Callable[[], object]) -> bool:
        """Open the live edition with new functions; return whether it now answers.

        If it cannot be opened, nothing changes.
        """
        return self._editions.switch_to(open_texts, mark)

    @property
    def damage(self) -> str | None:
        """What is wrong with the texts that answer, as far as they are proved; None for nothing."""
        return self._editions.damage

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
