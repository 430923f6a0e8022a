"""A server's settings as they are stored, and their history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.servers.settings import ServerSettings

Kind = Literal["set", "import", "reset", "undo"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A server's settings as they are kept; each change makes a new version, from 1 on."""

    settings: ServerSettings
    version: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody changes: fields of ServerSettings with their new values.

    `seen` is the version that they looked at: a field that another has changed since then is
    not changed unseen. `made` is the one that the values were made from: what anybody has
    changed since then, they themselves too, is not lost.
    """

    by: int
    values: Mapping[str, Any]
    seen: int | None = None
    kind: Kind = "set"
    made: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as the history has it: the fields with their values before and after, as JSON."""

    version: int
    at: datetime
    by: int
    kind: Kind
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undone: bool = False
