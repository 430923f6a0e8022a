"""Which pages of each work are cited, and in which paragraphs of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from embeddings.citations.page_numbers import locate_page
from embeddings.concordance.annotations import format_page
from embeddings.concordance.concordance import Concordance
from embeddings.lookup.works import NO_WORK_NAMED
from embeddings.types import Citation, Page, Quotation

CitationRole = Literal["closes", "backs", "doubtful"]

ROLE_NAMES: dict[CitationRole, str] = {
    "closes": "closes a quotation",
    "backs": "backs the author’s own words",
    "doubtful": "doubtful",
}

_ROMAN_GAP = 0.06
"""Gap between roman and arabic pages, as a share of the range of the arabic ones."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """Pages cited in a paragraph; `number` is the citation's in the whole text, from 1.

    `paragraphs` are the first of the quotation and the one that cites.
    """

    number: int
    paragraphs: tuple[int, int]
    pages: tuple[Page, Page | None]
    role: CitationRole
    citation: Citation

    @property
    def caption(self) -> str:
        """One line that describes the mark."""
        citation = self.citation
        return f"¶ {citation.paragraph} · {format_page(citation)} · {ROLE_NAMES[self.role]}"


@dataclass(frozen=True, slots=True)
class WorkPages:
    """A work, or a volume of it: how many citations name its pages, and their marks in order."""

    name: str
    citations: int
    marks: tuple[PageMark, ...]


def collect_cited_pages(concordance: Concordance) -> tuple[WorkPages, ...]:
    """Return the works with their marks, the most cited first; pages of no known work last."""
    references = {work.key: work.reference for work in concordance.works}
    groups: dict[tuple[str | None, int | None], list[tuple[int, Citation]]] = {}
    for number, citation in enumerate(concordance.citations, 1):
        if citation.pages:
            key = citation.key or citation.work, citation.volume
            groups.setdefault(key, []).append((number, citation))
    order = sorted(groups, key=lambda key: (key[0] is None, -len(groups[key])))
    return tuple(_make_work_pages(_name_work(key, references), groups[key]) for key in order)


def _make_work_pages(name: str, citations: Sequence[tuple[int, Citation]]) -> WorkPages:
    marks = (
        PageMark(number, _paragraphs_of(citation), pages, _role_of(citation), citation)
        for number, citation in citations
        for pages in citation.pages
    )
    return WorkPages(name, len(citations), tuple(marks))


def _paragraphs_of(citation: Citation) -> tuple[int, int]:
    return citation.quotation_paragraph or citation.paragraph, citation.paragraph


def _role_of(citation: Citation) -> CitationRole:
    if citation.doubt is not None:
        return "doubtful"
    return "closes" if citation.closes is not None else "backs"


def _name_work(key: tuple[str | None, int | None], references: dict[str, str]) -> str:
    work, volume = key
    name = NO_WORK_NAMED if work is None else references.get(work, work)
    return name if volume is None else f"{name}, vol. {volume}"


def find_unpaged_quotations(concordance: Concordance) -> tuple[Quotation, ...]:
    """Return the quotations for which no page is cited."""
    return tuple(
        quotation
        for quotation in concordance.quotations
        if not any(citation.pages for citation in quotation.citations)
    )


class PageScale:
    """The places of pages on one axis: arabic pages at their numbers, others below them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        distinct = set(pages)
        arabic = [page for page in distinct if isinstance(page, int)]
        others = [(*locate_page(page), page) for page in distinct - {*arabic}]
        self.low, self.high = min(arabic, default=0), max(arabic, default=0)
        self.has_arabic = bool(arabic)
        self.romans = sorted((value, page) for series, value, page in others if series)
        highest_roman = self.romans[-1][0] if self.romans else 0
        gap = max(1.0, _ROMAN_GAP * (self.high - self.low))
        self._roman_zero = self.low - gap - highest_roman

    def place(self, page: Page) -> float:
        """Return the place of a page on the axis."""
        series, value = locate_page(page)
        return value if series == "" else self._roman_zero + value

    def label_ticks(self, ticks: Sequence[float]) -> list[tuple[float, str]]:
        """Return places with labels: the first and last roman page, and the ticks in range."""
        ends = dict.fromkeys(page for _, page in (*self.romans[:1], *self.romans[-1:]))
        arabic = [int(tick) for tick in ticks if self.low <= tick <= self.high] or [self.low]
        pages: list[Page] = [*ends, *(arabic if self.has_arabic else ())]
        return [(self.place(page), str(page)) for page in pages]
