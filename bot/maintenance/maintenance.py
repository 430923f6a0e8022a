"""What maintainers do to an index: one piece of work at a time, beside the bot."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import structlog

from bot.errors import ClosingError
from bot.maintenance.errors import (
    CancelledError,
    LeavingError,
    NotDoneError,
    NotMaintainerError,
    NotRunningError,
    OccupiedError,
    TooLargeError,
)
from bot.maintenance.progress import Told
from bot.maintenance.protocol import Job, Result, Task
from bot.maintenance.worker_process import WorkerProcess
from bot.process.error_text import TOLD, sentence
from bot.settings import INDEX, LIBRARY
from embeddings.editions.history import History, Listed
from embeddings.editions.library import Library
from embeddings.errors import NoIndexError
from embeddings.manifest.manifest import Manifest

LARGEST = 25 * 2**20
"""Bytes of a file that is built: a book as a PDF."""

_log = structlog.get_logger(__name__)

Looked = TypeVar("Looked")


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody gave, the name that it goes by, and the entry that describes it."""

    data: bytes
    named: str
    document: str | None = None


@dataclass
class Maintenance:
    """An index, its manifest, the users who may work on it, and the work that is under way."""

    index: Path = INDEX
    library: Path = LIBRARY
    model: str | None = None
    maintainers: Collection[int] = ()
    _child: WorkerProcess | None = field(default=None, init=False)
    _closed: bool = field(default=False, init=False)

    @property
    def number(self) -> str:
        """What the work that is under way is known by; nothing where there is none."""
        return self._child.number if self._child is not None else ""

    def turn_to(
        self, index: Path, library: Path, model: str | None, maintainers: Collection[int]
    ) -> None:
        """Work on another index from now on, or for others; what is under way goes on."""
        self.index, self.library, self.model = index, library, model
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
        if size > LARGEST:
            raise TooLargeError(size, LARGEST)

    def job(self, task: Task, who: str, edition: str | None = None) -> Job:
        """Return a piece of work on this index, for somebody."""
        return Job(
            task=task,
            index=self.index,
            library=self.library,
            model=self.model,
            edition=edition,
            who=who,
        )

    async def do(self, job: Job, told: Told) -> Result:
        """Do a piece of work; raise a UserError that says why where it is not done."""
        self.check()
        child = self._child = WorkerProcess()
        try:
            result = await child.done(job, told)
        except NotDoneError as error:
            _log.info("maintained", task=job.task, outcome=error.kind)
            raise
        finally:
            self._child = None
        _log.info("maintained", task=job.task, outcome=result.told)
        return result

    async def build(self, given: Given, job: Job, told: Told) -> Result:
        """Build a candidate of a file, which lies nowhere but in a folder of its own meanwhile."""
        self.check(len(given.data))
        folder = await self._looked(lambda: _laid_down(given))
        try:
            (file,) = folder.iterdir()
            more = {"file": file, "named": given.named, "document": given.document}
            return await self.do(job.model_copy(update=more), told)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def cancel(self, number: str) -> None:
        """Give up the work that is known by a number; raise NotRunningError where it is over."""
        if self._child is None or self._child.number != number:
            raise NotRunningError
        self._child.give_up(CancelledError)

    def stop(self) -> None:
        """Begin nothing any more, and give up what is under way."""
        self._closed = True
        if self._child is not None:
            self._child.give_up(LeavingError)

    async def editions(self) -> tuple[Listed, ...]:
        """Return the editions, the latest first."""
        return await self._looked(self._listed)

    async def back(self, name: str | None = None) -> tuple[Listed, Listed | None]:
        """Return the edition that a rollback would lead to, and the one that is live."""

        def look() -> tuple[Listed, Listed | None]:
            history = History(Library(self.index).holding(name))
            if not history.listed:
                raise NoIndexError(self.index)
            known = {one.name: one for one in history.listed}
            return known[history.back(name)], known.get(history.live or "")

        return await self._looked(look)

    async def documents(self) -> tuple[str, ...]:
        """Return the entries of the manifest that a text may be described by."""

        def look() -> tuple[str, ...]:
            there = self.library.exists()
            return tuple(Manifest.load(self.library).documents) if there else ()

        return await self._looked(look)

    def _listed(self) -> tuple[Listed, ...]:
        listed = tuple(one for _, one in Library(self.index).listed())
        if not listed:
            raise NoIndexError(self.index)
        return listed

    @staticmethod
    async def _looked(look: Callable[[], Looked]) -> Looked:
        """Look at the disk, or write to it, off the event loop; what fails is a sentence."""
        try:
            return await asyncio.to_thread(look)
        except TOLD as error:
            raise NotDoneError(type(error).__name__, sentence(error)) from error


def _laid_down(given: Given) -> Path:
    """Write a file into a folder that nobody else may look into; return the folder.

    Of the name that it was given by only the kind is taken, where it is a known one.
    """
    from embeddings.readers.registry import reader_named_by

    name = Path(given.named)
    suffix = name.suffix.lower() if reader_named_by(name) else ""
    folder = Path(tempfile.mkdtemp(prefix="concordance-"))
    try:
        (folder / f"text{suffix}").write_bytes(given.data)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder
