"""Where the pages of each work are cited: the paragraphs of the text against those pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from embeddings.citations.page_numbers import roman
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import page
from embeddings.lookup.works import NAMELESS
from embeddings.types import Citation, Page, Quotation

Kind = Literal["closes", "backs", "doubtful"]

KINDS: dict[Kind, str] = {
    "closes": "closes a quotation",
    "backs": "backs the author’s own words",
    "doubtful": "doubtful",
}

_APART = 0.06
"""How far roman pages lie from arabic ones, as a share of all that the arabic ones span."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Pages that are cited in a paragraph; `number` is the citation's among all, from 1."""

    number: int
    paragraphs: tuple[int, int]
    pages: tuple[Page, Page | None]
    kind: Kind
    citation: Citation

    @property
    def told(self) -> str:
        """The mark in a line."""
        return f"¶ {self.citation.paragraph} · {page(self.citation)} · {KINDS[self.kind]}"


@dataclass(frozen=True, slots=True)
class Cited:
    """A work, or a volume of it: how often a page of it is cited, and the marks in order."""

    name: str
    citations: int
    marks: tuple[Mark, ...]


def cited(concordance: Concordance) -> tuple[Cited, ...]:
    """Return the works with their marks, the one cited most first; those of no work last."""
    known = {work.key: work.reference for work in concordance.works}
    groups: dict[tuple[str | None, int | None], list[tuple[int, Citation]]] = {}
    for number, one in enumerate(concordance.citations, 1):
        if one.pages:
            groups.setdefault((one.key or one.work, one.volume), []).append((number, one))
    order = sorted(groups, key=lambda key: (key[0] is None, -len(groups[key])))
    return tuple(_cited(_name(key, known), groups[key]) for key in order)


def _cited(name: str, citations: Sequence[tuple[int, Citation]]) -> Cited:
    marks = (
        Mark(number, _paragraphs(one), pages, _kind(one), one)
        for number, one in citations
        for pages in one.pages
    )
    return Cited(name, len(citations), tuple(marks))


def _paragraphs(one: Citation) -> tuple[int, int]:
    return one.quotation_paragraph or one.paragraph, one.paragraph


def _kind(one: Citation) -> Kind:
    if one.doubt is not None:
        return "doubtful"
    return "closes" if one.closes is not None else "backs"


def _name(key: tuple[str | None, int | None], known: dict[str, str]) -> str:
    identity, volume = key
    name = NAMELESS if identity is None else known.get(identity, identity)
    return name if volume is None else f"{name}, vol. {volume}"


def unpaged(concordance: Concordance) -> tuple[Quotation, ...]:
    """Return the quotations that no page is cited for."""
    return tuple(
        one for one in concordance.quotations if not any(each.pages for each in one.citations)
    )


class Scale:
    """Where pages stand on one axis: arabic ones by their number, roman ones below them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        every = set(pages)
        arabic = [one for one in every if isinstance(one, int)]
        self.low, self.high = min(arabic, default=0), max(arabic, default=0)
        self.arabic, self.romans = bool(arabic), sorted((_rank(p), p) for p in every - {*arabic})
        last = self.romans[-1][0] if self.romans else 0
        self._zero = self.low - max(1.0, _APART * (self.high - self.low)) - last

    def at(self, page: Page) -> float:
        """Return the place of a page."""
        return float(page) if isinstance(page, int) else self._zero + _rank(page)

    def ticks(self, numbers: Sequence[float]) -> list[tuple[float, str]]:
        """Return some numbers that are arabic pages here, and the first and last roman page."""
        ends = dict.fromkeys(page for _, page in (*self.romans[:1], *self.romans[-1:]))
        arabic = [int(one) for one in numbers if self.low <= one <= self.high] or [self.low]
        pages: list[Page] = [*ends, *(arabic if self.arabic else ())]
        return [(self.at(one), str(one)) for one in pages]


def _rank(page: Page) -> int:
    return page if isinstance(page, int) else roman(page) or 0
