"""Find the nearest citation for a passage that cites no page: a hint, never its own page."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import format_page
from embeddings.messages import TranslatableMessage, form
from embeddings.types import Citation, Passage

MAX_PARAGRAPHS_AWAY = 5
"""Paragraphs within which a citation still says something about a passage."""

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

_MAX_CANDIDATES = 50
"""Citations considered on each side of a passage."""


@dataclass(frozen=True, slots=True)
class NearestCitation:
    """A citation outside of a passage: how far from it, and on which side.

    `distance` counts paragraphs; 0 is the same paragraph. `title` names the work cited.
    """

    citation: Citation
    title: str | None
    distance: int
    direction: Direction

    @property
    def label(self) -> str:
        """The work and the page: `The Prophet, pp. 176–177`."""
        return ", ".join(filter(None, (self.title, format_page(self.citation))))

    @property
    def sentence(self) -> TranslatableMessage:
        """What is said after *no page given*; it shows that the page is not the passage's own."""
        return TranslatableMessage(_FORMS[self.distance, self.direction], page=self.label)


def find_nearest_citation(concordance: Concordance, passage: Passage) -> NearestCitation | None:
    """Return the nearest citation of a page; None if the passage has its own, or none is near."""
    if passage.citations:
        return None
    works = {work.key: work.short for work in concordance.works}
    candidates = (
        NearestCitation(citation, works.get(citation.key or "", citation.work), *away)
        for citation in _list_candidates(concordance, passage)
        if citation.pages and (away := _count_paragraphs_between(citation, passage))
    )
    near = (candidate for candidate in candidates if candidate.distance <= MAX_PARAGRAPHS_AWAY)
    return min(
        near,
        key=lambda nearest: (
            nearest.distance,
            _count_characters_between(nearest.citation, passage),
        ),
        default=None,
    )


def _list_candidates(concordance: Concordance, passage: Passage) -> Sequence[Citation]:
    citations = concordance.citations
    at = bisect_left(citations, passage.start, key=lambda citation: citation.start)
    return citations[max(0, at - _MAX_CANDIDATES) : at + _MAX_CANDIDATES]


def _count_paragraphs_between(citation: Citation, passage: Passage) -> tuple[int, Direction]:
    """Return how many paragraphs a citation is away from a passage, and on which side."""
    first, last = passage.paragraphs[0], passage.paragraphs[-1]
    if citation.start < passage.start:
        return max(0, first - citation.paragraph), "before"
    return max(0, citation.paragraph - last), "after"


def _count_characters_between(citation: Citation, passage: Passage) -> int:
    """Return the number of characters between a citation and a passage."""
    return max(passage.start - citation.end, citation.start - passage.end)
