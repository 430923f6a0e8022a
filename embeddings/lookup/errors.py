"""Requests that cannot be looked up."""

from embeddings.errors import AskedError, shorten_input
from embeddings.messages import TranslatableMessage


class NoPageError(AskedError):
    """A page was asked for by something that is no page."""

    def __init__(self, printed: str) -> None:
        super().__init__(
            TranslatableMessage(
                "{printed!r} is no page; give a number such as 45, xii or 280-281",
                printed=shorten_input(printed),
            )
        )
        self.printed = printed
