"""What a control under the list of blocks means."""

from dataclasses import dataclass
from typing import Literal

from bot.components.custom_id import decode, encode

PREFIX = "blocks"
"""Of the `custom_id` of every control under the list."""

Doing = Literal["lift", "page"]
"""What a control does: let those who are picked ask again, or show a page."""


@dataclass(frozen=True, slots=True)
class BlockListId:
    """What a control does, on which page of the list."""

    doing: Doing
    page: int

    @property
    def custom_id(self) -> str:
        """The control's `custom_id`."""
        return encode(PREFIX, self.doing, self.page)


def read(custom_id: str) -> BlockListId:
    """Return what a `custom_id` means; raise UnknownButtonError for one that was never made."""
    doing, page = decode(custom_id, PREFIX, "lift|page", "[0-9]{1,9}")
    return BlockListId("lift" if doing == "lift" else "page", int(page))
