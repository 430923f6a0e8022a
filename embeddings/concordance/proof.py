"""What was found, proved: each passage is compared with the text before it answers."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from embeddings.concordance.annotations import Annotations
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.highlights import find_answering_words
from embeddings.errors import UnprovedQuotationError
from embeddings.types import Answer, AnswerKind, Document, Hit, Passage, ShownPassage


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search or look-up returns, before it is proved."""

    outcome: AnswerKind
    message: str | None = None
    hits: tuple[Hit, ...] = ()
    understood: str | None = None
    before: str | None = None
    """The earlier question that `understood` includes."""
    joined: bool = False
    """Whether the earlier conversation influenced the search."""


def make_answer(
    concordance: Concordance,
    question: str,
    outcome: Outcome,
    started: float,
    margin: Annotations | None = None,
) -> Answer:
    """Prove an outcome and return it as an answer; `started` is when the search began."""
    shown = prove_hits(concordance, outcome.hits, outcome.understood or question, margin)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    edition = concordance.document.edition
    return Answer(
        question=question,
        outcome=outcome.outcome,
        message=outcome.message,
        passages=shown,
        edition=edition,
        elapsed_ms=elapsed,
        understood=outcome.understood,
        before=outcome.before,
        joined=outcome.joined,
    )
