"""The state of a control of the settings panel."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.components.custom_id import decode, encode
from bot.errors import UnknownButtonError
from bot.servers.records import MAX_VERSION

PREFIX = "settings"
"""Prefix of the `custom_id` of every control of the panel."""

_FIELDS = ("[0-9]{1,18}", "[a-z]{1,12}", "[a-z_]{0,16}", "[0-9]{1,20}")


class SettingsAction(StrEnum):
    """What a control does."""

    OPEN = "open"
    """Show a row; all of them if none is named or selected."""
    SET = "set"
    """Set a field to what is selected."""
    YES = "yes"
    """Set a field that is true or false to true."""
    NO = "no"
    """Set it to false."""
    FORM = "form"
    """Show the form of a row."""
    FILL = "fill"
    """Set the fields of a row to what was typed into its form."""
    UNDO = "undo"
    HISTORY = "history"
    EXPORT = "export"
    """Send the settings as a file."""
    ASK = "ask"
    """Ask for confirmation of something that loses settings."""
    SURE = "sure"
    """Do what was confirmed."""


@dataclass(frozen=True, slots=True)
class SettingsControlId:
    """What a control does, to what, for which channel, on which version of the settings."""

    action: SettingsAction
    version: int
    what: str = ""
    channel: int = 0

    @property
    def custom_id(self) -> str:
        """The control's `custom_id`."""
        return encode(PREFIX, self.version, self.action, self.what, self.channel)

    def instead(
        self, action: SettingsAction, what: str = "", channel: int = 0
    ) -> "SettingsControlId":
        """Return the state of another control of the same message."""
        return replace(self, action=action, what=what, channel=channel)


def read(custom_id: str) -> SettingsControlId:
    """Return the state in a `custom_id`; raise UnknownButtonError if it is none of the bot's."""
    version, action, what, channel = decode(custom_id, PREFIX, *_FIELDS)
    if action not in {*SettingsAction} or int(version) > MAX_VERSION:
        raise UnknownButtonError
    return SettingsControlId(SettingsAction(action), int(version), what, int(channel))
