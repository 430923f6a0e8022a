"""A server's stored settings, and the history of their changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.servers.settings import ServerSettings

MAX_VERSION = 2**31 - 1
"""Largest version that the databases hold."""

ChangeKind = Literal["set", "import", "reset", "undo"]


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """A server's settings as stored; each change makes a new version, from 1 on."""

    settings: ServerSettings
    version: int = 0


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """A moderator's change: fields of ServerSettings with their new values.

    `seen_version` is the one that the moderator saw: a field that somebody else has changed since
    then is not overwritten. `base_version` is the one that the values were computed from: a change
    that anybody, the same moderator included, has made since then is not lost.
    """

    by: int
    values: Mapping[str, Any]
    seen_version: int | None = None
    kind: ChangeKind = "set"
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A change in the history: its fields with their values before and after, as JSON."""

    version: int
    at: datetime
    by: int
    kind: ChangeKind
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undone: bool = False
