"""The nearest page that is cited, for a passage that cites none: told, and never taken for its."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import page
from embeddings.messages import TranslatableMessage, form
from embeddings.types import Citation, Passage

REACH = 5
"""A page that is cited more paragraphs away tells nothing."""

Direction = Literal["before", "after"]

_FORMS = {
    (0, "before"): form("nearest cited: {page}, earlier in the same paragraph"),
    (0, "after"): form("nearest cited: {page}, later in the same paragraph"),
    (1, "before"): form("nearest cited: {page}, one paragraph before"),
    (1, "after"): form("nearest cited: {page}, one paragraph after"),
    (2, "before"): form("nearest cited: {page}, two paragraphs before"),
    (2, "after"): form("nearest cited: {page}, two paragraphs after"),
    (3, "before"): form("nearest cited: {page}, three paragraphs before"),
    (3, "after"): form("nearest cited: {page}, three paragraphs after"),
    (4, "before"): form("nearest cited: {page}, four paragraphs before"),
    (4, "after"): form("nearest cited: {page}, four paragraphs after"),
    (5, "before"): form("nearest cited: {page}, five paragraphs before"),
    (5, "after"): form("nearest cited: {page}, five paragraphs after"),
}

_AMONG = 50
"""Citations before and behind a passage among which the nearest is."""


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
    def sentence(self) -> TranslatableMessage:
        """What may stand behind *no page given*; it says whose page it is not."""
        return TranslatableMessage(_FORMS[self.distance, self.direction], page=self.label)


def nearby(concordance: Concordance, passage: Passage) -> Nearby | None:
    """Return the nearest page that is cited, where the passage cites none and one is near."""
    if passage.citations:
        return None
    works = {work.key: work.short for work in concordance.works}
    found = (
        Nearby(one, works.get(one.key or "", one.work), distance, direction)
        for one in _around(concordance, passage)
        if one.pages
        for distance, direction in (_away(one, passage),)
        if distance <= REACH
    )
    return min(found, key=lambda one: (one.distance, _apart(one.citation, passage)), default=None)


def _around(concordance: Concordance, passage: Passage) -> Sequence[Citation]:
    at = bisect_left(concordance.citations, passage.start, key=lambda one: one.start)
    return concordance.citations[max(0, at - _AMONG) : at + _AMONG]


def _away(citation: Citation, passage: Passage) -> tuple[int, Direction]:
    """Return how many paragraphs a citation is away from a passage, and on which side."""
    first, last = passage.paragraphs[0], passage.paragraphs[-1]
    if citation.start < passage.start:
        return max(0, first - citation.paragraph), "before"
    return max(0, citation.paragraph - last), "after"


def _apart(citation: Citation, passage: Passage) -> int:
    """Return how many characters lie between a citation and a passage."""
    return max(passage.start - citation.end, citation.start - passage.end)
