"""What the storage gives and takes; ids of members are plain only where they are needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.servers.shards import Shards


@dataclass(frozen=True, slots=True)
class Block:
    """A member who may not ask; `until` is None for always."""

    member: int
    by: int
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
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
class Backup:
    """What a backup holds: the schema that it was made with, and the number of rows by table."""

    schema: str
    rows: Mapping[str, int]


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
