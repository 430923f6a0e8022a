"""Paragraphs, and any other span, as passages: with the quotations and citations of just that."""

import re
from collections.abc import Sequence
from dataclasses import replace

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import NoParagraphError
from embeddings.concordance.passages import cut
from embeddings.types import Citation, Passage, Quotation, Span

_PRINTED = re.compile(r"\s*(?:¶|(?i:par(?:agraph|a?\.?)))?\s*0*(\d{1,9})\s*", re.ASCII)


def paragraph(concordance: Concordance, asked: int | str) -> Passage:
    """Return a whole paragraph, by its number or as somebody writes it: `12`, `¶ 12`.

    Raises NoParagraphError where the text has none of that number.
    """
    every = concordance.document.paragraphs
    printed = _PRINTED.fullmatch(str(asked))
    number = int(printed[1]) if printed else 0
    if not 1 <= number <= len(every):
        raise NoParagraphError(str(asked), len(every))
    return passage_of(concordance, Span(every[number - 1].start, every[number - 1].end))


def before(concordance: Concordance, numbers: Sequence[int]) -> Passage | None:
    """Return the paragraph before those of some numbers; None at the beginning."""
    return paragraph(concordance, numbers[0] - 1) if numbers[0] > 1 else None


def after(concordance: Concordance, numbers: Sequence[int]) -> Passage | None:
    """Return the paragraph behind those of some numbers; None at the end."""
    last = len(concordance.document.paragraphs)
    return paragraph(concordance, numbers[-1] + 1) if numbers[-1] < last else None


def passage_of(concordance: Concordance, span: Span) -> Passage:
    """Return the passage of a span: what is quoted in it, and the pages that are its own.

    Of a quotation that goes on outside only the part in it is there; the page that closes
    the whole is that part's too, wherever it is printed.
    """
    whole = [one for one in concordance.quotations if one.span.touches(span)]
    citations = {one.span: one for quotation in whole for one in quotation.citations}
    citations |= {one.span: one for one in concordance.citations if span.holds(one.span)}
    return cut(
        concordance.document,
        span,
        tuple(_within(one, span) for one in whole),
        tuple(sorted(citations.values(), key=_place)),
    )


def _within(quotation: Quotation, span: Span) -> Quotation:
    """Return the part of a quotation that lies in a span."""
    start, end = max(quotation.start, span.start), min(quotation.end, span.end)
    return replace(quotation, start=start, end=end)


def _place(citation: Citation) -> Span:
    return citation.span
