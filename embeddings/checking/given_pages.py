"""The pages that somebody gives for words, and whether the text prints them for just these."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from embeddings.checking.location import TextLocation
from embeddings.citations import KnownWorks, find, overlap
from embeddings.citations.page_numbers import LIST, read
from embeddings.types import Citation, Document, Pages, Span

_BARE = re.compile(rf"[(\[]\s*(?P<pages>{LIST})\s*[)\]]")
_BEHIND = re.compile(r"\W{0,8}")


@dataclass(frozen=True, slots=True)
class Given:
    """A page in a message; a bare number in brackets may be something else, if not right."""

    span: Span
    printed: str
    pages: Pages
    work: tuple[str | None, str | None] | None = None
    bare: bool = False
    apart: bool = True
    """It stands in brackets, apart from the words."""

    def belongs(self, words: Span, stretch: Span, message: str) -> bool:
        """Say whether it is given among words, or right behind the stretch that they end."""
        if words.holds(self.span):
            return True
        ends = words.end == stretch.end <= self.span.start
        return ends and bool(_BEHIND.fullmatch(message, words.end, self.span.start))

    def is_right(self, here: TextLocation) -> bool:
        """Say whether the text prints the page for the words, of the work if one is named."""
        return any(
            overlap(self.pages, one.pages) and self.work in (None, (one.key, one.work))
            for one in here.citations
        )


def given(message: str, lore: KnownWorks) -> tuple[Given, ...]:
    """Return the pages given in a message, in order, as they would be found in a text."""
    line = re.sub(r"\s", " ", message)
    found = find(Document.of("message", "message", [line]), lore)
    cited = [_cited(one, message) for one in found.citations if one.pages]
    bare = (one for one in _bare(message) if not any(one.span.touches(two.span) for two in cited))
    return tuple(sorted([*cited, *bare], key=lambda one: one.span))


def _cited(one: Citation, message: str) -> Given:
    named = None if one.assumed or one.work is None else (one.key, one.work)
    apart = message[one.start] in "(["
    return Given(one.span, one.printed, one.pages, named, apart=apart)


def _bare(message: str) -> Iterator[Given]:
    for match in _BARE.finditer(message):
        numbers = read(match["pages"])
        if numbers is not None:
            yield Given(Span(*match.span()), match.group(), numbers.pages, bare=True)


def inside(spans: Iterable[Span], outer: Span) -> list[Span]:
    """Return the spans that lie in another, by their places in it."""
    at = outer.start
    return [Span(one.start - at, one.end - at) for one in spans if outer.holds(one)]
