"""Large files proved by their hashes at the pace of the disk, and a record of it that is kept."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import DamagedIndexError
from embeddings.files import atomic
from embeddings.files.regular import open_regular

Going = Callable[[], bool]
"""Says whether to go on with what may take long."""

_CHUNK = 2**20

_Stamps = dict[str, list[int]]
"""By a file's name, what changes when it is written to: its number, its size and its times."""


def go_on() -> bool:
    """Go on, however long it takes."""
    return True


@dataclass(frozen=True)
class FolderProof:
    """The proof that files of a folder are what was written, each by its SHA-256.

    A record beside the folder keeps it, so that they are read once: until one is written to.
    """

    folder: Path
    hashes: Mapping[str, str]

    def complete(self, going: Going = go_on) -> bool:
        """Prove what was not proved yet; return whether all is, for `going` may end it before.

        Raises DamagedIndexError for a file that is not what was written.
        """
        return self._prove(_read_record(self.folder), going, keep=True)

    def repeat(self, going: Going = go_on, *, keep: bool = False) -> bool:
        """Prove all anew, as `complete` does; the record is only written where it is to be kept."""
        return self._prove({}, going, keep=keep)

    def _prove(self, known: _Stamps, going: Going, *, keep: bool) -> bool:
        stamps: _Stamps = {}
        for name, expected in self.hashes.items():
            path = self.folder / name
            try:
                stamps[name] = _read_stamp(path)
                if known.get(name) == stamps[name]:
                    continue
                actual = _hash(path, going)
            except OSError as error:
                raise DamagedIndexError(path, f"cannot be read ({error.strerror})") from error
            if actual is None:
                return False
            if actual != expected:
                raise DamagedIndexError(path, "is not what was written")
        if keep and stamps != known:
            with suppress(OSError):  # the index may be there to be read only
                _write_record(self.folder, stamps)
        return True


def forget_proof(folder: Path) -> None:
    """Remove the record of a folder that is removed."""
    _find_record(folder).unlink(missing_ok=True)


def _find_record(folder: Path) -> Path:
    return folder.with_name(f".proved-{folder.name}")


def _read_record(folder: Path) -> _Stamps:
    """Return what was proved of a folder; nothing where the record is none."""
    try:
        with open_regular(_find_record(folder)) as file:
            stamps = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _write_record(folder: Path, stamps: _Stamps) -> None:
    record = _find_record(folder)
    beside = record.with_name(f"{record.name}.{os.getpid()}")
    atomic.replace(record, beside, json.dumps(stamps).encode())


def _read_stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _hash(path: Path, going: Going) -> str | None:
    """Return the SHA-256 of a file, or None where it was ended before."""
    digest = hashlib.sha256()
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            if not going():
                return None
            digest.update(chunk)
    return digest.hexdigest()
