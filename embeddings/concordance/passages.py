"""Split a document into passages: pure, offsets kept, no quotation cut from its citation."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from embeddings.text.sentences import sentences
from embeddings.types import Citation, Document, Passage, Quotation, Span, Voice

VERSION = 1
"""Of the way of splitting: an index built with another one is stale."""

LIMIT = 1800
"""A longer paragraph is split between sentences into parts of at most so many characters."""

_WORD = re.compile(r"\w")
_MARKS = re.compile(r"[^\w\s]*")


def split(
    document: Document, quotations: Sequence[Quotation], citations: Sequence[Citation]
) -> tuple[Passage, ...]:
    """Return the passages, in reading order; together they hold every character of a paragraph.

    A paragraph is a passage, or several where it is long; a quotation that runs over
    several paragraphs is one passage, its citation with it.
    """
    whole = _whole(document, quotations, citations)
    spans = list(_visible(document.text, _spans(document, whole)))
    quoted, cited = _Reading(quotations), _Reading(citations)
    return tuple(
        cut(document, span, quoted.until(span.end), cited.until(span.end)) for span in spans
    )


def _visible(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans, what holds white space only joined to the one before it."""
    held: Span | None = None
    for span in spans:
        if held is not None and text[span.start : span.end].isspace():
            held = Span(held.start, span.end)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _whole(
    document: Document, quotations: Sequence[Quotation], citations: Sequence[Citation]
) -> list[Span]:
    """Return the spans that nothing may cut: quotations with their citations, and citations."""
    spans = [whole_of(document, quotation) for quotation in quotations]
    spans += [citation.span for citation in citations]
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start < whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return whole


def whole_of(document: Document, quotation: Quotation) -> Span:
    """Return a quotation with its citation, the marks behind it and the line that names it."""
    end = quotation.cited_end
    paragraph = document.paragraph_at(end - 1)
    marks = _MARKS.match(document.text, end, paragraph.end)
    return Span(quotation.start, marks.end() if marks else end)


def _spans(document: Document, whole: Sequence[Span]) -> Iterator[Span]:
    """Yield the span of each passage: quotations over several paragraphs, and what is left."""
    text = document.text
    long = deque(span for span in whole if len(document.paragraphs_in(span)) > 1)
    at = 0
    for paragraph in document.paragraphs:
        at = max(paragraph.start, at)
        while long and at < paragraph.end and long[0].start < paragraph.end:
            cut = long.popleft()
            if _WORD.search(text, at, cut.start):
                yield from _parts(text, Span(at, cut.start), whole)
                at = cut.start
            start, at = at, _behind(document, cut.end, long)
            yield Span(start, at)
        if at < paragraph.end:
            yield from _parts(text, Span(at, paragraph.end), whole)
            at = paragraph.end


def _behind(document: Document, end: int, long: Sequence[Span]) -> int:
    """Return where a quotation's passage ends: behind what follows without a word in it."""
    limit = document.paragraph_at(end - 1).end
    limit = min(limit, long[0].start) if long else limit
    return end if _WORD.search(document.text, end, limit) else limit


def _parts(text: str, span: Span, whole: Sequence[Span]) -> Iterator[Span]:
    """Divide a span between sentences into parts within the limit, as far as that can be."""
    if span.end - span.start <= LIMIT:
        yield span
        return
    first, last = bisect_left(whole, Span(span.start, 0)), bisect_left(whole, Span(span.end, 0))
    held = whole[first:last]
    start = end = span.start
    for sentence in _sentences(text, span, held):
        if sentence.end - start > LIMIT and end > start:
            yield Span(start, end)
            start = end
        end = sentence.end
    yield Span(start, span.end)


def _sentences(text: str, span: Span, held: Sequence[Span]) -> Iterator[Span]:
    """Yield sentences, those joined that end within what is held together; long ones in pieces."""
    start = span.start
    for sentence in sentences(text[span.start : span.end]):
        end = span.start + sentence.end
        if _around(end, held) is None:
            yield from _pieces(text, Span(start, end), held)
            start = end


def _pieces(text: str, span: Span, held: Sequence[Span]) -> Iterator[Span]:
    """Cut a sentence that is too long between words, before or behind what is held together."""
    start = span.start
    while span.end - start > LIMIT:
        space = text.rfind(" ", start + 1, start + LIMIT)
        cut = space + 1 if space > start else start + LIMIT
        if (one := _around(cut, held)) is not None:
            cut = one.start if one.start > start else one.end
        yield Span(start, cut)
        start = cut
    if start < span.end:
        yield Span(start, span.end)


def _around(at: int, held: Sequence[Span]) -> Span | None:
    """Return the span that a cut would divide."""
    index = bisect_left(held, Span(at, 0)) - 1
    return held[index] if index >= 0 and held[index].end > at else None


_One = TypeVar("_One", Quotation, Citation)


class _Reading(Generic[_One]):
    """What lies in a text in reading order, handed out passage by passage."""

    def __init__(self, ones: Iterable[_One]) -> None:
        self._left: deque[_One] = deque(ones)

    def until(self, end: int) -> tuple[_One, ...]:
        """Return those that begin before an offset and have not been returned yet."""
        held = []
        while self._left and self._left[0].start < end:
            held.append(self._left.popleft())
        return tuple(held)


def cut(
    document: Document,
    span: Span,
    quotations: tuple[Quotation, ...],
    citations: tuple[Citation, ...],
) -> Passage:
    """Return the passage of a span, with what is found in it."""
    first = quotations[0] if quotations else None
    before = first is not None and first.lead_in is not None and first.lead_in.end <= span.start
    return Passage(
        start=span.start,
        end=span.end,
        text=document.quote(span.start, span.end),
        paragraphs=document.paragraphs_in(span),
        voice=_voice(document.text, span, quotations),
        quotations=quotations,
        citations=citations,
        context=first.lead_in if first and before else None,
    )


def _voice(text: str, span: Span, quotations: Iterable[Quotation]) -> Voice:
    """Say whose words a passage is in: a citation's own words count for neither."""
    at, own, any_quoted = span.start, [], False
    for quotation in quotations:
        own.append(text[at : quotation.start])
        at, any_quoted = quotation.end, True
        for citation in filter(lambda one: span.holds(one.span), quotation.citations):
            own.append(text[at : citation.start])
            at = max(at, citation.end)
    own.append(text[at : span.end])
    if not any_quoted:
        return "essay"
    return "mixed" if any(_WORD.search(words) for words in own) else "quotation"
