"""The open texts, and the switch to another edition's when one goes live."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.answers.open_texts import OpenTexts
from embeddings.errors import EmbeddingsError

POLL_INTERVAL = 1.0
"""Seconds between two checks of which edition is live."""

RETRY_INTERVAL = 60.0
"""Seconds until an edition that could not be opened is tried again."""

_log = structlog.get_logger(__name__)


class EditionSwitch:
    """Opens the texts when they are first needed, and new editions while the old ones answer.

    A changed return value of `mark` means that another edition is live; without `mark` none ever
    is. An edition that cannot be opened changes nothing, and the log names the remedy.
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
        self._executor = ThreadPoolExecutor(1, "opening")
        self._seen_mark: object = None
        self._retry_at, self._logged_reason = float("inf"), ""

    @property
    def texts(self) -> OpenTexts:
        """The texts that answer now; take them once for an answer, as they may be replaced."""
        with self._first_opening:
            if self._texts is None:
                self._seen_mark = self._mark() if self._mark else None
                self._texts = self._open()
            return self._texts

    def watch(self) -> None:
        """Start a thread that looks for a new edition until it is stopped."""
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
            return True
        if open_texts is self._open:
            self._seen_mark, self._retry_at = seen_mark, self._clock() + RETRY_INTERVAL
        self._log_failure(error)
        return False

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
