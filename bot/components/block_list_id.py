"""The state of a control under the list of blocked members."""

from dataclasses import dataclass
from typing import Literal

from bot.components.custom_id import decode, encode

PREFIX = "blocks"
"""Prefix of the `custom_id` of every control under the list."""

BlockListAction = Literal["lift", "page"]
"""What a control does: lift the selected blocks, or show a page of the list."""


@dataclass(frozen=True, slots=True)
class BlockListId:
    """The state of a control: what it does, on which page of the list."""

    action: BlockListAction
    page: int

    @property
    def custom_id(self) -> str:
        """The control's `custom_id`."""
        return encode(PREFIX, self.action, self.page)


def read(custom_id: str) -> BlockListId:
    """Return the state in a `custom_id`; raise UnknownButtonError if it is none of the bot's."""
    action, page = decode(custom_id, PREFIX, "lift|page", "[0-9]{1,9}")
    return BlockListId("lift" if action == "lift" else "page", int(page))
