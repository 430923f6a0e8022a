"""What a control under the list of blocks means: its state stands in its `custom_id`."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.errors import UnknownButtonError

PREFIX = "blocks:"
"""By it the controls of the list are told from others."""

Doing = Literal["lift", "page"]
"""What a control does: let those who are picked ask again, or show a page."""

_ID = re.compile(r"blocks:(lift|page):(\d{1,9})")


@dataclass(frozen=True, slots=True)
class BlockListId:
    """What a control does, on which page of the list."""

    doing: Doing
    page: int

    @property
    def custom_id(self) -> str:
        """The control's `custom_id`."""
        return f"{PREFIX}{self.doing}:{self.page}"


def read(custom_id: str) -> BlockListId:
    """Return what a `custom_id` means; raise UnknownButtonError for one that was never made."""
    match = _ID.fullmatch(custom_id) if custom_id.isascii() else None
    if match is None:
        raise UnknownButtonError
    return BlockListId("lift" if match[1] == "lift" else "page", int(match[2]))
