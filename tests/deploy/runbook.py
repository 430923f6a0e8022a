"""The runbook: its blocks of shell, by heading and by way, and whoever follows it."""

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.conftest import ROOT
from tests.deploy.images import seed

Way = Literal["systemd", "Compose"]
Step = tuple[str, int]
"""A heading, and which of its blocks."""

FILE = ROOT / "deploy" / "RUNBOOK.md"
_BLOCK = re.compile(
    r"^#{1,3} ([^\n]*)$|^```bash\n(.*?)^```$|^With (systemd|Compose)\b", re.MULTILINE | re.DOTALL
)

_SHIMS = {
    "systemctl": "from tests.deploy.units import systemctl as run",
    "docker": "from tests.deploy.compose import docker as run",
}
_AS_ANYBODY = """\
for one; do shift; case $one in --owner=*|--group=*) ;; *) set -- "$@" "$one" ;; esac; done
exec /usr/bin/install "$@"
"""
_SCRIPTS = {
    "runuser": 'shift 3; exec "$@"',  # -u concordance --
    "useradd": 'while [ "$1" != --home-dir ]; do shift; done; mkdir -p "$2"',
    "chown": "exit 0",
    "install": _AS_ANYBODY,
    "python": f'exec {shlex.quote(sys.executable)} "$@"',
    "python3": f'exec {shlex.quote(sys.executable)} "$@"',
    "pip": f'exec {shlex.quote(sys.executable)} -m pip "$@"',
    "editor": 'cat "$CHANGES" >> "$1"',
}


def blocks() -> dict[tuple[str, Way | None], list[str]]:
    """Return the blocks under each heading, by the way that they belong to."""
    found: dict[tuple[str, Way | None], list[str]] = {}
    heading = ""
    way: Way | None = None
    for match in _BLOCK.finditer(FILE.read_text("utf-8")):
        if match[1]:
            heading, way = match[1], None
        elif match[2]:
            found.setdefault((heading, way), []).append(match[2])
        else:
            way = "systemd" if match[3] == "systemd" else "Compose"
    return found


def shims(folder: Path) -> Path:
    """Write programs that stand for those which the tests' machine has not, or must not use."""
    folder.mkdir(parents=True)
    for name, body in _SCRIPTS.items():
        (folder / name).write_text(f"#!/bin/bash\n{body}\n", "utf-8")
    for name, line in _SHIMS.items():
        path = f"import sys; sys.path.insert(0, {str(ROOT)!r})"
        text = f"#!{sys.executable}\n{path}\n{line}\nrun(sys.argv[1:])\n"
        (folder / name).write_text(text, "utf-8")
    for one in folder.iterdir():
        one.chmod(one.stat().st_mode | stat.S_IXUSR)
    return folder


@dataclass
class Operator:
    """Whoever follows the runbook: a shell, with what stands at its top set to a machine's own."""

    machine: Path
    wheels: Path
    told: dict[str, str] = field(default_factory=dict)
    exported: dict[str, str] = field(default_factory=dict)
    blocks: Mapping[tuple[str, Way | None], list[str]] = field(default_factory=blocks)
    done: set[Step] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.bin = shims(self.machine / "bin")

    def __call__(self, heading: str, way: Way, number: int = 0) -> str:
        """Do a step and return what it printed; fail with all of it where it does not succeed."""
        script = f"{self._variables()}\n{self.blocks[heading, way][number]}"
        script += f"\ndeclare -p COMPOSE_FILE > {self.machine}/exported 2>/dev/null || true\n"
        ended = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],  # noqa: S607 - wherever it is
            cwd=self.machine,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        logs = "".join(one.read_text("utf-8") for one in self.machine.glob("*.log"))
        assert ended.returncode == 0, f"{heading}\n{ended.stdout}\n{ended.stderr}\n{logs}"
        if words := re.search(r'="(.*)"', (self.machine / "exported").read_text("utf-8")):
            self.exported["COMPOSE_FILE"] = words[1]
        self.done.add((heading, number))
        return ended.stdout

    def _variables(self) -> str:
        (text,) = self.blocks["Running Concordance", None]
        for name, value in self.told.items():
            line = re.compile(rf"^{name}=.*$", re.MULTILINE)
            assert len(line.findall(text)) == 1, f"the runbook declares no {name}"
            text = line.sub(f"{name}={shlex.quote(value)}".replace("\\", r"\\"), text)
        return text

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "MACHINE": str(self.machine),
            "EDITOR": "editor",
            "CHANGES": str(self.machine / "changes"),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            **self.exported,
        }

    def change(self, **settings: object) -> None:
        """Have settings written where the runbook opens an editor."""
        lines = [f"CONCORDANCE_{name.upper()}={value}\n" for name, value in settings.items()]
        (self.machine / "changes").write_text("".join(lines), "utf-8")

    def find(self, programs: Path, *names: str) -> None:
        """Let programs be found on the machine."""
        for name in names:
            (self.bin / name).symlink_to(programs / name)

    def packages(self, version: str, packages: Path) -> None:
        """Let pip find packages, as if it had fetched them, in what is to be installed."""
        seed(self.machine / "opt/concordance" / version, packages)


def clone(folder: Path) -> Path:
    """Make a repository of what is deployed, with two versions: `before`, and `after`, 9.9.9."""
    folder.mkdir(parents=True)
    for name in ("bot", "embeddings", "deploy", "requirements"):
        ignored = shutil.ignore_patterns("__pycache__", ".env", "secrets", "texts", "backups")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("pyproject.toml", "constraints.txt", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, folder / name)
    _git(folder, "init", "--quiet")
    _tag(folder, "before")
    project = folder / "pyproject.toml"
    words = re.sub(
        r'^version = ".*"$', 'version = "9.9.9"', project.read_text("utf-8"), flags=re.MULTILINE
    )
    project.write_text(words, "utf-8")
    _tag(folder, "after")
    return folder


def _tag(folder: Path, name: str) -> None:
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", name)
    _git(folder, "tag", name)


def _git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Anybody", "-c", "user.email=anybody@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)  # noqa: S607
