"""The memory: what the bot needs, and what the machine and its control groups leave it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, Machine, aside
from bot.doctor.findings import Finding, bad, doubtful, good, megabytes
from embeddings.editions.library import Library
from embeddings.models.encoded_questions import FILE as QUESTIONS

NAME = "memory"

HELD: Mapping[str, int] = {"openvino": 682_000_000, "onnxruntime": 350_000_000}
"""Bytes that the bot held at most over the sample essay, with each runtime, two editions open
while it changed over: `python -m tests.benchmarks.memory`."""

MODEL = 133_000_000
"""Bytes of the default model as it is exported, of which that bot held two."""

_TWICE = 2
"""While it changes over, the bot holds two editions and their models."""

_LOOK = "look at what the system has free"
_MEND = "give the process more, or end what else runs; a bot that runs here holds its share of it"


@aside
def memory(place: Environment) -> Sequence[Finding]:
    """Say whether the bot has the memory that it needs."""
    from embeddings.models.runtimes import usable

    least = HELD[usable()[0].name]
    return [judged(least, least + beyond(place.index), available(place.machine))]


def judged(least: int, needs: int, found: int | None) -> Finding:
    """Judge what is available, None where the machine does not tell.

    Of a large index most is read from the disk as it is used: less room makes it slower alone.
    """
    told = f"the bot may need {megabytes(needs)}"
    if found is None:
        return doubtful(NAME, f"{told}; what is available is not told here", _LOOK)
    told = f"{told}, and {megabytes(found)} are available"
    if found < least:
        return bad(NAME, told, _MEND)
    return doubtful(NAME, told, _MEND) if found < needs else good(NAME, told)


def beyond(index: Path) -> int:
    """Return what the bot may hold of this index and its model beyond what was measured."""
    library = Library(index)
    live = sum(one.size for _, one in library.listed() if one.state == "live")
    models = [sum(_sizes(folder)) for folder in _models(library)]
    return _TWICE * (live + max(0, max(models, default=0) - MODEL))


def _sizes(model: Path) -> Iterator[int]:
    """Yield the sizes of the files of a model that the bot may hold; building alone reads one."""
    for file in model.iterdir():
        if not file.name.startswith(QUESTIONS):
            yield file.stat().st_size


def _models(library: Library) -> Iterator[Path]:
    if library.models.is_dir():
        yield from (one for one in library.models.iterdir() if one.is_dir())


def available(machine: Machine) -> int | None:
    """Return the bytes that are left: of the machine's memory, and in each group above us."""
    found = [*_of_machine(machine.root), *_of_groups(machine.root)]
    return min(found) if found else None


def _of_machine(root: Path) -> Iterator[int]:
    for line in _lines(root / "proc/meminfo"):
        if line.startswith("MemAvailable:"):
            yield int(line.split()[1]) * 1024


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
    yield from (one for one in group.parents if one.is_relative_to(top))


def _left(folder: Path, limit: str, usage: str, cached: str) -> Iterator[int]:
    """Yield what a group has left; files that it has only read give way."""
    most, used = _number(folder / limit), _number(folder / usage)
    if most is None or used is None:
        return
    stat = dict(line.split() for line in _lines(folder / "memory.stat"))
    yield max(0, most - used + int(stat.get(cached, 0)))


def _number(path: Path) -> int | None:
    """Return the number that a file holds, None where it is not there or is no limit."""
    found = "".join(_lines(path))
    return int(found) if found.isdecimal() else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except OSError:
        return []
