"""Which shards of a bot a process has: Discord deals servers out to shards by their ids."""

import re
from dataclasses import dataclass
from math import gcd

from bot.errors import ShardsError

MOST = 65_535
"""Shards of one bot: far more than Discord has given any."""

_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class Shards:
    """Some of a bot's shards, and how many it has in all."""

    ids: tuple[int, ...]
    count: int

    @classmethod
    def all(cls, count: int) -> "Shards":
        """Return all of a number of shards."""
        return cls(tuple(range(count)), count)

    def have(self, server: int) -> bool:
        """Say whether what happens in a server is told to one of them."""
        return (server >> 22) % self.count in self.ids

    def overlap(self, others: "Shards") -> bool:
        """Say whether anything could be told to some of both, though their counts differ."""
        common = gcd(self.count, others.count)
        return not {one % common for one in self.ids}.isdisjoint(one % common for one in others.ids)

    def __str__(self) -> str:
        first, last = self.ids[0], self.ids[-1]
        return f"{first} of {self.count}" if first == last else f"{first}-{last} of {self.count}"


ALONE = Shards.all(1)
"""What a small bot has: one shard, to which everything is told."""


def parse_shards(words: str | None, count: int | None) -> Shards | None:
    """Return the shards that a process is told to have, None where Discord is to say which.

    Raises ShardsError for a range that is none.
    """
    if words is None and count is None:
        return None
    if words is None or count is None:
        raise ShardsError("a range of shards and their number need one another")
    if not 0 < count <= MOST:
        raise ShardsError(f"there cannot be {count} shards")
    found = _RANGE.fullmatch(words.strip())
    if found is None:
        raise ShardsError(f"{words!r} is no range of shards")
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise ShardsError(f"the range of shards {words!r} is empty")
    if last >= count:
        raise ShardsError(f"there is no shard {last} of {count}: the last is {count - 1}")
    return Shards(tuple(range(first, last + 1)), count)
