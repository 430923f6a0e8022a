"""The duration of a block, as moderators type it: `10m`, `2h`, `1d 12h`, or `always`."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import UserError
from bot.i18n.translations import later

MAX_DURATION = timedelta(days=365)

OFFERED_DURATIONS = ("10m", "1h", "1d", "7d", "30d", "always")
"""Durations that are suggested while a moderator types."""


@dataclass(frozen=True, slots=True)
class TimeUnit:
    """A unit of time, its names, and an example of how it is typed."""

    names: tuple[str, ...]
    length: timedelta
    example: str


UNITS = (
    TimeUnit(("m", "min", "mins", "minute", "minutes", "minuten"), timedelta(minutes=1), "10m"),
    TimeUnit(("h", "hour", "hours", "std", "stunde", "stunden"), timedelta(hours=1), "2 hours"),
    TimeUnit(("d", "day", "days", "t", "tag", "tage"), timedelta(days=1), "7d"),
    TimeUnit(("w", "week", "weeks", "woche", "wochen"), timedelta(weeks=1), "2w"),
)
ALWAYS = frozenset({"always", "forever", "immer"})
"""Words for a block without an end."""

_LENGTHS = {name: unit.length for unit in UNITS for name in unit.names}
_PART = re.compile(r"\s*([0-9]{1,6})\s*([a-z]+)\s*,?")


class DurationError(UserError):
    """What was typed is no duration of a block."""

    def __init__(self, typed: str) -> None:
        words = later(
            "“{typed}” is no time for a block. Give minutes, hours, days or weeks, up to a year: "
            "10m, 2h, 7d, 1d 12h; or always."
        )
        super().__init__(words, typed=typed[:100])
        self.typed = typed


def parse_duration(typed: str) -> timedelta | None:
    """Return a duration, None for always; raise DurationError where it cannot be read."""
    words = typed.strip().casefold()
    if words in ALWAYS:
        return None
    at, total = 0, timedelta()
    while at < len(words):
        part = _PART.match(words, at)
        length = _LENGTHS.get(part[2]) if part else None
        if part is None or length is None:
            raise DurationError(typed)
        total += int(part[1]) * length
        at = part.end()
    if not timedelta() < total <= MAX_DURATION:
        raise DurationError(typed)
    return total
