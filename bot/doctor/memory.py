"""The memory: what the bot needs, and what the machine and its control groups have left."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, Machine, run_in_thread
from bot.doctor.findings import Finding, bad, doubtful, format_megabytes, good
from embeddings.editions.library import Library

NAME = "memory"

PEAK_BYTES = 350_000_000
"""Peak bytes of the bot over the sample essay, with two editions open during a swap:
`python -m tests.benchmarks.memory`."""

DEFAULT_MODEL_BYTES = 133_000_000
"""Bytes of the default model as it is exported; two of them are part of the peak."""

_EDITIONS_DURING_SWAP = 2
"""Editions, and their models, that the bot has open while it swaps them."""

_REMEDY = "give the process more, or end what else runs; a bot that runs here holds its share of it"


@run_in_thread
def check_memory(environment: Environment) -> Sequence[Finding]:
    """Check that the bot has the memory that it needs."""
    needed = PEAK_BYTES + estimate_extra_bytes(environment.index)
    return [judge_memory(PEAK_BYTES, needed, measure_available_memory(environment.machine))]


def judge_memory(minimum: int, needed: int, available: int) -> Finding:
    """Judge the bytes that are available.

    A large index is mostly read from the disk as it is used, so less than `needed` is only slower.
    """
    text = (
        f"the bot may need {format_megabytes(needed)}, "
        f"and {format_megabytes(available)} are available"
    )
    if available < minimum:
        return bad(NAME, text, _REMEDY)
    return doubtful(NAME, text, _REMEDY) if available < needed else good(NAME, text)


def estimate_extra_bytes(index: Path) -> int:
    """Return the bytes that this index and its models may take beyond the measured peak."""
    library = Library(index)
    live = sum(edition.size for _, edition in library.list_editions() if edition.state == "live")
    files = (file for folder in _list_models(library) for file in folder.iterdir())
    models = sum(file.stat().st_size for file in files)
    return _EDITIONS_DURING_SWAP * (live + max(0, models - DEFAULT_MODEL_BYTES))


def _list_models(library: Library) -> set[Path]:
    """Return the folders of the models that live editions are searched with."""
    infos = (editions.read_live_info() for editions in library.all_editions())
    models = {model.weights_sha256 for info in infos if info is not None for model in info.models}
    return {folder for name in models if (folder := library.models / name).is_dir()}


def measure_available_memory(machine: Machine) -> int:
    """Return the least bytes that the machine and the control groups of this process have left.

    psutil knows nothing of control groups, so those are read here.
    """
    return min([machine.free_memory(), *_measure_control_groups(machine.root)])


def _measure_control_groups(root: Path) -> Iterator[int]:
    """Yield the bytes left to each control group, version 1 or 2, that limits this process."""
    for line in _read_lines(root / "proc/self/cgroup"):
        _, controllers, path = line.split(":", 2)
        if controllers in {"", "memory"}:
            top = root / "sys/fs/cgroup" / controllers
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            if not controllers:
                names = ("memory.max", "memory.current", "inactive_file")
            for folder in _list_group_folders(top, path):
                yield from _measure_group(folder, *names)


def _list_group_folders(top: Path, path: str) -> Iterator[Path]:
    """Yield the folders of a group and its parents; in a container the path may lead elsewhere."""
    group = top / path.strip("/")
    yield group
    yield from (folder for folder in group.parents if folder.is_relative_to(top))


def _measure_group(folder: Path, limit: str, usage: str, cached: str) -> Iterator[int]:
    """Yield the bytes that a group has left; its cached files give way."""
    total, used = _read_number(folder / limit), _read_number(folder / usage)
    if total is None or used is None:
        return
    stat = dict(line.split() for line in _read_lines(folder / "memory.stat"))
    yield max(0, total - used + int(stat.get(cached, 0)))


def _read_number(path: Path) -> int | None:
    """Return the number in a file, None where there is no file or no limit."""
    digits = "".join(_read_lines(path))
    return int(digits) if digits.isdecimal() else None


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except OSError:
        return []
