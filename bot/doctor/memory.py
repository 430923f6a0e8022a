"""The memory: what the bot needs, and what the machine and its control groups leave it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, Machine, aside
from bot.doctor.findings import Finding, bad, doubtful, good, megabytes
from embeddings.editions.library import Library
from embeddings.models.encoded_questions import FILE as QUESTIONS

NAME = "memory"

HELD = 350_000_000
"""Bytes that the bot held at most over the sample essay, two editions open while it changed over:
`python -m tests.benchmarks.memory`."""

MODEL = 133_000_000
"""Bytes of the default model as it is exported, of which that bot held two."""

_TWICE = 2
"""While it changes over, the bot holds two editions and their models."""

_MEND = "give the process more, or end what else runs; a bot that runs here holds its share of it"


@aside
def memory(place: Environment) -> Sequence[Finding]:
    """Say whether the bot has the memory that it needs."""
    return [judged(HELD, HELD + beyond(place.index), available(place.machine))]


def judged(least: int, needs: int, left: int) -> Finding:
    """Judge the bytes that are available.

    Of a large index most is read from the disk as it is used: less room makes it slower alone.
    """
    told = f"the bot may need {megabytes(needs)}, and {megabytes(left)} are available"
    if left < least:
        return bad(NAME, told, _MEND)
    return doubtful(NAME, told, _MEND) if left < needs else good(NAME, told)


def beyond(index: Path) -> int:
    """Return what the bot may hold of this index and its model beyond what was measured."""
    library = Library(index)
    live = sum(edition.size for _, edition in library.listed() if edition.state == "live")
    models = [sum(_sizes(folder)) for folder in _models(library)]
    return _TWICE * (live + max(0, max(models, default=0) - MODEL))


def _sizes(model: Path) -> Iterator[int]:
    """Yield the sizes of the files of a model that the bot may hold; building alone reads one."""
    for file in model.iterdir():
        if not file.name.startswith(QUESTIONS):
            yield file.stat().st_size


def _models(library: Library) -> Iterator[Path]:
    if library.models.is_dir():
        yield from (path for path in library.models.iterdir() if path.is_dir())


def available(machine: Machine) -> int:
    """Return the bytes that are left: of the machine's memory, and in each group above us.

    psutil tells of the machine, and nothing of control groups: those are read here.
    """
    return min([machine.free_memory(), *_of_groups(machine.root)])


def _of_groups(root: Path) -> Iterator[int]:
    """Yield what is left to each control group, of version 1 or 2, that limits this process."""
    for line in _lines(root / "proc/self/cgroup"):
        _, kinds, path = line.split(":", 2)
        if kinds in {"", "memory"}:
            top = root / "sys/fs/cgroup" / kinds
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            if not kinds:
                names = ("memory.max", "memory.current", "inactive_file")
            for folder in _upwards(top, path):
                yield from _left(folder, *names)


def _upwards(top: Path, path: str) -> Iterator[Path]:
    """Yield a group's folder and those above it; in a container the path may lead elsewhere."""
    group = top / path.strip("/")
    yield group
    yield from (folder for folder in group.parents if folder.is_relative_to(top))


def _left(folder: Path, limit: str, usage: str, cached: str) -> Iterator[int]:
    """Yield what a group has left; files that it has only read give way."""
    most, used = _number(folder / limit), _number(folder / usage)
    if most is None or used is None:
        return
    stat = dict(line.split() for line in _lines(folder / "memory.stat"))
    yield max(0, most - used + int(stat.get(cached, 0)))


def _number(path: Path) -> int | None:
    """Return the number that a file holds, None where it is not there or is no limit."""
    digits = "".join(_lines(path))
    return int(digits) if digits.isdecimal() else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except OSError:
        return []
