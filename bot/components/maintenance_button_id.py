"""The state of a button that a maintainer is shown."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.components.custom_id import decode, encode
from bot.errors import UnknownButtonError

PREFIX = "maintain"
"""Prefix of the `custom_id` of every button that a maintainer is shown."""

_NAME = "[0-9a-z-]{0,36}"


class MaintenanceAction(StrEnum):
    """What a button does."""

    CANCEL = "cancel"
    """Cancel the job with this number."""
    PROMOTE = "promote"
    ASK = "ask"
    """Ask for the reason to promote an edition in spite of what it loses."""
    FORCE = "force"
    """Promote an edition for the reason given."""
    DISCARD = "discard"
    BACK = "back"
    """Roll back to an edition, if the live one is still the one that was `seen`."""
    LEAVE = "leave"
    """Change nothing."""


@dataclass(frozen=True, slots=True)
class MaintenanceButtonId:
    """What a button does to which edition; `seen` was the live one when it was shown."""

    action: MaintenanceAction
    name: str
    seen: str = ""

    @property
    def custom_id(self) -> str:
        """The button's `custom_id`."""
        return encode(PREFIX, self.action, self.name, self.seen)

    def instead(self, action: MaintenanceAction) -> "MaintenanceButtonId":
        """Return another action on the same edition."""
        return replace(self, action=action)


def read(custom_id: str) -> MaintenanceButtonId:
    """Return the state in a `custom_id`; raise UnknownButtonError if it is none of the bot's."""
    action, name, seen = decode(custom_id, PREFIX, "[a-z]{1,12}", _NAME, _NAME)
    if action not in {*MaintenanceAction}:
        raise UnknownButtonError
    return MaintenanceButtonId(MaintenanceAction(action), name, seen)
