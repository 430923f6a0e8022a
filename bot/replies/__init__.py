"""Where an answer goes: back to an interaction, or under a message that mentions the bot."""

from collections.abc import Sequence
from typing import Protocol

from bot import render
from bot.catalogue import Say
from bot.replies.in_place import InPlaceReply
from bot.replies.sending import FAILED
from bot.replies.to_interaction import InteractionReply
from bot.replies.to_message import MessageReply

__all__ = ["FAILED", "InPlaceReply", "InteractionReply", "MessageReply", "Reply"]


class Reply(Protocol):
    """A way back to whoever asked."""

    say: Say
    private: bool

    @property
    def channel_id(self) -> int | None:
        """The channel that was asked in."""
        ...

    @property
    def member_id(self) -> int:
        """Whoever asked."""
        ...

    @property
    def server_id(self) -> int | None:
        """The server that was asked in; None in a direct message."""
        ...

    def check(self) -> None:
        """Raise a BotError where no answer could be given."""
        ...

    async def begin(self) -> None:
        """Show that an answer is on its way."""
        ...

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Send the messages of an answer, in their order, each once."""
        ...

    async def tell(self, sentence: str) -> None:
        """Say one sentence instead of an answer."""
        ...

    async def refuse(self, words: str, *, again: bool) -> None:
        """Say to whoever asked alone, in Discord's Markdown, that nothing is answered."""
        ...
