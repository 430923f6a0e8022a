"""Cut paragraphs and other spans as passages, with the quotations and citations in them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import NoParagraphError
from embeddings.concordance.passages import cut_passage
from embeddings.types import Passage, Quotation, Span

_PARAGRAPH_NUMBER = re.compile(r"\s*(?:¶|(?i:par(?:agraph|a?\.?)))?\s*0*(\d{1,9})\s*", re.ASCII)


def excerpt_paragraph(concordance: Concordance, asked: int | str) -> Passage:
    """Return a whole paragraph by its number, or as somebody writes it: `12`, `¶ 12`.

    Raises NoParagraphError where the text has no paragraph of that number.
    """
    paragraphs = concordance.document.paragraphs
    match = _PARAGRAPH_NUMBER.fullmatch(str(asked))
    number = int(match[1]) if match else 0
    if not 1 <= number <= len(paragraphs):
        raise NoParagraphError(str(asked), len(paragraphs))
    numbered = paragraphs[number - 1]
    return excerpt_span(concordance, Span(numbered.start, numbered.end))


def excerpt_before(concordance: Concordance, numbers: Sequence[int]) -> Passage | None:
    """Return the paragraph before these; None at the beginning of the text."""
    return excerpt_paragraph(concordance, numbers[0] - 1) if numbers[0] > 1 else None


def excerpt_after(concordance: Concordance, numbers: Sequence[int]) -> Passage | None:
    """Return the paragraph after these; None at the end of the text."""
    last = len(concordance.document.paragraphs)
    return excerpt_paragraph(concordance, numbers[-1] + 1) if numbers[-1] < last else None


def excerpt_span(concordance: Concordance, span: Span) -> Passage:
    """Return the passage of a span, with the quotations and citations in it.

    A quotation that goes on outside is clipped to the span, and keeps the citations that
    close it, wherever they are printed.
    """
    quotations = [quotation for quotation in concordance.quotations if quotation.span.touches(span)]
    closing = {
        citation.span: citation for quotation in quotations for citation in quotation.citations
    }
    inside = {
        citation.span: citation for citation in concordance.citations if span.holds(citation.span)
    }
    citations = closing | inside
    return cut_passage(
        concordance.document,
        span,
        tuple(_clip_quotation(quotation, span) for quotation in quotations),
        tuple(citations[place] for place in sorted(citations)),
    )


def _clip_quotation(quotation: Quotation, span: Span) -> Quotation:
    """Return the part of a quotation within a span."""
    start, end = max(quotation.start, span.start), min(quotation.end, span.end)
    return replace(quotation, start=start, end=end)
