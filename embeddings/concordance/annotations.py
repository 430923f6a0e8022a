"""What an answer says about a passage: source, page, link, nearest citation."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from urllib.parse import quote

from embeddings.citations import format_pages
from embeddings.concordance.concordance import Concordance
from embeddings.messages import TranslatableMessage, form, join_messages
from embeddings.types import Citation, Document, Passage, Work

NO_PAGE = TranslatableMessage("no page given")

_IN = form("in {source}")
_CITING = form("citing {source}")


def format_reference(concordance: Concordance, passage: Passage) -> TranslatableMessage:
    """Return `in Isaac Deutscher, The Prophet, p. 282 · essay ¶ 81–82`.

    *in* names the source of a quotation; *citing*, a source that only backs the author's own
    words. Where the file has pages, the passage's own page stands with its paragraph:
    `essay, p. xii, ¶ 81–82`.
    """
    works = {work.key: work for work in concordance.works}
    parts = [
        TranslatableMessage(_IN if closes else _CITING, source=_format_works(group, works))
        for closes, group in groupby(passage.citations, key=_closes_quotation)
    ]
    parts += _format_unpaged_works(passage, works)
    place = _format_place(concordance.document, passage)
    return join_messages(" · ", [join_messages("; ", parts or [NO_PAGE]), place])


def format_cited_pages(concordance: Concordance, passage: Passage) -> tuple[str, ...]:
    """Return the pages that a passage cites, each with its work: `The Prophet, p. 15`."""
    works = {work.key: work for work in concordance.works}
    pages = (_format_works([citation], works) for citation in passage.citations)
    return tuple(dict.fromkeys(pages))


def _closes_quotation(citation: Citation) -> bool:
    return citation.closes is not None


def _format_place(document: Document, passage: Passage) -> str:
    """Return where a passage stands in its own text: `essay ¶ 81`, `essay, pp. 4–5, ¶ 81`."""
    numbers, pages = (
        format_paragraphs(passage.paragraphs),
        format_file_pages(document.pages_in(passage.span)),
    )
    return f"{document.key}, {pages}, {numbers}" if pages else f"{document.key} {numbers}"


def format_file_pages(pages: Sequence[str]) -> str | None:
    """Return pages of the text's own file, `p. xii` or `pp. 4–5`; None without any."""
    if not pages:
        return None
    return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {pages[0]}–{pages[-1]}"


def format_paragraphs(numbers: tuple[int, ...]) -> str:
    """Return `¶ 81–82`."""
    first, last = numbers[0], numbers[-1]
    return f"¶ {first}" if first == last else f"¶ {first}–{last}"


def _format_works(citations: Iterable[Citation], works: dict[str, Work]) -> TranslatableMessage:
    """Return the works, each with its pages: `Isaac Deutscher, The Prophet, p. 15, p. 17`."""
    parts = []
    grouped = groupby(citations, key=lambda citation: (citation.key, citation.work))
    for (key, work), group in grouped:
        name = works[key].reference if key in works else work
        pages = dict.fromkeys(format_page(citation) for citation in group)
        parts.append(join_messages(", ", [*([name] if name else []), *pages]))
    return join_messages("; ", parts)


def format_page(citation: Citation) -> TranslatableMessage:
    """Return the pages of a citation, with its volume and note: `p. 440, footnote 1`."""
    volume = [f"vol. {citation.volume}"] if citation.volume else []
    pages = format_pages(citation.pages) if citation.pages else NO_PAGE
    return join_messages(", ", [*volume, pages, *([citation.note] if citation.note else [])])


def _format_unpaged_works(passage: Passage, works: dict[str, Work]) -> list[TranslatableMessage]:
    """Return the works that the text names for quotations without a page."""
    names = [
        works[quotation.key].reference if quotation.key in works else quotation.work
        for quotation in passage.quotations
        if quotation.work and not quotation.citations
    ]
    return [
        TranslatableMessage(_IN, source=join_messages(", ", [name, NO_PAGE]))
        for name in dict.fromkeys(names)
    ]


def build_passage_link(concordance: Concordance, passage: Passage) -> str | None:
    """Return the URL of a passage, or None without a template for it."""
    if concordance.links.passage is None:
        return None
    return concordance.links.passage.format(
        paragraph=passage.paragraphs[0],
        start=passage.start,
        end=passage.end,
        edition=concordance.document.edition,
    )


def build_page_link(concordance: Concordance, citation: Citation) -> str | None:
    """Return the URL of the first page that a citation gives; None without page or template."""
    if concordance.links.page is None or citation.first_page is None:
        return None
    work = quote(citation.key or citation.work or "", safe="")
    return concordance.links.page.format(work=work, page=citation.first_page)


def find_link(concordance: Concordance, passage: Passage) -> str | None:
    """Return where a passage can be read: its place in the text, else the page that it cites."""
    pages = (build_page_link(concordance, citation) for citation in passage.citations)
    return build_passage_link(concordance, passage) or next(filter(None, pages), None)


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


MAX_ANNOTATIONS = 4_096
"""Annotations kept in memory; few texts have more passages, and fewer are asked for them all."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an answer says about a passage: its source, its page, and where to read on."""

    reference: str
    lead_ins: tuple[str | None, ...]
    url: str | None
    nearby: str | None

    @classmethod
    def of(cls, concordance: Concordance, passage: Passage) -> "Annotation":
        """Build the annotation of a passage."""
        quote = concordance.document.quote
        nearest = find_nearest_citation(concordance, passage)
        return cls(
            reference=format_reference(concordance, passage),
            lead_ins=tuple(
                quote(quotation.lead_in.start, quotation.lead_in.end) if quotation.lead_in else None
                for quotation in passage.quotations
            ),
            url=find_link(concordance, passage),
            nearby=nearest.sentence if nearest else None,
        )


class Annotations:
    """The annotations of one concordance, each built when it is first asked for and kept."""

    def __init__(self, concordance: Concordance) -> None:
        self._concordance = concordance
        self._kept: dict[int, tuple[Passage, Annotation]] = {}

    def annotate(self, passage: Passage) -> Annotation:
        """Return the annotation of a passage."""
        kept = self._kept.get(passage.start)
        if kept is not None and kept[0] is passage:
            return kept[1]
        annotation = Annotation.of(self._concordance, passage)
        if len(self._kept) >= MAX_ANNOTATIONS:
            self._kept.clear()
        self._kept[passage.start] = passage, annotation
        return annotation
