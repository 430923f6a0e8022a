"""A quotation at random: of a work, of a page, on a theme; whole sentences are preferred."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

from embeddings.citations import overlap
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.excerpts import passage_of
from embeddings.concordance.passages import whole_of
from embeddings.lookup.locator import Locator, page_asked
from embeddings.lookup.outcome import Outcome
from embeddings.lookup.pages import look_up
from embeddings.messages import TranslatableMessage
from embeddings.text.sentences import sentences
from embeddings.types import Citation, Document, Hit, Passage, Quotation, Span, Work

FEWEST = 8
MOST = 60
"""Words of a quotation that is read by itself."""

AMONG = 20
"""Passages on a theme among which a quotation is sought."""

_BEGINS = re.compile(r"[\W_]*(?P<first>[^\W_])")
_ENDED = re.compile(r".*[.!?…][\W_]*", re.DOTALL)

Search = Callable[[str, int], Sequence[Passage]]
"""Finds at most so many passages that speak to some words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a quotation is to be from, as somebody asks for it, and what it is to speak to."""

    work: str | None = None
    page: str | None = None
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is wanted, looked up."""

    work: Work | None
    locator: Locator | None
    theme: str | None
    passages: tuple[Passage, ...]

    def fits(self, one: "_Drawable") -> bool:
        """Say whether something to be drawn is what is sought."""
        work, locator = self.work, self.locator
        if work is not None and work.key not in one.works:
            return False
        if locator is not None and not any(
            overlap(citation.pages, locator.pages)
            and (work is None or work.key == (citation.key or citation.work))
            for citation in one.citations
        ):
            return False
        return self.theme is None or any(held.span.touches(one.span) for held in self.passages)

    @property
    def nothing(self) -> str:
        """What is said where there is none."""
        source = self.locator.where if self.locator else self.work.short if self.work else None
        if self.theme and source:
            return TranslatableMessage(
                "No: the text quotes nothing from {source} on “{theme}”.",
                source=source,
                theme=self.theme,
            )
        if self.theme:
            return TranslatableMessage(
                "No: the text quotes nothing on “{theme}”.", theme=self.theme
            )
        if source:
            return TranslatableMessage("No: the text quotes nothing from {source}.", source=source)
        return TranslatableMessage("No: the text quotes nothing.")


@dataclass(frozen=True, slots=True)
class _Drawable:
    """A span that may be shown by itself; of no quotation, it is a sentence that cites."""

    span: Span
    citations: tuple[Citation, ...]
    works: frozenset[str]
    quotation: Quotation | None = None

    def rank(self, document: Document) -> int:
        """Return how gladly it is shown, 0 best: with a page, and whole by itself."""
        if not self.citations:
            return 2
        return 0 if self.quotation is None or _stands_alone(document, self) else 1


def draw(
    concordance: Concordance,
    wanted: Wanted,
    chance: Random,
    last: Span | None = None,
    search: Search | None = None,
) -> Outcome:
    """Draw a quotation that is what is wanted, another than the last one if there is one.

    Where nobody is quoted so, it is a sentence of the author's own that cites a page. Raises
    AskedError for a page that is none and a work that is not quoted.
    """
    sought = _sought(concordance, wanted, search)
    locator = sought.locator
    if locator is not None and not concordance.citing(locator.pages, locator.work):
        return Outcome("nearest", look_up(concordance, locator).message)
    fitting: list[_Drawable] = []
    for kind in (_quoted, _citing):  # no sentence is sought where a quotation is found
        fitting += [one for one in kind(concordance) if sought.fits(one)]
        if others := [one for one in fitting if one.span != last]:
            chosen = _best(others, concordance.document, chance)
            return _found(concordance, chosen)
    return _found(concordance, fitting[0]) if fitting else Outcome("nearest", sought.nothing)


def of_the_day(concordance: Concordance, reader: int, day: int) -> Outcome:
    """Return the quotation whose turn it is on a day, in an order of each reader's own.

    Each has its turn before one comes again, so that no two days in a row have the same.
    """
    found = _presentable(concordance)
    if not found:
        return Outcome("nearest", TranslatableMessage("No: the text quotes nothing."))
    turns = sorted(found, key=lambda one: _shuffled(reader, one.span))
    return _found(concordance, turns[day % len(turns)])


def _presentable(concordance: Concordance) -> Sequence[_Drawable]:
    """Return what is shown most gladly, each of its words once; of one alone, others with it."""
    document = concordance.document
    for kind in (_quoted, _citing):
        found = {document.quote(one.span.start, one.span.end): one for one in kind(concordance)}
        ranked = [(one.rank(document), one) for one in found.values()]
        for least in range(3):
            best = [one for rank, one in ranked if rank <= least]
            if len(best) > 1 or len(best) == len(ranked) == 1:
                return best
    return ()


def _shuffled(reader: int, span: Span) -> bytes:
    return blake2b(f"{reader} {span.start} {span.end}".encode(), digest_size=8).digest()


def _found(concordance: Concordance, one: _Drawable) -> Outcome:
    return Outcome("source", None, (Hit(passage_of(concordance, one.span), 1.0),))


def _sought(concordance: Concordance, wanted: Wanted, search: Search | None) -> _Sought:
    work = concordance.quoted_work(wanted.work) if wanted.work else None
    locator = page_asked(wanted.page, work) if wanted.page else None
    theme = (wanted.theme or "").strip() or None
    passages: Sequence[Passage] = ()
    if theme is not None:
        passages = (search or _holding(concordance))(theme, AMONG)
    return _Sought(work, locator, theme, tuple(passages))


def _holding(concordance: Concordance) -> Search:
    """Return a search without a model: for passages that hold all words asked for."""

    def search(theme: str, _limit: int) -> Sequence[Passage]:
        words = set(re.findall(r"\w+", theme.casefold()))
        return [
            one
            for one in concordance.passages
            if words <= set(re.findall(r"\w+", one.text.casefold()))
        ]

    return search


def _best(fitting: Sequence[_Drawable], document: Document, chance: Random) -> _Drawable:
    """Draw among those that are shown most gladly; no more are looked at than that takes."""
    best, least = fitting[0], 3
    for at in chance.sample(range(len(fitting)), len(fitting)):
        rank = fitting[at].rank(document)
        if rank < least:
            best, least = fitting[at], rank
        if not least:
            break
    return best


def _quoted(concordance: Concordance) -> Iterator[_Drawable]:
    """Yield the quotations."""
    document = concordance.document
    for one in concordance.quotations:
        named = {c.key or c.work for c in one.citations} or {one.key or one.work}
        works = frozenset(work for work in named if work is not None)
        yield _Drawable(whole_of(document, one), one.citations, works, one)


def _citing(concordance: Concordance) -> Iterator[_Drawable]:
    """Yield the sentences of the author's own that cite a page."""
    document = concordance.document
    for citation in concordance.citations:
        if citation.closes is None and citation.pages:
            works = frozenset(filter(None, (citation.key or citation.work,)))
            yield _Drawable(_sentence(document, citation), (citation,), works)


def _sentence(document: Document, citation: Citation) -> Span:
    """Return the sentence that a citation stands in, without the white space around it."""
    paragraph = document.paragraph_at(citation.start)
    text = document.text[paragraph.start : paragraph.end]
    at = citation.start - paragraph.start
    held = next(one for one in sentences(text) if one.end > at)
    end = max(held.end, citation.end - paragraph.start)
    words = text[held.start : end]
    start = paragraph.start + held.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _stands_alone(document: Document, one: _Drawable) -> bool:
    """Say whether quoted words are one sentence or more, of a length to read."""
    words = document.quote(one.span.start, one.span.end)
    for citation in one.citations:
        words = words.replace(citation.printed, "")
    begins = _BEGINS.match(words)
    whole = begins is not None and not begins["first"].islower() and _ENDED.fullmatch(words)
    return bool(whole) and FEWEST <= len(re.findall(r"\w+(?:[’'-]\w+)*", words)) <= MOST
