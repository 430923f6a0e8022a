"""What a button of a maintainer means: its state stands in its `custom_id`."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import UnknownButtonError

PREFIX = "maintain:"

_ID = re.compile(r"maintain:([a-z]{1,12}):([0-9a-z-]{0,36}):([0-9a-z-]{0,36})")


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
        return f"{PREFIX}{self.doing}:{self.name}:{self.seen}"

    def instead(self, doing: Doing) -> "MaintenanceButtonId":
        """Return what another button does to the same edition."""
        return replace(self, doing=doing)


def is_of_maintainers(custom_id: str) -> bool:
    """Say whether a button is one of maintainers'."""
    return custom_id.startswith(PREFIX)


def read(custom_id: str) -> MaintenanceButtonId:
    """Return what a `custom_id` means; raise UnknownButtonError for one that was never made."""
    match = _ID.fullmatch(custom_id) if custom_id.isascii() else None
    if match is None or match[1] not in {*Doing}:
        raise UnknownButtonError
    return MaintenanceButtonId(Doing(match[1]), match[2], match[3])
