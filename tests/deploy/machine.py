"""A machine to deploy on: a folder in the place of its root, and the processes that run there."""

import os
import re
import select
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0
"""Seconds for a process to end: a busy machine is no reason to fail."""

_ABSOLUTE = re.compile(r"(?<![\w./~-])/(?=(?:backups|etc|opt|run|src|var)(?:/|:|$|\s))")


def at(root: Path, words: str) -> str:
    """Return words with the folders below a root in the place of absolute paths."""
    return _ABSOLUTE.sub(f"{root}/", words)


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, where and with which environment, and no other."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path

    def run(self) -> int:
        """Run it to its end and return its status."""
        done = subprocess.run(self._found(), cwd=self.folder, env=self.environment, check=False)
        return done.returncode

    def _found(self) -> list[str]:
        program = shutil.which(self.arguments[0], path=self.environment.get("PATH"))
        return [program or self.arguments[0], *self.arguments[1:]]

    def start(self, log: Path) -> int:
        """Start it, apart from whoever starts it, and return its number."""
        with log.open("ab") as out:
            process = subprocess.Popen(
                self._found(),
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        return process.pid


@dataclass(frozen=True, slots=True)
class Machine:
    """Where processes are known by name; each has a file with its number, and a log."""

    root: Path

    @property
    def _running(self) -> Path:
        return self.root / "running"

    def log(self, name: str) -> Path:
        """Return the log of a process."""
        return self.root / f"{name}.log"

    def running(self) -> list[str]:
        """Return the names of what was started and not stopped."""
        return [path.name for path in self._running.iterdir()] if self._running.is_dir() else []

    def start(self, name: str, command: Command) -> None:
        """Start a process."""
        self._running.mkdir(parents=True, exist_ok=True)
        (self._running / name).write_text(str(command.start(self.log(name))), "utf-8")

    def signal(self, name: str, number: int) -> None:
        """Send a signal to a process."""
        os.kill(int((self._running / name).read_text("utf-8")), number)

    def stop(self, name: str) -> bool:
        """End a process as it is asked to; kill it, and say so, where it does not end."""
        file = self._running / name
        number = int(file.read_text("utf-8"))
        file.unlink()
        try:
            process = os.pidfd_open(number)
        except ProcessLookupError:
            return True
        try:
            signal.pidfd_send_signal(process, signal.SIGTERM)
            if select.select([process], [], [], PATIENCE)[0]:
                return True
            signal.pidfd_send_signal(process, signal.SIGKILL)
        except ProcessLookupError:
            return True
        finally:
            os.close(process)
        return False


def called(arguments: Sequence[str], *known: str) -> tuple[set[str], list[str]]:
    """Part a command line into its options, all of which must be known, and its words."""
    options = {one for one in arguments if one.startswith("--")}
    if unknown := options - set(known):
        raise SystemExit(f"not played here: {' '.join(sorted(unknown))}")
    return options, [one for one in arguments if not one.startswith("--")]
