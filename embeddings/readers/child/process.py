"""The parent's side: a child is started, asked, and seen out."""

import atexit
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Lock
from typing import IO, cast

from embeddings.readers.child.limits import Limits
from embeddings.readers.child.messages import Request, read_answer
from embeddings.readers.errors import BrokenOffSourceError
from embeddings.readers.parsed_file import Source
from embeddings.readers.registry import name_kind

_COMMAND = (sys.executable, "-m", "embeddings.readers.child")


class ReadingProcess:
    """A child that has one file after the other read, each in a process of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: Popen[bytes] | None = None

    def read(self, path: Path, data: bytes) -> Source:
        """Read a file; raise SourceError for what cannot be read, or not within its limits."""
        request = Request(path, data, Limits.of(len(data)))
        with self._lock:
            line = self._ask(request)
        if not line.endswith(b"\n"):
            raise BrokenOffSourceError(path, name_kind(path), "its process was ended")
        return read_answer(line, path)

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _ask(self, request: Request) -> bytes:
        """Return the line that a child answers, or what it has said of it before its end."""
        if self._process is not None and self._process.poll() is not None:
            self._end()
        process = self._process = self._process or _start()
        line = b""
        try:
            line = _converse(process, request)
        finally:
            if not line.endswith(b"\n"):
                self._end()
        return line

    def _end(self) -> None:
        """Let the child end, with whatever it is at: it does as soon as nobody can ask any more."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(BrokenPipeError):  # of what is still to be sent
                _streams(process)[0].close()
            process.wait()
            _streams(process)[1].close()


def _start() -> Popen[bytes]:
    """Start a child that imports what this process does, and knows nothing else of it."""
    environment = {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    return Popen(_COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment)  # noqa: S603


def _converse(process: Popen[bytes], request: Request) -> bytes:
    requests, answers = _streams(process)
    try:
        request.write(requests)
    except BrokenPipeError:
        return b""
    return answers.readline()


def _streams(process: Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """Return where a child is asked, and where it answers."""
    return cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)


@cache
def _shared() -> ReadingProcess:
    """Return the child of this process, which ends with it."""
    process = ReadingProcess()
    atexit.register(process.close)
    return process


def read_in_child(path: Path, data: bytes) -> Source:
    """Read a file; raise SourceError for what cannot be read, or not within its limits."""
    return _shared().read(path, data)
