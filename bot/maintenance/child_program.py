"""The program itself as a child of the bot: started, listened to, given up, seen out."""

import asyncio
import os
import re
import secrets
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from bot.errors import UserError
from bot.maintenance.errors import BrokenOffError, NotDoneError, UnreadableError
from bot.maintenance.jobs import Job, Read_co
from bot.maintenance.results import Output, Step, read_step

Tell = Callable[[Step], None]

NICE = 5
"""How far the child stands back behind whoever answers questions."""

FIRST_TO_END = "1000"
"""Where memory runs out, Linux ends the child, and not the bot."""

MAX_OUTPUT = 2**26
"""Bytes of a result: more than both of the largest texts that are compared."""

GRACE = 10.0
"""Seconds between the request to end and the signal that no process can put off."""

_PROGRAM = (sys.executable, "-m", "bot", "--end-with-input")
_SECRETS = {
    "CONCORDANCE_TOKEN",
    "CONCORDANCE_TOKEN_FILE",
    "CONCORDANCE_DATABASE_URL",
    "CONCORDANCE_DATABASE_URL_FILE",
}
"""What work on an index does not need to know."""

_CHUNK = 2**16
_MAX_LINES = 60
_FRAME = re.compile(r'File "[^"]+", line \d+, in \S+')


class ChildProgram:
    """The program as a child: one job after the other, until it is given up.

    It ends with the bot, whose end closes its standard input. Its memory, and whatever takes it
    down, are not the bot's.
    """

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.number = secrets.token_hex(4)
        self._settings = settings
        self._process: Process | None = None
        self._given_up: UserError | None = None

    def give_up(self, reason: UserError) -> None:
        """End the child, and let whoever waits for it be told why."""
        self._given_up = reason
        if self._process is not None:
            _end(self._process)

    async def run(self, job: Job[Read_co], tell: Tell | None = None) -> Read_co:
        """Run a job, and return what it comes to; raise a UserError that says why it does not."""
        tell = tell or _tell_nobody
        if job.step is not None:
            tell(job.step)
        output = await self._run(job.command, tell)
        return await asyncio.to_thread(job.read, output)

    async def _run(self, command: tuple[str, ...], tell: Tell) -> Output:
        """Run a command; raise a UserError where it neither succeeds nor refuses."""
        self._raise_if_given_up()
        process = self._process = await _start(command, self._settings)
        hearing = asyncio.create_task(_hear(process, tell))
        try:
            self._raise_if_given_up()
            printed = await _read(process)
        except BaseException:
            _end(process)
            raise
        finally:
            status = await process.wait()
            last = await hearing
        if status in {0, 2}:
            return Output(status, printed)  # though it may have been given up since
        self._raise_if_given_up()
        raise BrokenOffError(status, last)

    def _raise_if_given_up(self) -> None:
        if self._given_up is not None:
            raise self._given_up


def _tell_nobody(_: Step) -> None:
    """Tell no step."""


async def _start(command: tuple[str, ...], settings: Mapping[str, str]) -> Process:
    """Start the program, less urgent than the bot; raise NotDoneError where that cannot be."""
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    try:
        process = await asyncio.create_subprocess_exec(
            *_PROGRAM,
            *map(_argument, command),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={**kept, **settings},
            start_new_session=True,  # what a terminal sends to the bot is the bot's to pass on
        )
    except OSError as error:
        problem = f"no process can be started for the work ({error.strerror})"
        raise NotDoneError(type(error).__name__, f"{problem}; look at the machine") from error
    _stand_back(process)
    return process


def _stand_back(process: Process) -> None:
    """Let a process be less urgent than the bot, and the first to end where memory runs out."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + NICE)
    with suppress(OSError):
        Path(f"/proc/{process.pid}/oom_score_adj").write_text(FIRST_TO_END, "ascii")


def _argument(words: str) -> str:
    """Return words as a command line takes them: no NUL, no half of a character."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()


def _end(process: Process) -> None:
    """Let a process end, with what it started; where it does not, kill it."""
    _signal(process, signal.SIGTERM)
    asyncio.get_running_loop().call_later(GRACE, _signal, process, signal.SIGKILL)


def _signal(process: Process, number: signal.Signals) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # it has ended, and is not seen out
            os.killpg(process.pid, number)


async def _read(process: Process) -> bytes:
    """Return all of standard output; raise UnreadableError where that is too much."""
    parts, size = [], 0
    async for part in _chunks(process.stdout):
        parts.append(part)
        size += len(part)
        if size > MAX_OUTPUT:
            raise UnreadableError(f"printed more than {MAX_OUTPUT} bytes")
    return b"".join(parts)


async def _hear(process: Process, tell: Tell) -> list[str]:
    """Tell each step of standard error, to its end; of the rest return what a defect came of.

    That is where an exception came through, and its kind: its words may be the text's.
    """
    lines: deque[str] = deque(maxlen=_MAX_LINES)
    rest = b""
    async for part in _chunks(process.stderr):
        *whole, rest = (rest + part).split(b"\n")
        rest = rest[-_CHUNK:]
        for line in whole:
            if (step := read_step(line)) is not None:
                tell(step)
            else:
                lines.append(line.decode("utf-8", "replace").rstrip())
    frames = [match[0] for line in lines if (match := _FRAME.search(line))]
    kind = next((line.partition(":")[0] for line in reversed(lines) if line[:1].isalpha()), "")
    return [kind, *reversed(frames)] if frames else []


async def _chunks(stream: asyncio.StreamReader | None) -> AsyncIterator[bytes]:
    while stream is not None and (part := await stream.read(_CHUNK)):
        yield part
