"""What a second process of the bot costs: its memory, its own and shared, by what it is of.

`python -m tests.benchmarks.shared INDEX` runs two real processes against the stand-in, each with
half of the shards, lets both answer, and reads what the kernel says of the second (Linux).
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.standin import Channel, Member, StandIn, once, running

COUNT = 2
QUESTIONS = (
    "Who saved Chernov from the crowd?",
    "Why was Trotsky arrested in Petersburg?",
    "What did the peasants want of the land?",
)

_HEAD = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)$")
_MB = 1000 * 1000


@dataclass(frozen=True)
class Memory:
    """Bytes of a process that are in memory: its own, and those that others have as well."""

    own: int
    shared: int
    proportional: int
    """With what is shared divided among those that share it: these add up."""

    @classmethod
    def of(cls, process: int) -> "Memory":
        """Read what the kernel says of a process."""
        found = _fields(Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines())
        return cls(_own(found), _shared(found), found["Pss"])


def mapped(process: int, kinds: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Return what is the process's own and what is shared of each kind of mapping, in bytes."""
    own: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    for name, fields in _mappings(Path(f"/proc/{process}/smaps").read_text("utf-8")):
        kind = next((kind for part, kind in kinds.items() if part in name), "other files")
        kind = kind if name.startswith("/") else "heap and stacks"
        own[kind] += _own(fields)
        shared[kind] += _shared(fields)
    return {kind: (own[kind], shared[kind]) for kind in sorted(own | shared)}


def _mappings(text: str) -> Iterator[tuple[str, Counter[str]]]:
    name, lines = "", list[str]()
    for line in text.splitlines():
        if (head := _HEAD.match(line)) is None:
            lines.append(line)
            continue
        if lines:
            yield name, _fields(lines)
        name, lines = head[1], []
    yield name, _fields(lines)


def _fields(lines: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in lines:
        name, _, rest = line.partition(":")
        if rest.endswith(" kB"):
            found[name] += int(rest.split()[0]) * 1024
    return found


def _own(fields: Counter[str]) -> int:
    return fields["Private_Clean"] + fields["Private_Dirty"]


def _shared(fields: Counter[str]) -> int:
    return fields["Shared_Clean"] + fields["Shared_Dirty"]


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
        found = Memory.of(second)
        parts = mapped(second, kinds)
    for name, value in vars(found).items():
        sys.stdout.write(f"{name:20} {value / _MB:7.1f} MB\n")
    for kind, (own, shared) in parts.items():
        sys.stdout.write(f"{kind:20} {own / _MB:7.1f} MB its own, {shared / _MB:7.1f} MB shared\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
