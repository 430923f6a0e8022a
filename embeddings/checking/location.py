"""A place in the text: its words, whose they are, and the pages printed for just these."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.concordance.annotations import format_reference
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.text.sentences import split_sentences
from embeddings.text.words import normalize_text
from embeddings.types import Citation, Document, Hit, Passage, Quotation, ShownPassage, Span, Voice


@dataclass(frozen=True, slots=True)
class TextLocation:
    """Words of the text where they stand.

    `citations` are those of the quotations that the words are in, and those that back the
    author's own sentences among them; the reference names no others. `shown` are the passages
    that hold the words, which are highlighted.
    """

    span: Span
    text: str
    paragraphs: tuple[int, ...]
    voice: Voice
    citations: tuple[Citation, ...]
    reference: str
    shown: tuple[ShownPassage, ...]


def locate_span(concordance: Concordance, span: Span) -> TextLocation:
    """Return the words at a span of the text, with their voice and their citations.

    Raises SpanError if the text has no such span, UnprovedQuotationError if a passage that
    holds it is not the text's.
    """
    document = concordance.document
    text = document.quote(span.start, span.end)
    # whose words they are
    quotations = _find_quotations(concordance, span)
    own = [
        part
        for part in _find_own_words(span, quotations)
        if normalize_text(document.text[part.start : part.end])
    ]
    # which citations belong to them
    citations = {citation for quotation in quotations for citation in quotation.citations}
    citations.update(citation for part in own for citation in _find_backing(concordance, part))
    words = Passage(
        start=span.start,
        end=span.end,
        text=text,
        paragraphs=document.paragraphs_in(span),
        voice=("mixed" if own else "quotation") if quotations else "essay",
        quotations=quotations,
        citations=tuple(sorted(citations, key=lambda citation: citation.start)),
    )
    return TextLocation(
        span=span,
        text=text,
        paragraphs=words.paragraphs,
        voice=words.voice,
        citations=words.citations,
        reference=format_reference(concordance, words),
        shown=_show_passages(concordance, span),
    )


def _find_quotations(concordance: Concordance, span: Span) -> tuple[Quotation, ...]:
    """Return the quotations that share words with a span."""
    text, quotations = concordance.document.text, concordance.quotations
    last = bisect_left(quotations, span.end, key=lambda quotation: quotation.start)
    first = bisect_right(quotations, span.start, hi=last, key=lambda quotation: quotation.end)
    shared = (
        (quotation, max(quotation.start, span.start), min(quotation.end, span.end))
        for quotation in quotations[first:last]
    )
    return tuple(quotation for quotation, start, end in shared if normalize_text(text[start:end]))


def _find_own_words(span: Span, quotations: Sequence[Quotation]) -> Iterator[Span]:
    """Yield the parts of a span outside the quotations and their citations."""
    quoted = [quotation.span for quotation in quotations]
    quoted += [citation.span for quotation in quotations for citation in quotation.citations]
    start = span.start
    for held in sorted(quoted):
        if start < min(held.start, span.end):
            yield Span(start, min(held.start, span.end))
        start = max(start, held.end)
    if start < span.end:
        yield Span(start, span.end)


def _find_backing(concordance: Concordance, own: Span) -> list[Citation]:
    """Return the citations that back the author's own words.

    They are those printed among the words, and the first one after them in their sentence.
    """
    citations = concordance.citations
    first = bisect_left(citations, own.start, key=lambda citation: citation.start)
    last = bisect_left(citations, own.end, key=lambda citation: citation.start)
    backing = [citation for citation in citations[first:last] if citation.closes is None]
    if last < len(citations) and citations[last].closes is None:
        following = citations[last]
        if following.start < _find_sentence_end(concordance.document, own.end):
            backing.append(following)
    return backing


def _find_sentence_end(document: Document, offset: int) -> int:
    """Return the end of the sentence that the word before an offset is in."""
    paragraph = document.paragraph_at(offset - 1)
    spans = split_sentences(document.text[paragraph.start : paragraph.end])
    ends = (paragraph.start + sentence.end for sentence in spans)
    return next((end for end in ends if end >= offset), paragraph.end)


def _show_passages(concordance: Concordance, span: Span) -> tuple[ShownPassage, ...]:
    """Return the passages that share words with a span, its words highlighted."""
    passages = concordance.passages
    last = bisect_left(passages, span.end, key=lambda passage: passage.start)
    first = bisect_right(passages, span.start, hi=last, key=lambda passage: passage.end)
    shown = prove_hits(concordance, [Hit(passage, 1.0) for passage in passages[first:last]])
    return tuple(replace(hit, highlights=(_clip(span, hit.passage),)) for hit in shown)


def _clip(span: Span, passage: Passage) -> tuple[int, int]:
    """Return the part of a span within a passage, relative to its start."""
    start, end = max(span.start, passage.start), min(span.end, passage.end)
    return start - passage.start, end - passage.start
