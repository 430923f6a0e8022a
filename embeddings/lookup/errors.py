"""What cannot be looked up: a page, a paragraph, a work that is none."""

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
