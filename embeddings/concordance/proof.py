"""The gate: only words of the text, at their place, are ever shown."""

from collections.abc import Iterable

from embeddings.concordance.annotations import Annotations
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.highlights import find_answering_words
from embeddings.errors import UnprovedQuotationError
from embeddings.types import Document, Hit, Passage, ShownPassage


def prove_hits(
    concordance: Concordance,
    hits: Iterable[Hit],
    question: str = "",
    annotations: Annotations | None = None,
) -> tuple[ShownPassage, ...]:
    """Return hits as they may be shown, once all their words are proved to be the document's.

    Raises UnprovedQuotationError for what cannot be proved.
    """
    annotations = annotations or Annotations(concordance)
    return tuple(
        _show_hit(concordance.document, rank, hit, annotations, question)
        for rank, hit in enumerate(hits, 1)
    )


def _prove_passage(document: Document, passage: Passage) -> None:
    """Raise UnprovedQuotationError unless the words of a passage are the document's."""
    if document.quote(passage.start, passage.end) != passage.text:
        raise UnprovedQuotationError(passage.start, passage.end)
    for citation in passage.citations:
        if document.quote(citation.start, citation.end) != citation.printed:
            raise UnprovedQuotationError(citation.start, citation.end)
    for quotation in passage.quotations:
        if not passage.span.holds(quotation.span):
            raise UnprovedQuotationError(quotation.start, quotation.end)


def _show_hit(
    document: Document, rank: int, hit: Hit, annotations: Annotations, question: str
) -> ShownPassage:
    _prove_passage(document, hit.passage)
    annotation = annotations.annotate(hit.passage)
    return ShownPassage(
        rank=rank,
        score=round(hit.score, 4),
        document=document,
        passage=hit.passage,
        reference=annotation.reference,
        lead_ins=annotation.lead_ins,
        highlights=_find_highlights(hit, question),
        url=annotation.url,
        nearby=annotation.nearby,
        sure=hit.sure,
    )


def _find_highlights(hit: Hit, question: str) -> tuple[tuple[int, int], ...]:
    """Return the words that answer, within the sentence of the passage closest to the question."""
    if hit.closest is None:
        return ()
    start = max(hit.closest.start, hit.passage.start) - hit.passage.start
    end = min(hit.closest.end, hit.passage.end) - hit.passage.start
    answering = find_answering_words(question, hit.passage.text[start:end])
    return tuple((start + low, start + high) for low, high in answering)
