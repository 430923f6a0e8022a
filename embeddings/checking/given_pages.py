"""The pages that a message gives for its words, and whether the text prints them there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from embeddings.checking.location import TextLocation
from embeddings.citations import KnownWorks, find_references, pages_overlap
from embeddings.citations.page_numbers import PAGE_LIST, parse_pages
from embeddings.types import Citation, Document, Pages, Span

_BARE_PAGES = re.compile(rf"[(\[]\s*(?P<pages>{PAGE_LIST})\s*[)\]]")
_BETWEEN = re.compile(r"\W{0,8}")


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page that a message gives.

    A `bare` one is a number in brackets, which may mean something else unless it is right.
    One that is `set_apart` stands in brackets, not in a sentence.
    """

    span: Span
    printed: str
    pages: Pages
    work: tuple[str | None, str | None] | None = None
    bare: bool = False
    set_apart: bool = True

    def belongs_to(self, words: Span, stretch: Span, message: str) -> bool:
        """Return whether the page is given among words, or right after the stretch they end."""
        if words.holds(self.span):
            return True
        ends_stretch = words.end == stretch.end <= self.span.start
        return ends_stretch and bool(_BETWEEN.fullmatch(message, words.end, self.span.start))

    def is_right(self, location: TextLocation) -> bool:
        """Return whether the text prints the page there, of the same work if one is named."""
        return any(
            pages_overlap(self.pages, citation.pages)
            and self.work in (None, (citation.key, citation.work))
            for citation in location.citations
        )


def find_given_pages(message: str, works: KnownWorks) -> tuple[GivenPage, ...]:
    """Return the pages that a message gives, in order; citations are read as those of a text."""
    line = re.sub(r"\s", " ", message)
    citations = find_references(Document.of("message", "message", [line]), works).citations
    cited = [_from_citation(citation, message) for citation in citations if citation.pages]
    bare = (
        page
        for page in _find_bare_pages(message)
        if not any(page.span.touches(other.span) for other in cited)
    )
    return tuple(sorted([*cited, *bare], key=lambda page: page.span))


def _from_citation(citation: Citation, message: str) -> GivenPage:
    named = not citation.assumed and citation.work is not None
    work = (citation.key, citation.work) if named else None
    set_apart = message[citation.start] in "(["
    return GivenPage(citation.span, citation.printed, citation.pages, work, set_apart=set_apart)


def _find_bare_pages(message: str) -> Iterator[GivenPage]:
    for match in _BARE_PAGES.finditer(message):
        numbers = parse_pages(match["pages"])
        if numbers is not None:
            yield GivenPage(Span(*match.span()), match.group(), numbers.pages, bare=True)


def shift_into(outer: Span, spans: Iterable[Span]) -> list[Span]:
    """Return the spans that lie within another, relative to its start."""
    start = outer.start
    return [Span(span.start - start, span.end - start) for span in spans if outer.holds(span)]
