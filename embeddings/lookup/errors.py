"""What cannot be looked up."""

from embeddings.errors import AskedError, shortened
from embeddings.messages import TranslatableMessage


class NoPageError(AskedError):
    """What was given as a page is none."""

    def __init__(self, printed: str) -> None:
        super().__init__(
            TranslatableMessage(
                "{printed!r} is no page; give a number such as 45, xii, 280-281",
                printed=shortened(printed),
            )
        )
        self.printed = printed
