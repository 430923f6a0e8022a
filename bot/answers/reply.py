"""The way back to whoever asked, as far as answering needs to know it."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from bot.i18n.translations import Translator
from bot.servers.policy import AskingContext, AskingWay
from bot.servers.settings import ServerSettings

Message_contra = TypeVar("Message_contra", contravariant=True)


class Reply(Protocol[Message_contra]):
    """A way back to whoever asked, for messages of one type."""

    say: Translator
    private: bool
    due: bool
    """Whether Discord waits for a response, and shows a failure if none comes."""

    @property
    def channel_id(self) -> int | None:
        """The channel that was asked in."""
        ...

    @property
    def member_id(self) -> int:
        """The member who asked."""
        ...

    @property
    def server_id(self) -> int | None:
        """The server that was asked in; None in a direct message."""
        ...

    def asking(self, way: AskingWay) -> AskingContext:
        """Return who asks and where, as the server's policy sees it."""
        ...

    def apply_settings(self, settings: ServerSettings) -> None:
        """Take language and privacy from the settings, before anything is sent."""
        ...

    def check_permissions(self) -> None:
        """Raise a BotError if the bot could not send an answer."""
        ...

    async def begin(self) -> None:
        """Show that an answer is on its way."""
        ...

    async def open_thread(self, question: str) -> int | None:
        """Continue in a thread named after the question; return its id, None without one."""
        ...

    async def send(self, messages: Sequence[Message_contra]) -> None:
        """Send the messages of an answer, in order, each once."""
        ...

    async def tell(self, sentence: str) -> None:
        """Send one sentence instead of an answer."""
        ...

    async def refuse(self, words: str, *, again: bool) -> None:
        """Tell the asker alone, in Discord's Markdown, that nothing is answered."""
        ...
