"""Split a document into passages; no quotation is cut apart, or from its citation.

What only introduces the next paragraph, a heading or words that end in a colon, is one passage
with it.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from embeddings.text.headings import find_headings
from embeddings.text.sentences import split_sentences
from embeddings.types import Citation, Document, Passage, Quotation, Span, Voice

SPLITTING_VERSION = 2
"""Version of the way of splitting; an index built with another one is stale."""

MAX_PASSAGE_LENGTH = 1800
"""Characters above which a paragraph is split between sentences."""

_WORD = re.compile(r"\w")
_MARKS_BEHIND = re.compile(r"[^\w\s]*")
_INTRODUCTION_END = re.compile(r":[\s\[\]()*_–—-]*$")


def split_document(
    document: Document, quotations: Sequence[Quotation], citations: Sequence[Citation]
) -> tuple[Passage, ...]:
    """Return the passages in reading order; together they hold all characters of paragraphs.

    A paragraph is one passage, or several where it is long. A quotation over several
    paragraphs is one passage, with its citation. An introduction is part of the passage after
    it, if both are within the limit.
    """
    unbroken = _find_unbroken_spans(document, quotations, citations)
    spans = _join_blank_spans(document.text, _split_spans(document, unbroken))
    spans = _join_introductions(document, spans)
    quoted, cited = _ReadingQueue(quotations), _ReadingQueue(citations)
    return tuple(
        cut_passage(document, span, quoted.take_until(span.end), cited.take_until(span.end))
        for span in spans
    )


def _join_blank_spans(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans, each joined with those of only white space after it."""
    pending: Span | None = None
    for span in spans:
        if pending is not None and text[span.start : span.end].isspace():
            pending = Span(pending.start, span.end)
            continue
        if pending is not None:
            yield pending
        pending = span
    if pending is not None:
        yield pending


def _join_introductions(document: Document, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans, each joined with the introductions right before it."""
    headings = frozenset(find_headings(document))
    introductions = deque[Span]()
    for span in spans:
        while introductions and span.end - introductions[0].start > MAX_PASSAGE_LENGTH:
            yield introductions.popleft()
        start = introductions[0].start if introductions else span.start
        if _is_introduction(document, span, headings):
            introductions.append(span)
            continue
        yield Span(start, span.end)
        introductions.clear()
    if introductions:
        yield Span(introductions[0].start, introductions[-1].end)


def _is_introduction(document: Document, span: Span, headings: Container[int]) -> bool:
    """Return whether a span ends with a heading, or with a paragraph that ends in a colon."""
    paragraph = document.paragraph_at(span.end - 1)
    if span.end < paragraph.end:
        return False
    is_colon = _INTRODUCTION_END.search(document.text, span.start, span.end)
    return is_colon is not None or paragraph.number in headings


def _find_unbroken_spans(
    document: Document, quotations: Sequence[Quotation], citations: Sequence[Citation]
) -> list[Span]:
    """Return the spans that nothing may cut: quotations with their citations, and citations."""
    spans = [extend_to_citation(document, quotation) for quotation in quotations]
    spans += [citation.span for citation in citations]
    unbroken: list[Span] = []
    for span in sorted(spans):
        if unbroken and span.start < unbroken[-1].end:
            unbroken[-1] = Span(unbroken[-1].start, max(unbroken[-1].end, span.end))
        else:
            unbroken.append(span)
    return unbroken


def extend_to_citation(document: Document, quotation: Quotation) -> Span:
    """Return the span of a quotation with its citation and the marks after it."""
    end = quotation.cited_end
    paragraph = document.paragraph_at(end - 1)
    marks = _MARKS_BEHIND.match(document.text, end, paragraph.end)
    return Span(quotation.start, marks.end() if marks else end)


def _split_spans(document: Document, unbroken: Sequence[Span]) -> Iterator[Span]:
    """Yield the span of each passage: quotations over several paragraphs, and the rest."""
    text = document.text
    long = deque(span for span in unbroken if len(document.paragraphs_in(span)) > 1)
    at = 0
    for paragraph in document.paragraphs:
        at = max(paragraph.start, at)
        # Quotations that begin in this paragraph and end in another one
        while long and at < paragraph.end and long[0].start < paragraph.end:
            quotation = long.popleft()
            if _WORD.search(text, at, quotation.start):
                yield from _split_long_span(text, Span(at, quotation.start), unbroken)
                at = quotation.start
            start, at = at, _find_end(document, quotation.end, long)
            yield Span(start, at)
        # The rest of the paragraph
        if at < paragraph.end:
            yield from _split_long_span(text, Span(at, paragraph.end), unbroken)
            at = paragraph.end


def _find_end(document: Document, end: int, long: Sequence[Span]) -> int:
    """Return where the passage of a quotation ends: after all that follows without a word."""
    limit = document.paragraph_at(end - 1).end
    limit = min(limit, long[0].start) if long else limit
    return end if _WORD.search(document.text, end, limit) else limit


def _split_long_span(text: str, span: Span, unbroken: Sequence[Span]) -> Iterator[Span]:
    """Split a span between sentences into parts within the limit, as far as possible."""
    if span.end - span.start <= MAX_PASSAGE_LENGTH:
        yield span
        return
    first = bisect_left(unbroken, Span(span.start, 0))
    last = bisect_left(unbroken, Span(span.end, 0))
    start = end = span.start
    for sentence in _find_sentences(text, span, unbroken[first:last]):
        if sentence.end - start > MAX_PASSAGE_LENGTH and end > start:
            yield Span(start, end)
            start = end
        end = sentence.end
    yield Span(start, span.end)


def _find_sentences(text: str, span: Span, unbroken: Sequence[Span]) -> Iterator[Span]:
    """Yield sentences, joined where an unbroken span goes on, and cut where they are too long."""
    start = span.start
    for sentence in split_sentences(text[span.start : span.end]):
        end = span.start + sentence.end
        if _find_divided(end, unbroken) is None:
            yield from _cut_long_sentence(text, Span(start, end), unbroken)
            start = end


def _cut_long_sentence(text: str, span: Span, unbroken: Sequence[Span]) -> Iterator[Span]:
    """Cut a sentence that is too long between words, before or after unbroken spans."""
    start = span.start
    while span.end - start > MAX_PASSAGE_LENGTH:
        space = text.rfind(" ", start + 1, start + MAX_PASSAGE_LENGTH)
        cut = space + 1 if space > start else start + MAX_PASSAGE_LENGTH
        if (divided := _find_divided(cut, unbroken)) is not None:
            cut = divided.start if divided.start > start else divided.end
        yield Span(start, cut)
        start = cut
    if start < span.end:
        yield Span(start, span.end)


def _find_divided(at: int, unbroken: Sequence[Span]) -> Span | None:
    """Return the unbroken span that a cut would divide, if any."""
    index = bisect_left(unbroken, Span(at, 0)) - 1
    return unbroken[index] if index >= 0 and unbroken[index].end > at else None


_Item = TypeVar("_Item", Quotation, Citation)


class _ReadingQueue(Generic[_Item]):
    """Quotations or citations in reading order, handed out passage by passage."""

    def __init__(self, items: Iterable[_Item]) -> None:
        self._items: deque[_Item] = deque(items)

    def take_until(self, end: int) -> tuple[_Item, ...]:
        """Take the items that begin before an offset."""
        taken = []
        while self._items and self._items[0].start < end:
            taken.append(self._items.popleft())
        return tuple(taken)


def cut_passage(
    document: Document,
    span: Span,
    quotations: tuple[Quotation, ...],
    citations: tuple[Citation, ...],
) -> Passage:
    """Return the passage of a span, with its quotations and citations."""
    first = quotations[0] if quotations else None
    lead_in = first.lead_in if first else None
    return Passage(
        start=span.start,
        end=span.end,
        text=document.quote(span.start, span.end),
        paragraphs=document.paragraphs_in(span),
        voice=_find_voice(document.text, span, quotations),
        quotations=quotations,
        citations=citations,
        context=lead_in if lead_in and lead_in.end <= span.start else None,
    )


def _find_voice(text: str, span: Span, quotations: Sequence[Quotation]) -> Voice:
    """Return whose words a passage holds; the words of citations count for neither voice."""
    if not quotations:
        return "essay"
    at, unquoted = span.start, []
    for quotation in quotations:
        unquoted.append(text[at : quotation.start])
        at = quotation.end
        for citation in quotation.citations:
            if span.holds(citation.span):
                unquoted.append(text[at : citation.start])
                at = max(at, citation.end)
    unquoted.append(text[at : span.end])
    return "mixed" if any(_WORD.search(words) for words in unquoted) else "quotation"
