"""What the storage gives and takes; ids of members are plain only where they are needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from bot.servers.settings import ServerSettings
from bot.shards import Shards

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


@dataclass(frozen=True, slots=True)
class Block:
    """A member who may not ask; `until` is None for always."""

    member: int
    by: int
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered or not: counted, and kept where the server's log says so.

    `pages` are those of the quotations shown, as references name them. `words` are None where
    they are not the asker's own: whoever wrote them could not have them deleted.
    """

    outcome: str
    pages: tuple[str, ...]
    words: str | None
    member: int


@dataclass(frozen=True, slots=True)
class Insights:
    """What a server may know of its questions since a day: nothing that names a member."""

    since: date
    days: Mapping[date, Mapping[str, int]]
    """Questions of each day, by outcome."""
    pages: Mapping[str, int]
    unanswered: tuple[str, ...]
    """Questions that found nothing, the latest first; only where they are kept."""
    feedback: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept on one member in one server."""

    server: int
    questions: tuple[tuple[datetime, str], ...]
    block: Block | None
    changes: int
    """Changes of settings made by the member, which the history keeps."""
    blocking: int = 0
    """Members whom the member has blocked, which stands with the block."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What another setting of a server's log deletes: questions kept, and counted."""

    questions: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What a process wants to have: shards of a bot. `holder` is its own, and no other's."""

    holder: str
    bot: int
    shards: Shards


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that has shards, and until when unless it says again that it runs."""

    holder: str
    shards: Shards
    until: datetime
