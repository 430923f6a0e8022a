"""systemd's units: how they are written, and `systemctl` as it would run them."""

import os
import re
import shlex
import shutil
import signal
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.deploy.machine import Command, Machine, at, called

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_VARIABLE = re.compile(r"\$\{(\w+)\}")

Directives = Mapping[str, list[str]]


def read(*files: Path) -> Directives:
    """Return the values of each name in a unit and what drops into it; an empty one resets it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            name, equals, value = line.partition("=")
            if line.startswith(("#", "[")) or not equals:
                continue
            if value:
                found[name].append(value)
            else:
                found[name].clear()
    return found


class Unit:
    """A unit as it is installed on a machine, perhaps one instance of several."""

    def __init__(self, machine: Machine, name: str) -> None:
        self.machine, self.name = machine, name
        template, mark, self.instance = name.partition("@")
        units, kind = machine.root / "etc/systemd/system", f"{template}{mark}.service"
        self.directives = read(units / kind, *sorted((units / f"{kind}.d").glob("*.conf")))
        self.credentials = machine.root / "run/credentials" / name

    def one(self, name: str) -> str:
        """Return the one value of a name."""
        (value,) = self.directives[name]
        return at(self.machine.root, self._specified(value))

    def _specified(self, value: str) -> str:
        return value.replace("%d", str(self.credentials)).replace("%i", self.instance)

    def environment(self) -> dict[str, str]:
        """Return what its processes are told."""
        told = {"PATH": _PATH, "HOME": self.one("WorkingDirectory"), "LANG": "C.UTF-8"}
        for value in self.directives["Environment"]:
            told |= dict(_pair(one) for one in shlex.split(self._specified(value)))
        for value in self.directives["EnvironmentFile"]:
            file = Path(at(self.machine.root, self._specified(value)))
            told |= dict(map(_pair, file.read_text("utf-8").splitlines()))
        return told

    def command(self) -> Command:
        """Return what it starts."""
        told = self.environment()
        line = _VARIABLE.sub(lambda found: told[found[1]], self.one("ExecStart"))
        return Command(tuple(shlex.split(line)), told, Path(self.one("WorkingDirectory")))

    def start(self) -> None:
        """Start it, with its credentials copied to where it alone finds them."""
        self.credentials.mkdir(parents=True, exist_ok=True)
        for value in self.directives["LoadCredential"]:
            name, _, path = value.partition(":")
            copied = shutil.copy(at(self.machine.root, path), self.credentials / name)
            Path(copied).chmod(0o600)
        self.machine.start(self.name, self.command())

    def stop(self) -> None:
        """End it."""
        if not self.machine.stop(self.name):
            raise SystemExit(f"{self.name} does not end")

    def reload(self) -> None:
        """Tell it to read again what it is told."""
        if self.one("ExecReload") != "/bin/kill -HUP $MAINPID":
            raise SystemExit(f"not played here: {self.one('ExecReload')}")
        self.machine.signal(self.name, signal.SIGHUP)


def _pair(words: str) -> tuple[str, str]:
    name, _, value = words.partition("=")
    return name, value


def systemctl(arguments: Sequence[str]) -> None:
    """Do what `systemctl` is told, on the machine in MACHINE."""
    options, (verb, *names) = called(arguments, "--now")
    machine = Machine(Path(os.environ["MACHINE"]))
    for name in names:
        unit = Unit(machine, name)
        if verb in ("stop", "restart") or (verb == "disable" and "--now" in options):
            unit.stop()
        if verb in ("start", "restart") or (verb == "enable" and "--now" in options):
            unit.start()
        if verb == "reload":
            unit.reload()
    if verb not in ("daemon-reload", "enable", "disable", "start", "stop", "restart", "reload"):
        raise SystemExit(f"not played here: {verb}")
