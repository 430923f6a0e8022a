"""The JSON objects that the command line prints."""

from typing import Any

from embeddings.checking.location import TextLocation
from embeddings.checking.result import CheckedQuote
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
"""The fields of a location, for words that the text does not have."""


def format_citation(citation: Citation) -> Json:
    """Return a citation as an object."""
    return {
        "paragraph": citation.paragraph,
        "printed": citation.printed,
        "work": citation.work,
        "pages": [list(pages) for pages in citation.pages],
        "first_page": citation.first_page,
        "last_page": citation.last_page,
        "volume": citation.volume,
        "note": citation.note,
        "quotation_starts_in_paragraph": citation.quotation_paragraph,
    }


def format_passage(shown: ShownPassage) -> Json:
    """Return a passage of an answer as an object."""
    passage = shown.passage
    return {
        "rank": shown.rank,
        "score": shown.score,
        "sure": shown.sure,
        "document": shown.document.key,
        "paragraphs": list(passage.paragraphs),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "highlights": [list(span) for span in shown.highlights],
        "voice": passage.voice,
        "quotations": [
            {
                "start": quotation.start,
                "end": quotation.end,
                "lead_in": lead_in,
                "citation": (
                    format_citation(quotation.citations[0]) if quotation.citations else None
                ),
            }
            for quotation, lead_in in zip(passage.quotations, shown.lead_ins, strict=True)
        ],
        "citations": [format_citation(citation) for citation in passage.citations],
        "reference": shown.reference,
    }


def format_section(section: Section, document: Document) -> Json:
    """Return a section of a table of contents as an object."""
    return {
        "document": document.key,
        "first": section.first,
        "last": section.last,
        "title": section.title(document),
        "heading": section.about(document) if section.heading else None,
        "terms": [document.quote(term.start, term.end) for term in section.terms],
        "opening": document.quote(section.opening.start, section.opening.end),
    }


def format_work(work: CitedWork) -> Json:
    """Return a cited work as an object."""
    return {
        "key": work.key,
        "reference": work.reference,
        "known": work.known,
        "citations": work.citations,
        "quotations": work.quotations,
        "pages": [{"label": page.label, "times": page.times} for page in work.pages],
    }


def format_answer(answer: Answer) -> Json:
    """Return an answer as an object; its passages are the best, each with whether it is sure."""
    understood = {"question": answer.understood, "before": answer.before}
    return {
        "question": answer.question,
        "outcome": answer.outcome,
        "answered": answer.answered,
        "message": answer.message,
        "understood": None if answer.understood is None else understood,
        "parts": [format_answer(part) for part in answer.parts] or None,
        "passages": [format_passage(passage) for passage in answer.passages],
        "edition": answer.edition,
        "elapsed_ms": answer.elapsed_ms,
    }


def format_check(checked: CheckedQuote, edition: str) -> Json:
    """Return checked words as an object, each segment with the words of both sides."""
    located = checked.located
    return {
        "words": checked.words,
        "at": [checked.span.start, checked.span.end],
        "outcome": checked.outcome,
        "verbatim": checked.verbatim,
        "message": checked.message,
        **(format_location(located.place) if located else _NOWHERE),
        "segments": [
            {"kind": segment.kind, "text": segment.text, "words": segment.words}
            for segment in (located.difference.segments if located else ())
        ],
        "others": [format_location(place) for place in (located.others if located else ())],
        "standing": located.place_count if located else 0,
        "claims": [{"printed": claim.printed, "right": claim.right} for claim in checked.claims],
        "nearest": [format_passage(passage) for passage in checked.nearest],
        "edition": edition,
    }


def format_location(location: TextLocation) -> Json:
    """Return a place in the text as an object, with the pages of just its words."""
    return {
        "start": location.span.start,
        "end": location.span.end,
        "text": location.text,
        "paragraphs": list(location.paragraphs),
        "voice": location.voice,
        "citations": [format_citation(citation) for citation in location.citations],
        "reference": location.reference,
    }
