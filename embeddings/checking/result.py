"""The result of a check: where the text has the quoted words, and what is proved of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from embeddings.checking.errors import UnprovedDifferenceError
from embeddings.checking.location import TextLocation
from embeddings.checking.segments import QuoteDifference, Segment, SegmentKind
from embeddings.messages import TranslatableMessage, form
from embeddings.text.words import normalize_text
from embeddings.types import Document, ShownPassage, Span

CheckOutcome = Literal["exact", "differs", "absent", "short"]


@dataclass(frozen=True, slots=True)
class PageClaim:
    """A page given for quoted words; it is right if the text prints it for just these."""

    printed: str
    right: bool


@dataclass(frozen=True, slots=True)
class LocatedQuote:
    """Where the text has quoted words, and how they differ from its own there.

    `others` are further places where the text has the same words; `place_count` counts
    all places.
    """

    place: TextLocation
    difference: QuoteDifference
    others: tuple[TextLocation, ...] = ()
    place_count: int = 1

    def __post_init__(self) -> None:
        """Raise UnprovedDifferenceError unless the difference is to the words of the place."""
        if self.difference.text != self.place.text:
            raise UnprovedDifferenceError(self.place.text, self.difference.words)

    def segments(self) -> Iterator[tuple[Segment, Span]]:
        """Yield each segment with the span of its words in the text."""
        start = self.place.span.start
        for segment in self.difference.segments:
            end = start + len(segment.text)
            yield segment, Span(start, end)
            start = end


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """Words of a message that were checked, and what is proved of them.

    `span` is where they stand in the message, `stretch` the quoted stretch that they are part
    of: two quotations joined into one are two parts, each located by itself. They are `slight`
    if they are too few and too common to be a quotation, even where the text has them.
    """

    words: str
    span: Span
    stretch: Span
    located: LocatedQuote | None = None
    slight: bool = False
    nearest: tuple[ShownPassage, ...] = ()
    claims: tuple[PageClaim, ...] = ()

    def __post_init__(self) -> None:
        """Raise UnprovedDifferenceError unless the difference is of these words."""
        if self.located is not None and self.located.difference.words != self.words:
            raise UnprovedDifferenceError(self.located.place.text, self.words)

    @property
    def outcome(self) -> CheckOutcome:
        """What is proved, as one word."""
        if self.slight:
            return "short"
        if self.located is None:
            return "absent"
        return "exact" if self.located.difference.same_words else "differs"

    @property
    def document(self) -> Document | None:
        """The text that has the words, or the passages nearest to them."""
        shown = self.located.place.shown if self.located is not None else self.nearest
        return shown[0].document if shown else None

    @property
    def notices(self) -> tuple[TranslatableMessage, ...]:
        """What is proved, as sentences."""
        return tuple(_describe(self))

    @property
    def message(self) -> str:
        """What is proved, as one paragraph in English."""
        return " ".join(self.notices)

    @property
    def verbatim(self) -> bool:
        """Whether the text has the words character for character."""
        return self.located is not None and self.located.difference.verbatim


def _describe(checked: CheckedQuote) -> Iterator[TranslatableMessage]:
    """Yield sentences that say what is proved, no more and no less."""
    if checked.located is None:
        yield from _describe_absent(checked)
        return
    # how the words compare
    if checked.slight:
        yield TranslatableMessage(
            "The text has these words, but words so few or so common are no quotation."
        )
    elif checked.verbatim:
        yield TranslatableMessage("The text has these words, letter for letter.")
    elif checked.outcome == "exact":
        yield TranslatableMessage(
            "The text has these words; only marks, capitals or white space are written otherwise."
        )
    else:
        yield TranslatableMessage("The text has these words otherwise.")
        yield from _count_changes(checked.located.difference)
    # where else they stand, and which pages are wrong
    if checked.located.place_count > 1:
        yield TranslatableMessage(
            "They stand in {count} places of it.", count=checked.located.place_count
        )
    for claim in checked.claims:
        if not claim.right:
            yield TranslatableMessage(
                "The page given with them, {printed}, is not the one printed for them.",
                printed=claim.printed,
            )


def _describe_absent(checked: CheckedQuote) -> Iterator[TranslatableMessage]:
    if checked.slight:
        yield TranslatableMessage(
            "These words are too few to say whether they are taken from the text."
        )
        return
    yield TranslatableMessage("These words are not in the text.")
    if checked.nearest:
        yield TranslatableMessage("The nearest passages, which do not have them:")


_COUNT_FORMS: dict[SegmentKind, str] = {
    "left out": form("Left out: {count}."),
    "added": form("Added: {count}."),
    "changed": form("Changed: {count}."),
}


def _count_changes(difference: QuoteDifference) -> Iterator[TranslatableMessage]:
    """Yield how many words are left out, added and changed, where there are any."""
    for kind, message in _COUNT_FORMS.items():
        segments = (segment for segment in difference.segments if segment.kind == kind)
        count = sum(
            max(
                len(normalize_text(segment.text).split()),
                len(normalize_text(segment.words).split()),
            )
            for segment in segments
        )
        if count:
            yield TranslatableMessage(message, count=count)
