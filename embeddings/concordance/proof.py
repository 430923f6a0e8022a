"""The gate: no words are shown but those that stand in the text, at their place."""

from collections.abc import Iterable

from embeddings.concordance.annotations import Annotations
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.highlights import words_that_answer
from embeddings.errors import UnprovedQuotationError
from embeddings.types import Document, Hit, Passage, ShownPassage


def prove(
    concordance: Concordance,
    hits: Iterable[Hit],
    question: str = "",
    margin: Annotations | None = None,
) -> tuple[ShownPassage, ...]:
    """Pass hits through the gate: every word shown is the document's, at its place.

    Raises UnprovedQuotationError for what cannot be proved.
    """
    margin = margin or Annotations(concordance)
    return tuple(
        _shown(concordance.document, rank, hit, margin, question)
        for rank, hit in enumerate(hits, 1)
    )


def _prove(document: Document, passage: Passage) -> None:
    if document.quote(passage.start, passage.end) != passage.text:
        raise UnprovedQuotationError(passage.start, passage.end)
    for citation in passage.citations:
        if document.quote(citation.start, citation.end) != citation.printed:
            raise UnprovedQuotationError(citation.start, citation.end)
    for quotation in passage.quotations:
        if not passage.span.holds(quotation.span):
            raise UnprovedQuotationError(quotation.start, quotation.end)


def _shown(
    document: Document, rank: int, hit: Hit, margin: Annotations, question: str
) -> ShownPassage:
    _prove(document, hit.passage)
    beside = margin.beside(hit.passage)
    return ShownPassage(
        rank=rank,
        score=round(hit.score, 4),
        document=document,
        passage=hit.passage,
        reference=beside.reference,
        lead_ins=beside.lead_ins,
        highlights=_highlights(hit, question),
        url=beside.url,
        nearby=beside.nearby,
    )


def _highlights(hit: Hit, question: str) -> tuple[tuple[int, int], ...]:
    """Return the words that answer, within the stretch of the passage that is closest."""
    if hit.closest is None:
        return ()
    start = max(hit.closest.start, hit.passage.start) - hit.passage.start
    end = min(hit.closest.end, hit.passage.end) - hit.passage.start
    found = words_that_answer(question, hit.passage.text[start:end])
    return tuple((start + low, start + high) for low, high in found)
