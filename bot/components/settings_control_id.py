"""What a control of the settings panel means."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.components.custom_id import decode, encode
from bot.errors import UnknownButtonError

PREFIX = "settings"
"""Of the `custom_id` of every control of the panel."""

_FIELDS = ("[0-9]{1,18}", "[a-z]{1,12}", "[a-z_]{0,16}", "[0-9]{1,20}")


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
    EXPORT = "export"
    """Give the settings as a file."""
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
        return encode(PREFIX, self.version, self.doing, self.what, self.channel)

    def instead(self, doing: Doing, what: str = "", channel: int = 0) -> "SettingsControlId":
        """Return what another control of the same message does."""
        return replace(self, doing=doing, what=what, channel=channel)


def read(custom_id: str) -> SettingsControlId:
    """Return what a `custom_id` means; raise UnknownButtonError for one that was never made."""
    version, doing, what, channel = decode(custom_id, PREFIX, *_FIELDS)
    if doing not in {*Doing}:
        raise UnknownButtonError
    return SettingsControlId(Doing(doing), int(version), what, int(channel))
