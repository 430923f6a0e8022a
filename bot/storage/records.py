"""Records of the storage; they hold a member's id only where it is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.servers.shards import Shards


@dataclass(frozen=True, slots=True)
class MemberBlock:
    """A block of a member; `until` is None where it has no end."""

    member: int
    by: int
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question to be counted, and kept with its words where the server's log allows.

    `pages` are those of the quotations shown, as references name them. `words` are None where
    they are not the asker's own, since their author could not have them deleted.
    """

    outcome: str
    pages: tuple[str, ...]
    words: str | None
    member: int


@dataclass(frozen=True, slots=True)
class Insights:
    """What a server may know about its questions since a day, without naming a member."""

    since: date
    days: Mapping[date, Mapping[str, int]]
    """Questions of each day, by outcome."""
    pages: Mapping[str, int]
    unanswered: tuple[str, ...]
    """Questions without an answer, the latest first, where they are kept."""
    feedback: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MemberData:
    """What is kept about a member in one server."""

    server: int
    questions: tuple[tuple[datetime, str], ...]
    block: MemberBlock | None
    changes: int
    """Changes of settings in the history that the member has made."""
    blocking: int = 0
    """Blocks that the member has set."""


@dataclass(frozen=True, slots=True)
class LogDeletions:
    """What a change of a server's log would delete: questions that are kept, and their counts."""

    questions: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """A summary of a backup: its schema, and the number of rows in each table."""

    schema: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShardClaim:
    """A process's claim to shards of a bot; `holder` identifies the process."""

    holder: str
    bot: int
    shards: Shards


@dataclass(frozen=True, slots=True)
class ShardHolder:
    """A process that holds shards, and until when unless it renews its claim."""

    holder: str
    shards: Shards
    until: datetime
