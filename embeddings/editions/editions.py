"""The editions of a library on disk: written beside one another, one of them live."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.concordance import passages
from embeddings.concordance.concordance import Concordance
from embeddings.editions.errors import BusyIndexError
from embeddings.editions.journal import Journal
from embeddings.errors import DamagedIndexError, NoIndexError, StaleIndexError
from embeddings.files import atomic
from embeddings.guide.guide import FILE as GUIDE
from embeddings.guide.guide import Guide
from embeddings.retrieval.calibration import Calibration

FORMAT = 4
"""Of an edition: its files, as far as an older program could not read them."""

_UNFINISHED = ".unfinished-"
_HASHED = 64 * 2**20
"""A larger file is mapped into memory as it is used; opening it proves its size alone."""


class FileRecord(BaseModel):
    """A file of an edition, as it was written."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> "FileRecord":
        """Describe a file by its contents."""
        return cls(size=len(data), sha256=hashlib.sha256(data).hexdigest())


class _Format(BaseModel):
    format: int


class Learned(BaseModel):
    """What a build found out about the search: how sure a score is, and how it is made."""

    model_config = ConfigDict(frozen=True)

    calibration: Calibration
    suggestions: tuple[str, ...]
    vectors: str
    recall: float
    cross_encoder: str | None
    others_sha256: str


class Info(BaseModel):
    """manifest.json of an edition: what it was built from, and what lies beside it."""

    model_config = ConfigDict(frozen=True)

    format: int
    edition: str
    document: str
    origin: str
    entry_sha256: str | None
    model: str
    weights_sha256: str
    dimension: int
    normalised: Literal[True]
    splitter: int
    embedding: int
    found: Learned
    counts: dict[str, int]
    created: datetime
    files: dict[str, FileRecord]
    seal: str = ""

    def sealed(self) -> "Info":
        """Return the manifest with a hash of all the rest of it."""
        return self.model_copy(update={"seal": self.hash()})

    def hash(self) -> str:
        """Return the hash of all but the seal."""
        return hashlib.sha256(self.model_dump_json(exclude={"seal"}).encode()).hexdigest()


class Editions:
    """The editions of one document, and which of them is in use.

    They lie in the index directory itself, or in a folder of it: then it is named.
    """

    def __init__(self, directory: Path, index: Path | None = None) -> None:
        self.directory, self._index = directory, index or directory
        self.journal = Journal(directory)
        self._current = directory / "current"

    @property
    def models(self) -> Path:
        """Where exported models lie, each once, under its weights' hash."""
        return self._index / "models"

    def live(self) -> Path | None:
        """Return the directory of the edition in use; None where nothing was built yet.

        Raises DamagedIndexError where `current` names none.
        """
        name = self.live_name()
        if name is None:
            return None
        for path in self.directory.iterdir():
            if path.name == name and path.is_dir():
                return path
        raise DamagedIndexError(self._current, f"names {name[:80]!r}, which is not there")

    def live_name(self) -> str | None:
        """Return what `current` names, whether it is there or not; None where nothing was built."""
        if not self._current.is_file():
            return None
        return self._current.read_text("utf-8", errors="replace").strip()

    def mark(self) -> tuple[int, ...] | None:
        """Return what changes whenever another edition goes live; None where there is no index."""
        try:
            found = self._current.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size

    def held(self) -> tuple[str, str] | None:
        """Return origin and edition of what is in use, even where the rest of it is damaged."""
        try:
            path = self.live()
        except (DamagedIndexError, OSError):
            return None
        return _held(path) if path else None

    def origin(self) -> str | None:
        """Return which document this is: by what is in use, or else by any edition of it."""
        if (held := self.held()) is not None:
            return held[0]
        found = (_held(path.parent) for path in self.directory.glob("[!.]*/manifest.json"))
        return next((one[0] for one in found if one is not None), None)

    def open(self, *, whole: bool = False) -> "Edition":
        """Return the edition in use, its files proved to be what was written.

        Of those that are mapped into memory only the size is, unless the whole is asked for.
        """
        path = self.live()
        if path is None:
            raise NoIndexError(self.directory)
        return Edition.read(path, whole=whole)

    def usable(self, *, whole: bool = False) -> "Edition | None":
        """Return the edition in use, as `open` does; None for a damaged or stale one, or none."""
        try:
            return self.open(whole=whole) if self.live() is not None else None
        except (DamagedIndexError, StaleIndexError):
            return None

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the directory for one change of it; what a killed one left is cleared away."""
        self.directory.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._index / ".lock", timeout=0):
                for left in self.directory.glob(f"{_UNFINISHED}*"):
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
                yield
        except Timeout as error:
            raise BusyIndexError(self._index) from error

    def write(self, info: Info, files: Mapping[str, bytes]) -> Path:
        """Write an edition beside the others; nothing is left of one that cannot be written."""
        name = self._free_name(info.edition)
        unfinished = self.directory / f"{_UNFINISHED}{name}"
        try:
            unfinished.mkdir()
            for file, data in files.items():
                atomic.write(unfinished / file, data)
            atomic.write(unfinished / "manifest.json", info.model_dump_json(indent=2).encode())
            atomic.sync_directory(unfinished)
            atomic.rename(unfinished, self.directory / name)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)  # on a full disk it takes others' room
            raise
        return self.directory / name

    def point(self, name: str) -> None:
        """Make an edition the one in use."""
        atomic.replace(self._current, self.directory / f"{_UNFINISHED}current", name.encode())

    def remove(self, name: str) -> None:
        """Take an edition away: at once, and then from the disk."""
        leaving = self.directory / f"{_UNFINISHED}{name}"
        atomic.rename(self.directory / name, leaving)
        atomic.remove(leaving)

    def empty(self) -> None:
        """Take all editions away, the one in use at once; the journal knows their names."""
        self._current.unlink(missing_ok=True)
        atomic.sync_directory(self.directory)
        for path in self.directory.glob("[!.]*/manifest.json"):
            self.remove(path.parent.name)

    def _free_name(self, edition: str) -> str:
        """Return a name that no edition has or had: whoever has one open knows it by its name."""
        taken = {one.name for one in self.journal.entries()}
        number = 1
        while (name := f"{edition[:16]}-{number}") in taken or (self.directory / name).exists():
            number += 1
        return name


class Edition:
    """One edition on disk, opened."""

    def __init__(self, path: Path, info: Info, concordance: Concordance) -> None:
        self.path, self.info, self.concordance = path, info, concordance

    @classmethod
    def read(cls, path: Path, *, whole: bool = False) -> "Edition":
        """Open an edition; raise for what is missing, changed, or of another version."""
        info = _info(path / "manifest.json")
        if info.splitter != passages.VERSION:
            raise StaleIndexError("splitter", info.splitter, passages.VERSION)
        for name, part in info.files.items():
            _prove(path / name, part, whole=whole)
        file = path / "concordance.json"
        concordance = Concordance.from_json(file, file.read_bytes())
        if concordance.document.edition != info.edition:
            raise DamagedIndexError(file, "holds another text than the manifest names")
        return cls(path, info, concordance)

    @cached_property
    def guide(self) -> Guide:
        """What leads a reader into its text."""
        file = self.path / GUIDE
        return Guide.from_json(file, file.read_bytes())


def _held(path: Path) -> tuple[str, str] | None:
    """Return origin and edition that a manifest names, whatever else is wrong with it."""
    try:
        found = json.loads((path / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return None
    names = [found.get(name) for name in ("origin", "edition")] if isinstance(found, dict) else []
    texts = [name for name in names if isinstance(name, str)]
    return (texts[0], texts[1]) if len(texts) == len(names) == 2 else None


def _info(path: Path) -> Info:
    """Read a manifest; of another format nothing else is read."""
    try:
        data = path.read_bytes()
        found = _Format.model_validate_json(data).format
        if found != FORMAT:
            raise StaleIndexError("format", found, FORMAT)
        info = Info.model_validate_json(data)
    except OSError as error:
        raise DamagedIndexError(path, f"cannot be read ({error.strerror})") from error
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"])) or "its JSON"
        raise DamagedIndexError(path, f"is not right in {field}") from error
    if info.splitter == passages.VERSION and info.hash() != info.seal:
        raise DamagedIndexError(path, "is not what was written")
    return info


def _prove(path: Path, part: FileRecord, *, whole: bool) -> None:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            large = size == part.size > _HASHED and not whole
            sha256 = "" if large else hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DamagedIndexError(path, f"cannot be read ({error.strerror})") from error
    if not large and sha256 != part.sha256:
        raise DamagedIndexError(path, "is not what was written")


def described(files: Mapping[str, bytes]) -> dict[str, FileRecord]:
    """Describe files by their names."""
    return {name: FileRecord.of(data) for name, data in files.items()}


def now() -> datetime:
    """Return the time of a build."""
    return datetime.now(UTC)
