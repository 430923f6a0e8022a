"""The nearest page that is cited, for a passage that cites none: told, and never taken for its."""

from dataclasses import dataclass
from typing import Literal

from embeddings.concordance import Concordance
from embeddings.reference import page
from embeddings.types import Citation, Passage

REACH = 5
"""A page that is cited more paragraphs away tells nothing."""

_NUMBERS = ("", "one", "two", "three", "four", "five")

Direction = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Nearby:
    """A page that other words cite than those of a passage: how far from them, and on which side.

    It stands in the same paragraph where `distance` is 0.
    """

    citation: Citation
    title: str | None
    distance: int
    direction: Direction

    @property
    def label(self) -> str:
        """The work and the page: `The Prophet, pp. 176–177`."""
        return ", ".join(filter(None, (self.title, page(self.citation))))

    @property
    def sentence(self) -> str:
        """What may stand behind *no page given*; it says whose page it is not."""
        return f"nearest cited: {self.label}, {self._where}"

    @property
    def _where(self) -> str:
        if not self.distance:
            return f"{'earlier' if self.direction == 'before' else 'later'} in the same paragraph"
        noun = "paragraph" if self.distance == 1 else "paragraphs"
        return f"{_NUMBERS[self.distance]} {noun} {self.direction}"


def nearby(concordance: Concordance, passage: Passage) -> Nearby | None:
    """Return the nearest page that is cited, where the passage cites none and one is near."""
    if passage.citations:
        return None
    works = {work.key: work.short for work in concordance.works}
    found = (
        Nearby(one, works.get(one.key or "", one.work), distance, direction)
        for one in concordance.citations
        if one.pages
        for distance, direction in (_away(one, passage),)
        if distance <= REACH
    )
    return min(found, key=lambda one: (one.distance, _apart(one.citation, passage)), default=None)


def _away(citation: Citation, passage: Passage) -> tuple[int, Direction]:
    """Return how many paragraphs a citation is away from a passage, and on which side."""
    first, last = passage.paragraphs[0], passage.paragraphs[-1]
    if citation.start < passage.start:
        return max(0, first - citation.paragraph), "before"
    return max(0, citation.paragraph - last), "after"


def _apart(citation: Citation, passage: Passage) -> int:
    """Return how many characters lie between a citation and a passage."""
    return max(passage.start - citation.end, citation.start - passage.end)
