"""How long a block holds, as moderators type it: `10m`, `2h`, `1d 12h`, or always."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import UserError
from bot.i18n.translations import later

LONGEST = timedelta(days=365)
"""What is longer is always."""

OFFERED = ("10m", "1h", "1d", "7d", "30d", "always")
"""What is offered to choose from."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time, what it is called, and how it is typed for example."""

    names: tuple[str, ...]
    length: timedelta
    example: str


UNITS = (
    Unit(("m", "min", "mins", "minute", "minutes", "minuten"), timedelta(minutes=1), "10m"),
    Unit(("h", "hour", "hours", "std", "stunde", "stunden"), timedelta(hours=1), "2 hours"),
    Unit(("d", "day", "days", "t", "tag", "tage"), timedelta(days=1), "7d"),
    Unit(("w", "week", "weeks", "woche", "wochen"), timedelta(weeks=1), "2w"),
)
ALWAYS = frozenset({"always", "forever", "immer"})

_LENGTHS = {name: unit.length for unit in UNITS for name in unit.names}
_PART = re.compile(r"\s*([0-9]{1,6})\s*([a-z]+)\s*,?")


class DurationError(UserError):
    """What was typed is no time that a block could hold for."""

    def __init__(self, typed: str) -> None:
        words = later(
            "“{typed}” is no time for a block. Give minutes, hours, days or weeks, up to a year: "
            "10m, 2h, 7d, 1d 12h; or always."
        )
        super().__init__(words, typed=typed[:100])
        self.typed = typed


def duration(typed: str) -> timedelta | None:
    """Return how long a time is; None for always. Raises DurationError for what is none."""
    words = typed.strip().casefold()
    if words in ALWAYS:
        return None
    at, whole = 0, timedelta()
    while at < len(words):
        part = _PART.match(words, at)
        length = _LENGTHS.get(part[2]) if part else None
        if part is None or length is None:
            raise DurationError(typed)
        whole += int(part[1]) * length
        at = part.end()
    if not timedelta() < whole <= LONGEST:
        raise DurationError(typed)
    return whole
