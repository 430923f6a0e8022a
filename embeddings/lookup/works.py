"""What a text quotes: its works, how often, and from which pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from embeddings.citations.page_numbers import placed
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import page
from embeddings.messages import form
from embeddings.types import Citation, Pages, Quotation, Work

NAMELESS = form("no work named")


@dataclass(frozen=True, slots=True)
class CitedPage:
    """A page of a work as it is cited, and how often."""

    label: str
    pages: Pages
    times: int


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work with all that a text cites of it; `work` is None for pages of no work.

    A work that is not `known` is given as it is printed: the manifest lacks it.
    """

    work: Work | None
    known: bool
    citations: int
    quotations: int
    pages: tuple[CitedPage, ...]

    @property
    def key(self) -> str | None:
        """What it is looked up by."""
        return self.work.key if self.work else None

    @property
    def reference(self) -> str:
        """Author and title."""
        return self.work.reference if self.work else NAMELESS


def works(concordance: Concordance) -> tuple[CitedWork, ...]:
    """Return the works that a text quotes, the default first, and last the pages of none."""
    every: list[Work | None] = [*concordance.named_works(), None]
    found = (_cited(concordance, work) for work in every)
    return tuple(one for one in found if one.citations or (one.quotations and one.work))


def _cited(concordance: Concordance, work: Work | None) -> CitedWork:
    key = work.key if work else None
    citations = [one for one in concordance.citations if (one.key or one.work) == key]
    known = work is not None and work in concordance.works
    quotations = sum(_is_from(one, key) for one in concordance.quotations)
    return CitedWork(work, known, len(citations), quotations, _pages(citations))


def _is_from(quotation: Quotation, key: str | None) -> bool:
    """Say whether a quotation is from the work of a key, or cites a page of no work."""
    if not quotation.citations:
        return key is not None and (quotation.key or quotation.work) == key
    return any((one.key or one.work) == key for one in quotation.citations)


def _pages(citations: Iterable[Citation]) -> tuple[CitedPage, ...]:
    """Return the pages cited, as they are numbered."""
    paged = [one for one in citations if one.pages]
    times = Counter(map(page, paged))
    first = {page(one): one for one in reversed(paged)}
    order = sorted(first, key=lambda label: (first[label].volume or 0, placed(first[label].pages)))
    return tuple(CitedPage(label, first[label].pages, times[label]) for label in order)
