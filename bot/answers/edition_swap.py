"""The books that answer, and those that take their place when another edition goes live."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.answers.open_texts import OpenTexts
from embeddings.errors import EmbeddingsError

PAUSE = 1.0
"""Seconds between two looks at which edition is live."""

AGAIN = 60.0
"""Seconds after which a new edition that could not be opened is tried again."""

_log = structlog.get_logger(__name__)


class EditionSwitch:
    """Opens the books when they are first needed, and the next ones while the old ones answer.

    `mark` tells when there are next ones; without it there never are. What cannot be opened
    changes nothing, and the log says what mends it.
    """

    def __init__(
        self,
        open_shelf: Callable[[], OpenTexts],
        mark: Callable[[], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open, self._mark, self._clock = open_shelf, mark, clock
        self._shelf: OpenTexts | None = None
        self._first, self._stopped = threading.Lock(), threading.Event()
        self._looking = threading.Lock()
        self._opening = ThreadPoolExecutor(1, "opening")
        self._seen: object = None
        self._again, self._told = float("inf"), ""

    @property
    def shelf(self) -> OpenTexts:
        """What answers now: whoever answers takes it once, and answers by it alone."""
        with self._first:
            if self._shelf is None:
                self._seen = self._mark() if self._mark else None
                self._shelf = self._open()
            return self._shelf

    def watch(self) -> None:
        """Look again and again, in a thread of its own, until it is stopped."""
        if self._mark is not None:
            threading.Thread(target=self._watching, name="editions", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def look(self) -> None:
        """Open the edition that is live where it is another one, and let it answer."""
        with self._looking:
            mark = self._mark() if self._mark else None
            if mark != self._seen or self._clock() >= self._again:
                self._change(self._open, self._mark, mark)

    def turn_to(
        self, open_shelf: Callable[[], OpenTexts], mark: Callable[[], object] | None
    ) -> bool:
        """Open the live editions now, by other means from now on; say whether they answer.

        What cannot be opened changes nothing: neither what answers nor what is looked at.
        """
        with self._looking:
            self._told = ""
            return self._change(open_shelf, mark, mark() if mark else None)

    def _change(
        self, open_shelf: Callable[[], OpenTexts], mark: Callable[[], object] | None, seen: object
    ) -> bool:
        opening = self._opening.submit(_opened, open_shelf)
        error = opening.exception()  # whatever it is, the old ones answer on
        if error is None:
            self._shelf, self._told, self._again = opening.result(), "", float("inf")
            self._open, self._mark, self._seen = open_shelf, mark, seen
            _log.info("new-edition", edition=self._shelf.editions)
            return True
        if open_shelf is self._open:
            self._seen, self._again = seen, self._clock() + AGAIN
        self._tell(error)
        return False

    def _watching(self) -> None:
        while not self._stopped.wait(PAUSE):
            self.look()

    def _tell(self, error: BaseException) -> None:
        """Say once what mends it: the edition that answers is the one before."""
        if str(error) == self._told:
            return
        self._told = str(error)
        if isinstance(error, (EmbeddingsError, OSError)):
            _log.warning("old-edition", reason=type(error).__name__, remedy=str(error))
        else:
            _log.error("old-edition", exc_info=error, remedy="report it with this line")


def _opened(open_shelf: Callable[[], OpenTexts]) -> OpenTexts:
    shelf = open_shelf()
    shelf.warm()
    return shelf
