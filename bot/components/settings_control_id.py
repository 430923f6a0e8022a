"""What a control of the settings panel means: its state stands in its `custom_id`."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import UnknownButtonError

PREFIX = "settings:"
"""By it the panel's controls are told from the buttons of answers."""

_ID = re.compile(r"settings:(\d{1,18}):([a-z]{1,12}):([a-z_]{0,16}):(\d{1,20})")


class Doing(StrEnum):
    """What a control does."""

    OPEN = "open"
    """Show a row; or all of them, where none is named or picked."""
    SET = "set"
    """Set a field to what is picked."""
    YES = "yes"
    NO = "no"
    """Set a field that is one or the other."""
    FORM = "form"
    """Show the form of a row."""
    FILL = "fill"
    """Take what was typed into the form of a row."""
    UNDO = "undo"
    HISTORY = "history"
    ASK = "ask"
    """Ask before something that loses much."""
    SURE = "sure"
    """Do what was asked about."""


@dataclass(frozen=True, slots=True)
class SettingsControlId:
    """What a control does, to what, of which channel; and the version that was looked at."""

    doing: Doing
    version: int
    what: str = ""
    channel: int = 0

    @property
    def custom_id(self) -> str:
        """The control's `custom_id`."""
        return f"{PREFIX}{self.version}:{self.doing}:{self.what}:{self.channel}"

    def instead(self, doing: Doing, what: str = "", channel: int = 0) -> "SettingsControlId":
        """Return what another control of the same message does."""
        return replace(self, doing=doing, what=what, channel=channel)


def is_of_panel(custom_id: str) -> bool:
    """Say whether a control belongs to the settings panel."""
    return custom_id.startswith(PREFIX)


def read(custom_id: str) -> SettingsControlId:
    """Return what a `custom_id` means; raise UnknownButtonError for one that was never made."""
    match = _ID.fullmatch(custom_id) if custom_id.isascii() else None
    if match is None or match[2] not in {*Doing}:
        raise UnknownButtonError
    return SettingsControlId(Doing(match[2]), int(match[1]), match[3], int(match[4]))
