"""An installation that only asks: what the project needs without its extras, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder that holds links to the distributions that asking needs."""

    site: Path
    megabytes: float

    def run(self, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
        """Run the program with these distributions alone."""
        paths = os.pathsep.join(map(str, (ROOT, self.site)))
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": paths, "HF_HUB_OFFLINE": "1"}
        command = [sys.executable, "-S", "-m", "bot", *arguments]
        return subprocess.run(
            command, cwd=home, env=environment, capture_output=True, text=True, check=False
        )


def installed(site: Path, project: str = "concordance") -> Installation:
    """Link what asking needs, or more of the project, into a folder, and count it on disk."""
    site.mkdir()
    size = 0
    for one in needed(project):
        for file in one.files or ():
            path = Path(str(one.locate_file(file)))
            if ".." not in file.parts and path.is_file():
                size += path.stat().st_size
                top = site / file.parts[0]
                if not top.exists():
                    top.symlink_to(Path(str(one.locate_file(file.parts[0]))))
    return Installation(site, size / 1e6)


def needed(project: str) -> Iterator[Distribution]:
    """Yield the distributions that a project needs, each once, itself left out."""
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(project), "")]
    found: dict[str, Distribution] = {}
    while waiting:
        requirement, _ = waiting.pop()
        for extra in ("", *requirement.extras):
            if (requirement.name.lower(), extra) in seen:
                continue
            seen.add((requirement.name.lower(), extra))
            one = distribution(requirement.name)
            found.setdefault(one.name.lower(), one)
            for line in one.requires or ():
                wanted = Requirement(line)
                if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                    waiting.append((wanted, extra))
    yield from (one for name, one in found.items() if name != Requirement(project).name)
