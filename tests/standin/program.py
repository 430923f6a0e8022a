"""The real program as a process of its own, started as operators start it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tests.support.cli_program import Ended, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.standin.standin import StandIn

LEAVING = 10.0


@dataclass
class Program:
    """A program that runs, and what it has said so far."""

    discord: StandIn
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    readers: list[threading.Thread] = field(default_factory=list)
    open: int = 2
    before: int = 0  # how many sessions there were when it was started

    def read(self, stream: IO[str]) -> None:
        """Read a stream to its end, in a thread of its own."""

        def reading() -> None:
            with stream:
                for line in stream:
                    self.log.append(line.rstrip("\n"))
                    self.discord.world.changed()
            with self.discord.world.changes:
                self.open -= 1
                self.discord.world.changes.notify_all()

        reader = threading.Thread(target=reading, daemon=True)
        reader.start()
        self.readers.append(reader)

    @property
    def ended(self) -> bool:
        """Tell whether the program has said its last word."""
        return self.open == 0

    @property
    def text(self) -> str:
        """Return everything that it said."""
        return "\n".join(self.log)

    def says(self, words: str, *, within: float = 20.0) -> None:
        """Wait until the program has said this."""
        self.discord.wait(lambda: words in self.text, f"{words!r} in the log", within=within)

    def terminate(self) -> None:
        """Ask the program to end."""
        self.process.send_signal(signal.SIGTERM)

    def hangs_up(self) -> None:
        """Ask the program to read its settings again."""
        self.process.send_signal(signal.SIGHUP)

    def kill(self) -> None:
        """End the program without asking."""
        self.process.kill()
        self.wait()

    def wait(self, within: float | None = None) -> int:
        """Wait until the program has ended and return its status."""
        within = LEAVING if within is None else within
        status = self.process.wait(within)
        for reader in self.readers:
            reader.join(within)
        return status

    def leave(self) -> None:
        """See the program out, by force if it does not go."""
        if self.process.poll() is None:
            self.terminate()
        try:
            self.wait()
        except subprocess.TimeoutExpired:
            self.kill()


def command() -> list[str]:
    """Return how the program is called: its own script where it is installed."""
    script = Path(sys.executable).parent / "concordance"
    return [str(script)] if script.exists() else [sys.executable, "-m", "bot"]


def told(discord: StandIn, settings: Mapping[str, object]) -> dict[str, str]:
    """Return the environment that points the program at the stand-in."""
    where = {
        "CONCORDANCE_TOKEN": discord.token,
        "CONCORDANCE_DISCORD_API": discord.api,
        "CONCORDANCE_DISCORD_GATEWAY": discord.gateway,
    }
    more = {f"CONCORDANCE_{name.upper()}": str(value) for name, value in settings.items()}
    return environment({**where, **more})


@contextmanager
def started(
    discord: StandIn, call: Sequence[str], home: Path, settings: Mapping[str, object]
) -> Iterator[Program]:
    """Start a program, and see it out at the end whatever happens."""
    before = len(discord.sessions)
    process = subprocess.Popen(
        call,
        cwd=home,
        env=told(discord, settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    program = Program(discord, process, before=before)
    discord.world.programs.append(program)
    assert process.stdout is not None
    assert process.stderr is not None
    program.read(process.stdout)
    program.read(process.stderr)
    try:
        yield program
    finally:
        program.leave()


def until_ready(program: Program, *, within: float = 180.0) -> None:
    """Wait until the program listens to the gateway; fail with its log if it ends first."""
    discord = program.discord

    def listening() -> bool:
        return any(one.connected for one in discord.sessions[program.before :]) or program.ended

    discord.wait(listening, "the program to listen to the gateway", within=within)
    assert not program.ended, f"the program ended:\n{program.text}"


@contextmanager
def running(discord: StandIn, *arguments: str, home: Path, **settings: object) -> Iterator[Program]:
    """Run the bot within; settings are its CONCORDANCE_ ones, in small letters."""
    call = [*command(), "run", *arguments]
    with started(discord, call, home, settings) as program:
        until_ready(program)
        yield program


def once(discord: StandIn, *arguments: str, home: Path, **settings: object) -> Ended:
    """Run one command of the program to its end, as in `once(discord, "sync", home=home)`."""
    done = subprocess.run(
        [*command(), *arguments],
        cwd=home,
        env=told(discord, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
