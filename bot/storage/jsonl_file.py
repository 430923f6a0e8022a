"""A file of JSON, an object a line, that is there whole or not at all, and proves it."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.storage.errors import BackupError
from embeddings.files import atomic


class Lines:
    """Writes beside the file; puts it in its place when all lines and their digest stand."""

    def __init__(self, file: Path) -> None:
        self._path, self._beside = file, file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        self._digest, self._count = hashlib.sha256(), 0

    def __enter__(self) -> Self:
        try:
            # for whoever runs the bot alone: it holds what members asked, where that is kept
            descriptor = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise _unwritten(self._path, error) from error
        self._file = os.fdopen(descriptor, "wb")
        return self

    def write(self, line: Mapping[str, object]) -> None:
        """Write a line; raise BackupError where that cannot be."""
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        self._digest.update(data)
        self._count += 1
        self._written(data)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._end()
        finally:
            with suppress(OSError):  # a full disk is told of already
                self._file.close()
            self._beside.unlink(missing_ok=True)

    def _end(self) -> None:
        last = {"lines": self._count, "sha256": self._digest.hexdigest()}
        self._written(json.dumps(last).encode() + b"\n")
        try:
            self._file.flush()
            atomic.sync(self._file.fileno())
            atomic.rename(self._beside, self._path)
        except OSError as error:
            raise _unwritten(self._path, error) from error

    def _written(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise _unwritten(self._path, error) from error


def lines_of(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a file but the last; raise BackupError at its end if it is not whole."""
    digest, count, line = hashlib.sha256(), 0, b""
    try:
        with file.open("rb") as lines:
            for following in lines:
                if line:
                    digest.update(line)
                    count += 1
                    yield _object(file, line)
                line = following
    except OSError as error:
        raise BackupError(file, f"cannot be read ({error.strerror})") from error
    if _object(file, line) != {"lines": count, "sha256": digest.hexdigest()}:
        raise BackupError(file, "is damaged or not whole")


def _object(file: Path, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise BackupError(file, "is damaged, or no backup of Concordance") from error
    if not isinstance(found, dict):
        raise BackupError(file, "is no backup of Concordance")
    return found


def _unwritten(file: Path, error: OSError) -> BackupError:
    return BackupError(file, f"cannot be written ({error.strerror})")
