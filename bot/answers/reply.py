"""Where an answer goes: what answering needs to know of the way back to whoever asked."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from bot.i18n.translations import Translator
from bot.servers.policy import Asking, Way
from bot.servers.settings import ServerSettings

Message_contra = TypeVar("Message_contra", contravariant=True)


class Reply(Protocol[Message_contra]):
    """A way back to whoever asked, for messages of a kind."""

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

    async def send(self, messages: Sequence[Message_contra]) -> None:
        """Send the messages of an answer, in their order, each once."""
        ...

    async def tell(self, sentence: str) -> None:
        """Say one sentence instead of an answer."""
        ...

    async def refuse(self, words: str, *, again: bool) -> None:
        """Say to whoever asked alone, in Discord's Markdown, that nothing is answered."""
        ...
