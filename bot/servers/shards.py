"""The shards of a process; Discord assigns servers to shards by their ids."""

import re
from dataclasses import dataclass
from math import gcd

from bot.errors import ShardsError

MAX_SHARDS = 65_535
"""Shards of one bot, far more than Discord has given any."""

_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class Shards:
    """Some of a bot's shards, and the count of all of them."""

    ids: tuple[int, ...]
    count: int

    @classmethod
    def all(cls, count: int) -> "Shards":
        """Return all shards of a bot that has `count`."""
        return cls(tuple(range(count)), count)

    def include_server(self, server: int) -> bool:
        """Whether one of these shards receives the events of a server."""
        return (server >> 22) % self.count in self.ids

    def overlap(self, others: "Shards") -> bool:
        """Whether some server belongs to shards of both, even where their counts differ."""
        common = gcd(self.count, others.count)
        own = {shard % common for shard in self.ids}
        return not own.isdisjoint(shard % common for shard in others.ids)

    def __str__(self) -> str:
        first, last = self.ids[0], self.ids[-1]
        return f"{first} of {self.count}" if first == last else f"{first}-{last} of {self.count}"


SINGLE_SHARD = Shards.all(1)
"""The only shard of a small bot."""


def parse_shards(words: str | None, count: int | None) -> Shards | None:
    """Return the shards of a range such as `0-7`, None where Discord is to decide.

    Raises ShardsError for a range that is impossible.
    """
    if words is None and count is None:
        return None
    if words is None or count is None:
        raise ShardsError("a range of shards and their number need one another")
    if not 0 < count <= MAX_SHARDS:
        raise ShardsError(f"there cannot be {count} shards")
    match = _RANGE.fullmatch(words.strip())
    if match is None:
        raise ShardsError(f"{words!r} is no range of shards")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise ShardsError(f"the range of shards {words!r} is empty")
    if last >= count:
        raise ShardsError(f"there is no shard {last} of {count}: the last is {count - 1}")
    return Shards(tuple(range(first, last + 1)), count)
