"""Errors for paragraphs and works that a concordance does not have."""

from embeddings.errors import AskedError, shorten_input
from embeddings.messages import TranslatableMessage


class NoParagraphError(AskedError):
    """The text has no paragraph of this number."""

    def __init__(self, printed: str, last: int) -> None:
        super().__init__(
            TranslatableMessage(
                "{printed!r} is no paragraph of the text; give a number from 1 to {last}",
                printed=shorten_input(printed),
                last=last,
            )
        )
        self.printed, self.last = printed, last


class UnknownWorkError(AskedError):
    """A name that means no work that the text cites, or several."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        cites = "; ".join(known) or TranslatableMessage("none")
        super().__init__(
            TranslatableMessage(
                "{name!r} names no work that the text cites, or more than one; it cites {cites}",
                name=shorten_input(name),
                cites=cites,
            )
        )
        self.name, self.known = name, known
