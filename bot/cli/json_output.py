"""The JSON forms that the command line prints, as the design draws them."""

from typing import Any

from embeddings.checking.location import TextLocation
from embeddings.checking.result import Checked
from embeddings.guide.guide import Section
from embeddings.lookup.works import CitedWork
from embeddings.types import Answer, Citation, Document, ShownPassage

Json = dict[str, Any]

_NOWHERE: Json = {
    "start": None,
    "end": None,
    "text": None,
    "paragraphs": [],
    "voice": None,
    "citations": [],
    "reference": None,
}


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


def shown(one: ShownPassage) -> Json:
    """Return a passage as an answer shows it."""
    passage = one.passage
    return {
        "rank": one.rank,
        "score": one.score,
        "document": one.document.key,
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


def section(one: Section, document: Document) -> Json:
    """Return a part of a text."""
    return {
        "document": document.key,
        "first": one.first,
        "last": one.last,
        "title": one.title(document),
        "heading": one.about(document) if one.heading else None,
        "terms": [document.quote(term.start, term.end) for term in one.terms],
        "opening": document.quote(one.opening.start, one.opening.end),
    }


def work(one: CitedWork) -> Json:
    """Return what is cited of a work."""
    return {
        "key": one.key,
        "reference": one.reference,
        "known": one.known,
        "citations": one.citations,
        "quotations": one.quotations,
        "pages": [{"label": page.label, "times": page.times} for page in one.pages],
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


def checked(one: Checked, edition: str) -> Json:
    """Return words that were checked, each segment with both its sides."""
    found = one.found
    return {
        "words": one.words,
        "at": [one.span.start, one.span.end],
        "outcome": one.outcome,
        "verbatim": one.verbatim,
        "message": one.message,
        **(place(found.place) if found else _NOWHERE),
        "segments": [
            {"kind": each.kind, "text": each.text, "words": each.words}
            for each in (found.difference.segments if found else ())
        ],
        "others": [place(each) for each in (found.others if found else ())],
        "standing": found.place_count if found else 0,
        "claims": [{"printed": each.printed, "right": each.right} for each in one.claims],
        "nearest": [shown(each) for each in one.nearest],
        "edition": edition,
    }


def place(one: TextLocation) -> Json:
    """Return a place in the text, with the pages of just its words."""
    return {
        "start": one.span.start,
        "end": one.span.end,
        "text": one.text,
        "paragraphs": list(one.paragraphs),
        "voice": one.voice,
        "citations": [citation(each) for each in one.citations],
        "reference": one.reference,
    }
