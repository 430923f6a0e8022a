"""The editions of one document on disk: they lie beside one another, and one of them is live."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from embeddings.editions.edition import Edition
from embeddings.editions.edition_manifest import (
    MANIFEST_FILE,
    EditionInfo,
    Identity,
    read_identity,
    read_info,
)
from embeddings.editions.errors import BusyIndexError
from embeddings.editions.journal import Journal
from embeddings.errors import DamagedIndexError, NoIndexError, StaleIndexError
from embeddings.files import atomic
from embeddings.files.proof import forget_proof

_UNFINISHED = ".unfinished-"
"""Prefix of what is being written or removed; the next change of the folder clears it away."""


class Editions:
    """The editions of one document, and which of them is live.

    They lie in the index directory itself, or in a folder of it; `index` then names the directory.
    """

    def __init__(self, directory: Path, index: Path | None = None) -> None:
        self.directory, self._index = directory, index or directory
        self.journal = Journal(directory)
        self._current = directory / "current"

    @property
    def models(self) -> Path:
        """The folder of exported models, each under its weights' hash."""
        return self._index / "models"

    def find_live_folder(self) -> Path | None:
        """Return the folder of the live edition; None where nothing was built yet.

        Raises DamagedIndexError where `current` names no edition.
        """
        name = self.live_name()
        if name is None:
            return None
        for path in self.directory.iterdir():
            if path.name == name and path.is_dir():
                return path
        raise DamagedIndexError(self._current, f"names {name[:80]!r}, which is not there")

    def live_name(self) -> str | None:
        """Return the name in `current`, even of a missing edition; None where nothing was built."""
        if not self._current.is_file():
            return None
        return self._current.read_text("utf-8", errors="replace").strip()

    def read_stamp(self) -> tuple[int, ...] | None:
        """Return a value that changes whenever another edition goes live; None without an index."""
        try:
            status = self._current.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size

    def read_live_identity(self) -> Identity | None:
        """Return the identity of the live edition, even where the rest of it is damaged."""
        try:
            path = self.find_live_folder()
        except (DamagedIndexError, OSError):
            return None
        return read_identity(path) if path else None

    def read_live_info(self) -> EditionInfo | None:
        """Return the manifest of the live edition; None where it is absent, damaged or stale."""
        try:
            path = self.find_live_folder()
            return read_info(path / MANIFEST_FILE) if path else None
        except (DamagedIndexError, StaleIndexError, OSError):
            return None

    def find_origin(self) -> str | None:
        """Return the origin of the document, from the live edition or else from any other."""
        if (live := self.read_live_identity()) is not None:
            return live.origin
        identities = (read_identity(path.parent) for path in self._manifests())
        return next((identity.origin for identity in identities if identity is not None), None)

    def open(self, *, whole: bool = False) -> Edition:
        """Return the live edition, its files verified; large ones by their size, unless `whole`.

        Raises NoIndexError where nothing was built yet.
        """
        path = self.find_live_folder()
        if path is None:
            raise NoIndexError(self.directory)
        return Edition.read(path, whole=whole)

    def open_usable(self, *, whole: bool = False) -> Edition | None:
        """Return the live edition as `open` does; None where it is absent, damaged or stale."""
        try:
            return self.open(whole=whole) if self.find_live_folder() is not None else None
        except (DamagedIndexError, StaleIndexError):
            return None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the index for one change, and clear away what a killed process left.

        Raises BusyIndexError where another process holds the lock.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._index / ".lock", timeout=0):
                for path in self.directory.glob(f"{_UNFINISHED}*"):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                yield
        except Timeout as error:
            raise BusyIndexError(self._index) from error

    def write(self, info: EditionInfo, files: Mapping[str, bytes]) -> Path:
        """Write an edition beside the others and return its folder; on an error nothing is left."""
        name = self._free_name(info.edition)
        unfinished = self.directory / f"{_UNFINISHED}{name}"
        try:
            unfinished.mkdir()
            for file, data in files.items():
                atomic.write(unfinished / file, data)
            atomic.write(unfinished / MANIFEST_FILE, info.model_dump_json(indent=2).encode())
            atomic.sync_directory(unfinished)
            atomic.rename(unfinished, self.directory / name)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)  # the disk may be full
            raise
        return self.directory / name

    def set_live(self, name: str) -> None:
        """Make an edition the live one."""
        atomic.replace(self._current, self.directory / f"{_UNFINISHED}current", name.encode())

    def remove(self, name: str) -> None:
        """Remove an edition: it disappears at once, and then its files are deleted."""
        leaving = self.directory / f"{_UNFINISHED}{name}"
        atomic.rename(self.directory / name, leaving)
        forget_proof(self.directory / name)
        atomic.remove(leaving)

    def remove_all(self) -> None:
        """Remove all editions, the live one first; the journal keeps their names."""
        self._current.unlink(missing_ok=True)
        atomic.sync_directory(self.directory)
        for path in self._manifests():
            self.remove(path.parent.name)

    def _manifests(self) -> Iterator[Path]:
        return self.directory.glob(f"[!.]*/{MANIFEST_FILE}")

    def _free_name(self, edition: str) -> str:
        """Return a name that no edition has or ever had, for open editions are known by theirs."""
        taken = {entry.name for entry in self.journal.read_entries()}
        number = 1
        while (name := f"{edition[:16]}-{number}") in taken or (self.directory / name).exists():
            number += 1
        return name
