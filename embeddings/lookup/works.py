"""What a text quotes: its works, how often, and from which pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from embeddings.citations.page_numbers import format_pages, page_sort_key
from embeddings.concordance.annotations import format_page
from embeddings.concordance.concordance import Concordance
from embeddings.messages import form
from embeddings.types import Citation, Pages, Quotation, Work

NO_WORK_NAMED = form("no work named")


@dataclass(frozen=True, slots=True)
class CitedPage:
    """A page of a work as it is cited, and how often; `short` is its label in a list."""

    label: str
    pages: Pages
    times: int
    short: str


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work with all that a text cites of it; `work` is None for pages of no named work.

    A work that is not `known` is missing from the manifest: its title is as printed.
    """

    work: Work | None
    known: bool
    citations: int
    quotations: int
    pages: tuple[CitedPage, ...]

    @property
    def key(self) -> str | None:
        """The key that it is looked up by."""
        return self.work.key if self.work else None

    @property
    def reference(self) -> str:
        """Author and title."""
        return self.work.reference if self.work else NO_WORK_NAMED

    @property
    def listed_pages(self) -> tuple[str, ...]:
        """The pages as a list names them: with `pp.` before the first of several alone."""
        if len(self.pages) < 2:
            return tuple(page.label for page in self.pages)
        first, *others = (page.short for page in self.pages)
        return (f"pp. {first}", *others)


def list_cited_works(concordance: Concordance) -> tuple[CitedWork, ...]:
    """Return the works that a text quotes: the default first, the pages of no named work last."""
    named: list[Work | None] = [*concordance.named_works(), None]
    cited = (_count(concordance, work) for work in named)
    return tuple(entry for entry in cited if entry.citations or (entry.quotations and entry.work))


def _count(concordance: Concordance, work: Work | None) -> CitedWork:
    key = work.key if work else None
    citations = [
        citation for citation in concordance.citations if (citation.key or citation.work) == key
    ]
    known = work is not None and work in concordance.works
    quotations = sum(_is_from(quotation, key) for quotation in concordance.quotations)
    return CitedWork(work, known, len(citations), quotations, _count_pages(citations))


def _is_from(quotation: Quotation, key: str | None) -> bool:
    """Return whether a quotation is from the work of a key; for None, cites no named work."""
    if not quotation.citations:
        return key is not None and (quotation.key or quotation.work) == key
    return any((citation.key or citation.work) == key for citation in quotation.citations)


def _count_pages(citations: Iterable[Citation]) -> tuple[CitedPage, ...]:
    """Return the cited pages in the order of their numbers."""
    with_pages = [citation for citation in citations if citation.pages]
    times = Counter(map(format_page, with_pages))
    first = {format_page(citation): citation for citation in reversed(with_pages)}
    order = sorted(
        first, key=lambda label: (first[label].volume or 0, page_sort_key(first[label].pages))
    )
    return tuple(
        CitedPage(label, first[label].pages, times[label], _shorten(first[label]))
        for label in order
    )


def _shorten(citation: Citation) -> str:
    """Return the pages of a citation without `p.`: `vol. 2: 280–281`, `440 (footnote 1)`."""
    _, _, pages = format_pages(citation.pages).partition(" ")
    volume = f"vol. {citation.volume}: " if citation.volume else ""
    return f"{volume}{pages} ({citation.note})" if citation.note else f"{volume}{pages}"
