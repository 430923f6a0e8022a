"""Where an answer goes: back to an interaction, or under a message that mentions the bot."""

from collections.abc import Sequence
from typing import Protocol

from bot import render
from bot.i18n.translations import Translator
from bot.replies.in_place import InPlaceReply
from bot.replies.interaction import InteractionReply
from bot.replies.message import MessageReply
from bot.replies.sending import FAILED
from bot.servers.policy import Asking, Way
from bot.servers.settings import ServerSettings

__all__ = ["FAILED", "InPlaceReply", "InteractionReply", "MessageReply", "Reply"]


class Reply(Protocol):
    """A way back to whoever asked."""

    say: Translator
    private: bool
    due: bool
    """Whether Discord waits for a response, and calls it a failure where none comes."""

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

    def asking(self, way: Way) -> Asking:
        """Return who asks and where, as settings look at it."""
        ...

    def settle(self, settings: ServerSettings) -> None:
        """Take on what the settings say of answers, before anything is said."""
        ...

    def check(self) -> None:
        """Raise a BotError where no answer could be given."""
        ...

    async def begin(self) -> None:
        """Show that an answer is on its way."""
        ...

    async def move(self, question: str) -> int | None:
        """Go on in a thread named after the question; return its number, None where none is."""
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
