"""A place in the text: its words, whose they are, and the page that is printed for just these."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove
from embeddings.concordance.references import reference
from embeddings.text.normalization import folded
from embeddings.text.sentences import sentences
from embeddings.types import Citation, Document, Hit, Passage, Quotation, ShownPassage, Span, Voice


@dataclass(frozen=True, slots=True)
class TextLocation:
    """Words of the text where they stand.

    `citations` are those of the quotations that the words are in, and those that back the
    author's own sentences that they are of; the reference names no other. `shown` are the
    passages that hold the words, these highlighted.
    """

    span: Span
    text: str
    paragraphs: tuple[int, ...]
    voice: Voice
    citations: tuple[Citation, ...]
    reference: str
    shown: tuple[ShownPassage, ...]


def place(concordance: Concordance, span: Span) -> TextLocation:
    """Return what stands at a span of the text.

    Raises SpanError where it does not lie there, UnprovedQuotationError where a passage that
    holds it is not the text's.
    """
    document = concordance.document
    text = document.quote(span.start, span.end)
    quoted = _quotations(concordance, span)
    own = [one for one in _own(span, quoted) if folded(document.text[one.start : one.end])]
    cited = {one for quotation in quoted for one in quotation.citations}
    cited.update(one for part in own for one in _backing(concordance, part))
    words = Passage(
        start=span.start,
        end=span.end,
        text=text,
        paragraphs=document.paragraphs_in(span),
        voice=("mixed" if own else "quotation") if quoted else "essay",
        quotations=quoted,
        citations=tuple(sorted(cited, key=lambda one: one.start)),
    )
    return TextLocation(
        span=span,
        text=text,
        paragraphs=words.paragraphs,
        voice=words.voice,
        citations=words.citations,
        reference=reference(concordance, words),
        shown=_shown(concordance, span),
    )


def _quotations(concordance: Concordance, span: Span) -> tuple[Quotation, ...]:
    """Return the quotations that a span has words of."""
    text, ones = concordance.document.text, concordance.quotations
    last = bisect_left(ones, span.end, key=lambda one: one.start)
    first = bisect_right(ones, span.start, hi=last, key=lambda one: one.end)
    shared = ((one, max(one.start, span.start), min(one.end, span.end)) for one in ones[first:last])
    return tuple(one for one, start, end in shared if folded(text[start:end]))


def _own(span: Span, quoted: Sequence[Quotation]) -> Iterator[Span]:
    """Yield the parts of a span that stand in no quotation and in no citation of one."""
    held = [one.span for one in quoted] + [two.span for one in quoted for two in one.citations]
    at = span.start
    for one in sorted(held):
        if at < min(one.start, span.end):
            yield Span(at, min(one.start, span.end))
        at = max(at, one.end)
    if at < span.end:
        yield Span(at, span.end)


def _backing(concordance: Concordance, own: Span) -> list[Citation]:
    """Return the citations that back words of the author's own.

    They are those printed among them, and the first behind them in their sentence.
    """
    ones = concordance.citations
    first = bisect_left(ones, own.start, key=lambda one: one.start)
    among = bisect_left(ones, own.end, key=lambda one: one.start)
    found = [one for one in ones[first:among] if one.closes is None]
    if among < len(ones) and ones[among].closes is None:
        behind = ones[among]
        if behind.start < _sentence_end(concordance.document, own.end):
            found.append(behind)
    return found


def _sentence_end(document: Document, at: int) -> int:
    """Return where the sentence ends that the word before an offset is in."""
    paragraph = document.paragraph_at(at - 1)
    spans = sentences(document.text[paragraph.start : paragraph.end])
    ends = (paragraph.start + one.end for one in spans)
    return next((end for end in ends if end >= at), paragraph.end)


def _shown(concordance: Concordance, span: Span) -> tuple[ShownPassage, ...]:
    """Return the passages that hold a span, with its words highlighted."""
    ones = concordance.passages
    last = bisect_left(ones, span.end, key=lambda one: one.start)
    first = bisect_right(ones, span.start, hi=last, key=lambda one: one.end)
    shown = prove(concordance, [Hit(one, 1.0) for one in ones[first:last]])
    return tuple(replace(one, highlights=(_within(one.passage, span),)) for one in shown)


def _within(passage: Passage, span: Span) -> tuple[int, int]:
    start, end = max(span.start, passage.start), min(span.end, passage.end)
    return start - passage.start, end - passage.start
