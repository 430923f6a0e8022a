"""What a button that a maintainer is shown means."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.components.custom_id import decode, encode
from bot.errors import UnknownButtonError

PREFIX = "maintain"
"""Of the `custom_id` of every button that a maintainer is shown."""

_NAME = "[0-9a-z-]{0,36}"


class Doing(StrEnum):
    """What a button does."""

    CANCEL = "cancel"
    """Give up the work of a number."""
    PROMOTE = "promote"
    ASK = "ask"
    """Ask for the reason why an edition is to go live all the same."""
    FORCE = "force"
    """Take that reason."""
    DISCARD = "discard"
    BACK = "back"
    """Go back to an edition, from the one that was live when it was asked."""
    LEAVE = "leave"
    """Leave all as it is."""


@dataclass(frozen=True, slots=True)
class MaintenanceButtonId:
    """What is done to which edition; `seen` is the one that was live when it was offered."""

    doing: Doing
    name: str
    seen: str = ""

    @property
    def custom_id(self) -> str:
        """The button's `custom_id`."""
        return encode(PREFIX, self.doing, self.name, self.seen)

    def instead(self, doing: Doing) -> "MaintenanceButtonId":
        """Return what another button does to the same edition."""
        return replace(self, doing=doing)


def read(custom_id: str) -> MaintenanceButtonId:
    """Return what a `custom_id` means; raise UnknownButtonError for one that was never made."""
    doing, name, seen = decode(custom_id, PREFIX, "[a-z]{1,12}", _NAME, _NAME)
    if doing not in {*Doing}:
        raise UnknownButtonError
    return MaintenanceButtonId(Doing(doing), name, seen)
