"""What a second process of the bot costs: its memory, its own and shared, by what it is of.

`python -m tests.benchmarks.shared INDEX` runs two real processes against the stand-in, each with
half of the shards, lets both answer, and reads what the kernel says of the second (Linux).
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.standin import Channel, Member, StandIn, once, running

COUNT = 2
QUESTIONS = (
    "Who saved Chernov from the crowd?",
    "Why was Trotsky arrested in Petersburg?",
    "What did the peasants want of the land?",
)

_MB = 1000 * 1000


@dataclass(frozen=True)
class Memory:
    """Bytes of a process that are in memory: its own, and those that others have as well."""

    own: int
    shared: int
    proportional: int
    """With what is shared divided among those that share it: these add up."""


def measured(process: int, kinds: dict[str, str]) -> tuple[Memory, dict[str, Memory]]:
    """Return what a process has in memory, in all and by the kind of what is mapped."""
    parts: defaultdict[str, list[Any]] = defaultdict(list)
    for mapping in psutil.Process(process).memory_maps():
        kind = next((kind for part, kind in kinds.items() if part in mapping.path), "other files")
        parts[kind if mapping.path.startswith("/") else "heap and stacks"].append(mapping)
    total = _sum(mapping for mappings in parts.values() for mapping in mappings)
    return total, {kind: _sum(mappings) for kind, mappings in sorted(parts.items())}


def _sum(mappings: Iterable[Any]) -> Memory:
    """Add up mappings as psutil tells of them on Linux."""
    own = shared = proportional = 0
    for part in mappings:
        own += part.private_clean + part.private_dirty
        shared += part.shared_clean + part.shared_dirty
        proportional += part.pss
    return Memory(own, shared, proportional)


@contextmanager
def two(index: Path, home: Path) -> Iterator[tuple[int, int]]:
    """Run two processes that have answered, and return their numbers."""
    with StandIn() as discord, ExitStack() as stack:
        discord.recommends(COUNT, at_once=COUNT)
        places: list[tuple[Channel, Member]] = []
        for shard in range(COUNT):
            server = discord.server("Circle", shard=(shard, COUNT))
            places.append((server.channel("general"), server.member("Alice")))
        assert once(discord, "sync", home=home).status == 0
        numbers = []
        for shard in range(COUNT):
            call = ["--index", str(index), "--shards", str(shard), "--of", str(COUNT)]
            program = stack.enter_context(running(discord, *call, home=home))
            numbers.append(program.process.pid)
        for channel, alice in places:
            for question in QUESTIONS:
                alice.asks(channel, "ask", question=question).answer()
        yield numbers[0], numbers[1]


def main(index: Path) -> None:
    """Print what the second of two processes has."""
    kinds = {str(index.resolve() / "models"): "model", str(index.resolve()): "index"}
    kinds[".so"] = "libraries"
    with tempfile.TemporaryDirectory() as home, two(index.resolve(), Path(home)) as (_, second):
        total, parts = measured(second, kinds)
    for name, value in vars(total).items():
        sys.stdout.write(f"{name:20} {value / _MB:7.1f} MB\n")
    for kind, part in parts.items():
        own, shared = part.own / _MB, part.shared / _MB
        sys.stdout.write(f"{kind:20} {own:7.1f} MB its own, {shared:7.1f} MB shared\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
