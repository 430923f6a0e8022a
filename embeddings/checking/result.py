"""Words of somebody that were checked: where the text has them, and what is proved of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from embeddings.checking.errors import UnprovedDifferenceError
from embeddings.checking.location import TextLocation
from embeddings.checking.segments import Difference, Kind, Segment
from embeddings.messages import TranslatableMessage, form
from embeddings.text.normalization import folded
from embeddings.types import Document, ShownPassage, Span

Outcome = Literal["exact", "differs", "absent", "short"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A page that somebody gives for words; right where the text prints it for just these."""

    printed: str
    right: bool


@dataclass(frozen=True, slots=True)
class LocatedQuote:
    """Where the text has somebody's words, and how they differ from its own there.

    `others` are more places where the text has the same words again; `standing` is the number
    of all places.
    """

    place: TextLocation
    difference: Difference
    others: tuple[TextLocation, ...] = ()
    standing: int = 1

    def __post_init__(self) -> None:
        """Hold that the difference is one to the words of the place."""
        if self.difference.text != self.place.text:
            raise UnprovedDifferenceError(self.place.text, self.difference.words)

    def segments(self) -> Iterator[tuple[Segment, Span]]:
        """Yield each segment with where the text's side of it stands."""
        at = self.place.span.start
        for one in self.difference.segments:
            yield one, Span(at, at + len(one.text))
            at += len(one.text)


@dataclass(frozen=True, slots=True)
class Checked:
    """Words of a message, and what is proved of them.

    `span` is where they stand in the message, `stretch` what they are a part of: what is joined
    of two quotations has two parts, each found in its place. They are `slight` where they are
    too few and too common to be taken from the text, even if it has them.
    """

    words: str
    span: Span
    stretch: Span
    found: LocatedQuote | None = None
    slight: bool = False
    nearest: tuple[ShownPassage, ...] = ()
    claims: tuple[Claim, ...] = ()

    def __post_init__(self) -> None:
        """Hold that what was found is compared with these words."""
        if self.found is not None and self.found.difference.words != self.words:
            raise UnprovedDifferenceError(self.found.place.text, self.words)

    @property
    def outcome(self) -> Outcome:
        """What is proved."""
        if self.slight:
            return "short"
        if self.found is None:
            return "absent"
        return "exact" if self.found.difference.same_words else "differs"

    @property
    def document(self) -> Document | None:
        """The text that has them, or what is nearest to them."""
        shown = self.found.place.shown if self.found is not None else self.nearest
        return shown[0].document if shown else None

    @property
    def notices(self) -> tuple[TranslatableMessage, ...]:
        """What is said of the words, sentence by sentence."""
        return tuple(_said(self))

    @property
    def message(self) -> str:
        """What is said of the words."""
        return " ".join(self.notices)

    @property
    def verbatim(self) -> bool:
        """Say whether the text has the words character for character."""
        return self.found is not None and self.found.difference.verbatim


def _said(one: Checked) -> Iterator[TranslatableMessage]:
    """Yield the sentences that tell what is proved, no more and no less."""
    if one.found is None:
        yield from _unfound(one)
        return
    if one.slight:
        yield TranslatableMessage(
            "The text has these words, but so few or common ones are no quotation of it."
        )
    elif one.verbatim:
        yield TranslatableMessage("The text has these words, letter for letter.")
    elif one.outcome == "exact":
        yield TranslatableMessage(
            "The text has these words; only marks, capitals or white space are written otherwise."
        )
    else:
        yield TranslatableMessage("The text has these words otherwise.")
        yield from _counted(one.found.difference)
    if one.found.standing > 1:
        yield TranslatableMessage("They stand in {count} places of it.", count=one.found.standing)
    for claim in one.claims:
        if not claim.right:
            yield TranslatableMessage(
                "The page given with them, {printed}, is not the one printed for them.",
                printed=claim.printed,
            )


def _unfound(one: Checked) -> Iterator[TranslatableMessage]:
    if one.slight:
        yield TranslatableMessage(
            "These words are too few to say whether they are taken from the text."
        )
        return
    yield TranslatableMessage("These words are not in the text.")
    if one.nearest:
        yield TranslatableMessage("The nearest passages, which do not have them:")


_COUNTED: dict[Kind, str] = {
    "left out": form("Left out: {count}."),
    "added": form("Added: {count}."),
    "changed": form("Changed: {count}."),
}


def _counted(difference: Difference) -> Iterator[TranslatableMessage]:
    """Yield how many words are left out, added and changed, where there are any."""
    for kind, words in _COUNTED.items():
        segments = [one for one in difference.segments if one.kind == kind]
        count = sum(
            max(len(folded(side).split()) for side in (one.text, one.words)) for one in segments
        )
        if count:
            yield TranslatableMessage(words, count=count)
