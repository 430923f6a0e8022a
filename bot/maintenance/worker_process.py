"""A piece of work in a process of its own: started, listened to, given up, seen out."""

import asyncio
import os
import re
import secrets
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable
from contextlib import suppress

import structlog

from bot.errors import UserError
from bot.maintenance.errors import BrokenOffError, CancelledError, LeavingError, NotDoneError
from bot.maintenance.protocol import LINES, Failed, Job, Result, Step

_log = structlog.get_logger(__name__)

GivenUp = type[CancelledError] | type[LeavingError]

_CALL = (sys.executable, "-m", "bot.maintenance.worker")
_SECRETS = {
    "CONCORDANCE_TOKEN",
    "CONCORDANCE_TOKEN_FILE",
    "CONCORDANCE_DATABASE_URL",
    "CONCORDANCE_DATABASE_URL_FILE",
}
"""What work on an index does not need to know."""

_LINE = 2**25
"""Bytes of the longest line that is told."""
_LARGE = 2**16
_LAST = 60
_FRAME = re.compile(r'File "[^"]+", line \d+, in \S+')


class WorkerProcess:
    """A process that does one piece of work."""

    def __init__(self) -> None:
        self.number = secrets.token_hex(4)
        self._process: Process | None = None
        self._given_up: GivenUp | None = None

    def give_up(self, why: GivenUp) -> None:
        """End the process, and let whoever waits for it be told why."""
        self._given_up = why
        self._end()

    async def done(self, job: Job, told: Callable[[Step], None]) -> Result:
        """Do a piece of work; raise a UserError that says why where it does not come to an end."""
        process = self._process = await _started()
        last = asyncio.create_task(_last_lines(process))
        ended = False
        try:
            result = await self._heard(process, job, told)
            ended = result is None and self._given_up is None
        finally:
            if not ended:  # to signal one that has ended would take its status away
                self._end()
            status = await process.wait()
        if result is None:
            raise self._unfinished(status, await last)
        return result

    async def _heard(
        self, process: Process, job: Job, told: Callable[[Step], None]
    ) -> Result | None:
        """Return what the process comes to; None where it ends without a word."""
        if self._given_up is not None or process.stdin is None or process.stdout is None:
            return None
        with suppress(ConnectionError):
            process.stdin.write(f"{job.model_dump_json()}\n".encode())
            await process.stdin.drain()
        async for line in process.stdout:
            if not line.endswith(b"\n"):
                return None
            read = await _read(line)
            if isinstance(read, Failed):
                raise NotDoneError(read.kind, read.sentence)
            if not isinstance(read, Step):
                return read
            told(read)
        return None

    def _unfinished(self, status: int, last: list[str]) -> UserError:
        if self._given_up is not None:
            return self._given_up()
        remedy = "look at the machine's memory; if it stays, report this line"
        _log.error("defect", during="maintaining", status=status, exception=last, remedy=remedy)
        return BrokenOffError(status)

    def _end(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()


async def _started() -> Process:
    """Start the process; raise NotDoneError where the system does not have it."""
    try:
        return await asyncio.create_subprocess_exec(
            *_CALL,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            limit=_LINE,
            env={name: value for name, value in os.environ.items() if name not in _SECRETS},
            start_new_session=True,  # what a terminal sends to the bot is the bot's to pass on
        )
    except OSError as error:
        problem = f"no process can be started for the work ({error.strerror})"
        raise NotDoneError(type(error).__name__, f"{problem}; look at the machine") from error


async def _read(line: bytes) -> Step | Result | Failed:
    """Return what a line tells; a long one is read off the event loop."""
    if len(line) < _LARGE:
        return LINES.validate_json(line)
    return await asyncio.to_thread(LINES.validate_json, line)


async def _last_lines(process: Process) -> list[str]:
    """Return where an exception came through, and its kind: its words may be the text's."""
    lines: deque[str] = deque(maxlen=_LAST)
    if process.stderr is not None:
        async for line in process.stderr:
            lines.append(line.decode("utf-8", "replace").rstrip())
    frames = [found[0] for line in lines if (found := _FRAME.search(line))]
    kind = next((line.partition(":")[0] for line in reversed(lines) if line[:1].isalpha()), "")
    return [kind, *reversed(frames)] if frames else []
