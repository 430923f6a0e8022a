"""Places that look like references to a page and give none: what a maintainer should see."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from embeddings.citations.brackets import Bracket, FoundReference
from embeddings.citations.closing import ClosedQuotations
from embeddings.citations.divisions import blank_divisions
from embeddings.citations.forms import PAGE_MARK, YEAR
from embeddings.citations.possible_pages import may_cite_page
from embeddings.citations.works import Sources
from embeddings.text.proper_names import find_trailing_name
from embeddings.types import Document, Span

_MARK_IN_SENTENCE = re.compile(rf"(?=[pS]){PAGE_MARK}\d[\w.:–-]*")
_ODD_PAGE = re.compile(
    r"\d+-?[a-z]{1,2}|\d{2,3}\s?/\s?\d{2,3}|\d{1,2}:\s?\d{1,3}|(?:[A-Z]-?|e)\d+"
    r"|(?:1[5-9]|20)\d\d[a-z]?[,:]\s*\d{1,4}|\d{1,4}\s?\?|(?:pp?\.\s*)?\[?\d{1,4}"
    r"|\d{1,4}[,;]\s[^;]{0,40}\b(?:edn?\.|edn|edition|printing)"
)
_NUMBER_AT_END = re.compile(
    r"(?<=[,:)\w])\s(?!(?:1[5-9]|20)\d\d)\d{1,4}(?=[.;]?$|[.;]\s)", re.MULTILINE
)
_YEAR = re.compile(YEAR)
_MAX_TITLE = 160
_MAX_NAME = 80


def find_unread(
    document: Document,
    brackets: Iterable[Bracket],
    taken: Sequence[Span],
    sources: Sources,
    quotations: ClosedQuotations,
) -> list[Span]:
    """Return the places that may cite a page outside of the references that are read.

    These are brackets, marked pages in a sentence, and numbers behind a title. `taken` are the
    references, in order.
    """
    text = document.text
    unread: list[Span] = []
    for bracket in sorted(brackets, key=lambda bracket: bracket.span):
        inside = _find_touching(bracket.span, taken)
        if any(span.holds(bracket.span) for span in inside):
            continue
        if unread and unread[-1].holds(bracket.span):
            continue
        words = _blank(text, bracket.span, inside).strip("()[]")
        is_odd = _ODD_PAGE.fullmatch(words) and _is_page(text, bracket.span, quotations)
        if is_odd or may_cite_page(words, sources, beside=bool(inside)):
            unread.append(bracket.span)
    for span in _find_in_sentences(document, sources):
        if not _find_touching(span, taken) and not _find_touching(span, unread):
            insort(unread, span)
    return unread


def _is_page(text: str, span: Span, quotations: ClosedQuotations) -> bool:
    """Return whether a bracket closes a quotation; a colon or semicolon may part them."""
    is_parted = text[max(0, span.start - 9) : span.start].rstrip()[-1:] in (";", ":")
    return quotations.closed_by(span, bare=not is_parted) is not None


def find_passed_over(
    text: str, brackets: Iterable[Bracket], taken: Sequence[Span], sources: Sources
) -> Iterator[Span]:
    """Yield the brackets that name a work and no page; ibid. may mean it.

    So may a year behind its author: `(Okafor, § 12)`, `Okafor (1987)`.
    """
    for bracket in brackets:
        if _find_touching(bracket.span, taken):
            continue
        words = text[bracket.inner.start : bracket.inner.end]
        if sources.find_named(words):
            yield bracket.span
        elif _YEAR.fullmatch(words):
            start, end = max(0, bracket.span.start - _MAX_NAME), bracket.span.end
            name = find_trailing_name(text[start : bracket.span.start])
            if name and sources.resolve(f"{name} {words}"):
                yield Span(text.rindex(name, start, end), end)


def _find_in_sentences(document: Document, sources: Sources) -> Iterator[Span]:
    """Yield marked pages, and numbers behind the title of a known work."""
    text = document.text
    for match in _MARK_IN_SENTENCE.finditer(text):
        yield Span(*match.span())
    for match in _NUMBER_AT_END.finditer(text):
        start = max(document.paragraph_at(match.start()).start, match.start() - _MAX_TITLE)
        before = blank_divisions(text[start : match.start()]).rstrip(" ,:")
        known = sources.find_at_end(before)
        if known is not None and known[1] in sources.find_titled(before[known[0] :]):
            yield Span(start + known[0], match.end())


def doubt_named_works(
    text: str,
    references: Iterable[FoundReference],
    brackets: Iterable[Bracket],
    sources: Sources,
) -> Iterator[FoundReference]:
    """Yield references in sentences, in doubt where only the bracket around them names a work."""
    spans: list[Span] = []
    for span in sorted(bracket.span for bracket in brackets):
        spans += [] if spans and spans[-1].holds(span) else [span]
    for reference in references:
        reading = reference.reading
        is_bare = reference.work is None and reading.source is None and reading.back is None
        around = _find_touching(reference.span, spans) if is_bare else []
        named = [
            work.reference
            for span in around[:1]
            for work in sources.find_named(_blank(text, span, [reference.span]))
        ]
        doubt = f"its bracket names {' and '.join(named)}" if named else reference.doubt
        yield replace(reference, doubt=doubt)


def _find_touching(span: Span, spans: Sequence[Span]) -> list[Span]:
    """Return those of some spans in order that touch a span; of spans inside another, the outer."""
    at = max(bisect_left(spans, span) - 1, 0)
    touching = []
    while at < len(spans) and spans[at].start < span.end:
        touching += [spans[at]] if spans[at].touches(span) else []
        at += 1
    return touching


def _blank(text: str, span: Span, inside: Iterable[Span]) -> str:
    """Return the words of a span without those of the spans inside it."""
    words = text[span.start : span.end]
    for other in inside:
        start, end = max(other.start - span.start, 0), other.end - span.start
        words = words[:start] + " " * (end - start) + words[end:]
    return words
