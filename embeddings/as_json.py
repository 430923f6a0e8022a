"""The JSON forms that the command line prints, as the design draws them."""

from typing import Any

from embeddings.types import Answer, Citation, Shown

Json = dict[str, Any]


def citation(one: Citation) -> Json:
    """Return a citation's row."""
    return {
        "paragraph": one.paragraph,
        "printed": one.printed,
        "work": one.work,
        "pages": [list(pages) for pages in one.pages],
        "first_page": one.first_page,
        "last_page": one.last_page,
        "volume": one.volume,
        "note": one.note,
        "quotation_starts_in_paragraph": one.quotation_paragraph,
    }


def shown(one: Shown) -> Json:
    """Return a passage as an answer shows it."""
    passage = one.passage
    return {
        "rank": one.rank,
        "score": one.score,
        "document": one.document,
        "paragraphs": list(passage.paragraphs),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "highlights": [list(pair) for pair in one.highlights],
        "voice": passage.voice,
        "quotations": [
            {
                "start": quotation.start,
                "end": quotation.end,
                "lead_in": lead_in,
                "citation": citation(quotation.citations[0]) if quotation.citations else None,
            }
            for quotation, lead_in in zip(passage.quotations, one.lead_ins, strict=True)
        ],
        "citations": [citation(one) for one in passage.citations],
        "reference": one.reference,
    }


def answer(one: Answer) -> Json:
    """Return an answer; how it was understood only where that is not by its own words."""
    understood = {} if one.understood is None else {"understood": one.understood}
    return {
        "question": one.question,
        "outcome": one.outcome,
        "answered": one.answered,
        "message": one.message,
        "passages": [shown(passage) for passage in one.shown],
        "edition": one.edition,
        "elapsed_ms": one.elapsed_ms,
        **understood,
    }
