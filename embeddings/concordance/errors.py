"""What a concordance does not have: a paragraph of a number, a work of a name."""

from embeddings.errors import AskedError, shortened
from embeddings.messages import TranslatableMessage


class NoParagraphError(AskedError):
    """The text has no such paragraph."""

    def __init__(self, printed: str, last: int) -> None:
        super().__init__(
            TranslatableMessage(
                "{printed!r} is no paragraph of the text; give a number from 1 to {last}",
                printed=shortened(printed),
                last=last,
            )
        )
        self.printed, self.last = printed, last


class UnknownWorkError(AskedError):
    """A work was asked for that the text does not cite, or a name that several go by."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        cites = "; ".join(known) or TranslatableMessage("none")
        super().__init__(
            TranslatableMessage(
                "{name!r} is not one work that the text cites; it cites {cites}",
                name=shortened(name),
                cites=cites,
            )
        )
        self.name, self.known = name, known
