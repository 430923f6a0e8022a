"""What maintainers do to an index: one job at a time, beside the bot."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import structlog

from bot.errors import ClosingError
from bot.maintenance import jobs
from bot.maintenance.child_program import ChildProgram, Tell
from bot.maintenance.errors import (
    BrokenOffError,
    CancelledError,
    LeavingError,
    NotDoneError,
    NotMaintainerError,
    NotRunningError,
    OccupiedError,
    TimedOutError,
    TooLargeError,
    UnreadableError,
)
from bot.maintenance.given_file import GivenFile, take_away
from bot.maintenance.jobs import Job
from bot.maintenance.results import Result, UnchangedOutput
from bot.process.error_text import EXPLAINED_ERRORS, explain_error
from bot.settings import DEFAULT_INDEX, DEFAULT_LIBRARY
from embeddings.editions.history import History, ListedEdition
from embeddings.editions.library import Library
from embeddings.errors import NoIndexError, shorten_input
from embeddings.manifest.manifest import Manifest
from embeddings.models.names import ModelNames, format_names

MAX_FILE_SIZE = 25 * 2**20
"""Bytes of a file that is built: a book as a PDF."""

MAX_SECONDS = 600.0
"""How long a job may take that nobody can cancel: it changes the index, and builds nothing."""

_log = structlog.get_logger(__name__)

Work = Callable[[ChildProgram], Awaitable[Result]]
Seen = TypeVar("Seen")


@dataclass
class Maintenance:
    """An index, its manifest, the users who may work on it, and the job that is under way."""

    index: Path = DEFAULT_INDEX
    library: Path = DEFAULT_LIBRARY
    models: ModelNames | None = None
    maintainers: Collection[int] = ()
    _child: ChildProgram | None = field(default=None, init=False)
    _closed: bool = field(default=False, init=False)

    @property
    def number(self) -> str:
        """What the job that is under way is known by; nothing where there is none."""
        return self._child.number if self._child is not None else ""

    def turn_to(
        self, index: Path, library: Path, models: ModelNames | None, maintainers: Collection[int]
    ) -> None:
        """Work on another index from now on, or for others; what is under way goes on."""
        self.index, self.library, self.models = index, library, models
        self.maintainers = maintainers

    def admit(self, user: int) -> None:
        """Let in a maintainer; raise NotMaintainerError for others."""
        if user not in self.maintainers:
            raise NotMaintainerError

    def check(self, size: int = 0) -> None:
        """Raise an error where nothing can be begun, or a file is too large to be taken."""
        if self._closed:
            raise ClosingError
        if self._child is not None:
            raise OccupiedError
        if size > MAX_FILE_SIZE:
            raise TooLargeError(size, MAX_FILE_SIZE)

    async def build(self, given: GivenFile, tell: Tell) -> Result:
        """Build a candidate of a file, and compare it with what is live."""
        self.check(len(given.data))
        file = await _look(given.lay_down)

        async def work(child: ChildProgram) -> Result:
            built = await child.run(jobs.build(file, given.document), tell)
            if not built.changed:
                return UnchangedOutput(name=built.path.name)
            comparison = await child.run(jobs.compare(built.path.name), tell)
            return comparison.model_copy(update={"notes": built.warnings})

        try:
            return await self._work("build", work)
        except NotDoneError as error:
            words = error.sentence.replace(str(file), shorten_input(given.name))
            raise NotDoneError(error.kind, words) from error
        finally:
            await asyncio.to_thread(take_away, file)

    async def do(self, job: Job[Result], tell: Tell | None = None) -> Result:
        """Do a job, which nobody can cancel and so may not last where no step of it is told."""
        return await self._work(
            job.command[0],
            lambda child: child.run(job, tell),
            MAX_SECONDS if tell is None else None,
        )

    def cancel(self, number: str) -> None:
        """Give up the job that is known by a number; raise NotRunningError where it is over."""
        if self._child is None or self._child.number != number:
            raise NotRunningError
        self._child.give_up(CancelledError())

    def stop(self) -> None:
        """Begin nothing any more, and give up what is under way."""
        self._closed = True
        if self._child is not None:
            self._child.give_up(LeavingError())

    async def editions(self) -> tuple[ListedEdition, ...]:
        """Return the editions, the latest first."""
        return await _look(self._listed)

    async def back(self, name: str | None = None) -> tuple[ListedEdition, ListedEdition | None]:
        """Return the edition that a rollback would lead to, and the one that is live."""

        def look() -> tuple[ListedEdition, ListedEdition | None]:
            history = History(Library(self.index).find_editions(name))
            if not history.listed:
                raise NoIndexError(self.index)
            known = {listed.name: listed for listed in history.listed}
            return known[history.find_earlier(name)], known.get(history.live or "")

        return await _look(look)

    async def documents(self) -> tuple[str, ...]:
        """Return the entries of the manifest that a text may be described by."""

        def look() -> tuple[str, ...]:
            there = self.library.exists()
            return tuple(Manifest.load(self.library).documents) if there else ()

        return await _look(look)

    async def _work(self, task: str, work: Work, seconds: float | None = None) -> Result:
        """Let a child work for so many seconds; raise a UserError where it comes to nothing."""
        self.check()
        child = self._child = ChildProgram(self._settings)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(seconds, child.give_up, TimedOutError()) if seconds else None
        try:
            result = await work(child)
        except NotDoneError as error:
            _log.info("maintenance_finished", task=task, outcome=error.kind)
            raise
        except (BrokenOffError, UnreadableError) as error:
            _log.error("defect", during="maintaining", remedy=error.remedy, **error.details)
            raise
        finally:
            self._child = None
            if timer is not None:
                timer.cancel()
        _log.info("maintenance_finished", task=task, outcome="done")
        return result

    @property
    def _settings(self) -> dict[str, str]:
        """What the child is told of its work, as the bot was: by the environment."""
        return {
            "CONCORDANCE_INDEX": str(self.index),
            "CONCORDANCE_LIBRARY": str(self.library),
            "CONCORDANCE_MODEL": format_names(self.models or ()),
        }

    def _listed(self) -> tuple[ListedEdition, ...]:
        listed = tuple(edition for _, edition in Library(self.index).list_editions())
        if not listed:
            raise NoIndexError(self.index)
        return listed


async def _look(look: Callable[[], Seen]) -> Seen:
    """Look at the disk, or write to it, off the event loop; what fails is a sentence."""
    try:
        return await asyncio.to_thread(look)
    except EXPLAINED_ERRORS as error:
        raise NotDoneError(type(error).__name__, explain_error(error)) from error
