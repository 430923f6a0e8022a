"""Draws a random quotation of a work, of a page or on a theme, preferably whole sentences."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

from embeddings.citations import pages_overlap
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.excerpts import excerpt_span
from embeddings.concordance.passages import extend_to_citation
from embeddings.concordance.proof import Outcome
from embeddings.lookup.locator import Locator, parse_page_request
from embeddings.lookup.pages import look_up_pages
from embeddings.messages import TranslatableMessage
from embeddings.text.sentences import split_sentences
from embeddings.types import Citation, Document, Hit, Passage, Quotation, Span, Work

MIN_WORDS = 8
"""Words of the shortest quotation that stands alone."""

MAX_WORDS = 60
"""Words of the longest quotation that stands alone."""

MAX_THEME_PASSAGES = 20
"""Passages on a theme from which a quotation is drawn."""

_FIRST_LETTER = re.compile(r"[\W_]*(?P<letter>[^\W_])")
_SENTENCE_END = re.compile(r".*[.!?…][\W_]*", re.DOTALL)

Search = Callable[[str, int], Sequence[Passage]]
"""Returns the passages nearest to some words, at most so many."""


@dataclass(frozen=True, slots=True)
class QuotationFilter:
    """What a quotation must be from and on, as it was asked for; None for anything."""

    work: str | None = None
    page: str | None = None
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class _Criteria:
    """What is wanted, looked up in a concordance; `passages` are those on the theme."""

    work: Work | None
    locator: Locator | None
    theme: str | None
    passages: tuple[Passage, ...]

    def accepts(self, candidate: "_Candidate") -> bool:
        """Return whether a candidate is from the work and page, and on the theme."""
        work, locator = self.work, self.locator
        if work is not None and work.key not in candidate.works:
            return False
        if locator is not None and not any(
            pages_overlap(citation.pages, locator.pages)
            and (work is None or work.key == (citation.key or citation.work))
            for citation in candidate.citations
        ):
            return False
        on_theme = (passage.span.touches(candidate.span) for passage in self.passages)
        return self.theme is None or any(on_theme)

    def refuse(self) -> Outcome:
        """Say that nothing meets the criteria."""
        source = self.locator.where if self.locator else self.work.short if self.work else None
        if self.theme and source:
            message = TranslatableMessage(
                "No: the text quotes nothing from {source} on “{theme}”.",
                source=source,
                theme=self.theme,
            )
        elif self.theme:
            message = TranslatableMessage(
                "No: the text quotes nothing on “{theme}”.", theme=self.theme
            )
        elif source:
            message = TranslatableMessage(
                "No: the text quotes nothing from {source}.", source=source
            )
        else:
            message = TranslatableMessage("No: the text quotes nothing.")
        return Outcome("nearest", message)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A span that may be shown: a quotation, or without one, a sentence that cites a page."""

    span: Span
    citations: tuple[Citation, ...]
    works: frozenset[str]
    quotation: Quotation | None = None

    def rank(self, document: Document) -> int:
        """Return how good it is to show, 0 is best: with a page, and complete by itself."""
        if not self.citations:
            return 2
        return 0 if self.quotation is None or _stands_alone(document, self) else 1


def draw(
    concordance: Concordance,
    wanted: QuotationFilter,
    chance: Random,
    last: Span | None = None,
    search: Search | None = None,
) -> Outcome:
    """Draw a quotation that is what is wanted, not the last one again if there is another.

    If there is no such quotation, draw a sentence of the author's own that cites a page. Raises
    AskedError if the page is no page, or the work is not quoted.
    """
    criteria = _look_up_criteria(concordance, wanted, search)
    locator = criteria.locator
    if locator is not None and not concordance.find_citations(locator.pages, locator.work):
        return Outcome("nearest", look_up_pages(concordance, locator).message)
    accepted: list[_Candidate] = []
    for list_candidates in (_list_quotations, _list_citing_sentences):
        # the sentences are not searched if a quotation is found
        accepted += [
            candidate for candidate in list_candidates(concordance) if criteria.accepts(candidate)
        ]
        if fresh := [candidate for candidate in accepted if candidate.span != last]:
            return _show(concordance, _draw_best(fresh, concordance.document, chance))
    return _show(concordance, accepted[0]) if accepted else criteria.refuse()


def choose_for_day(concordance: Concordance, reader: int, day: int) -> Outcome:
    """Return the quotation for a day, in an order of each reader's own.

    All are shown before one comes again, so no two days in a row have the same.
    """
    candidates = _list_presentable(concordance)
    if not candidates:
        return Outcome("nearest", TranslatableMessage("No: the text quotes nothing."))
    shuffled = sorted(candidates, key=lambda candidate: _shuffle_key(reader, candidate.span))
    return _show(concordance, shuffled[day % len(shuffled)])


def _list_presentable(concordance: Concordance) -> Sequence[_Candidate]:
    """Return the candidates of the best ranks that hold at least two; equal words count once."""
    document = concordance.document
    for list_candidates in (_list_quotations, _list_citing_sentences):
        by_words = {
            document.quote(candidate.span.start, candidate.span.end): candidate
            for candidate in list_candidates(concordance)
        }
        ranked = [(candidate.rank(document), candidate) for candidate in by_words.values()]
        for worst in range(3):
            best = [candidate for rank, candidate in ranked if rank <= worst]
            if len(best) > 1 or len(best) == len(ranked) == 1:
                return best
    return ()


def _shuffle_key(reader: int, span: Span) -> bytes:
    return blake2b(f"{reader} {span.start} {span.end}".encode(), digest_size=8).digest()


def _show(concordance: Concordance, candidate: _Candidate) -> Outcome:
    return Outcome("source", None, (Hit(excerpt_span(concordance, candidate.span), 1.0),))


def _look_up_criteria(
    concordance: Concordance, wanted: QuotationFilter, search: Search | None
) -> _Criteria:
    work = concordance.find_named_work(wanted.work) if wanted.work else None
    locator = parse_page_request(wanted.page, work) if wanted.page else None
    theme = (wanted.theme or "").strip() or None
    passages: Sequence[Passage] = ()
    if theme is not None:
        passages = (search or _search_by_words(concordance))(theme, MAX_THEME_PASSAGES)
    return _Criteria(work, locator, theme, tuple(passages))


def _search_by_words(concordance: Concordance) -> Search:
    """Return a search that needs no model: for the passages that contain all words."""

    def search(theme: str, _limit: int) -> Sequence[Passage]:
        words = set(re.findall(r"\w+", theme.casefold()))
        return [
            passage
            for passage in concordance.passages
            if words <= set(re.findall(r"\w+", passage.text.casefold()))
        ]

    return search


def _draw_best(candidates: Sequence[_Candidate], document: Document, chance: Random) -> _Candidate:
    """Draw from the candidates of the best rank; ranks cost time, so stop at the first best."""
    best, best_rank = candidates[0], 3
    for at in chance.sample(range(len(candidates)), len(candidates)):
        rank = candidates[at].rank(document)
        if rank < best_rank:
            best, best_rank = candidates[at], rank
        if best_rank == 0:
            break
    return best


def _list_quotations(concordance: Concordance) -> Iterator[_Candidate]:
    document = concordance.document
    for quotation in concordance.quotations:
        cited = {citation.key or citation.work for citation in quotation.citations}
        named = cited or {quotation.key or quotation.work}
        works = frozenset(work for work in named if work is not None)
        yield _Candidate(
            extend_to_citation(document, quotation), quotation.citations, works, quotation
        )


def _list_citing_sentences(concordance: Concordance) -> Iterator[_Candidate]:
    """Yield the sentences of the author's own that cite a page."""
    document = concordance.document
    for citation in concordance.citations:
        if citation.closes is None and citation.pages:
            works = frozenset(filter(None, (citation.key or citation.work,)))
            yield _Candidate(_sentence_of(document, citation), (citation,), works)


def _sentence_of(document: Document, citation: Citation) -> Span:
    """Return the sentence that a citation stands in, without the white space around it."""
    paragraph = document.paragraph_at(citation.start)
    text = document.text[paragraph.start : paragraph.end]
    offset = citation.start - paragraph.start
    sentence = next(span for span in split_sentences(text) if span.end > offset)
    end = max(sentence.end, citation.end - paragraph.start)
    words = text[sentence.start : end]
    start = paragraph.start + sentence.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _stands_alone(document: Document, candidate: _Candidate) -> bool:
    """Return whether quoted words are whole sentences of a readable length."""
    words = document.quote(candidate.span.start, candidate.span.end)
    for citation in candidate.citations:
        words = words.replace(citation.printed, "")
    first = _FIRST_LETTER.match(words)
    starts_sentence = first is not None and not first["letter"].islower()
    if not starts_sentence or not _SENTENCE_END.fullmatch(words):
        return False
    return MIN_WORDS <= len(re.findall(r"\w+(?:[’'-]\w+)*", words)) <= MAX_WORDS
