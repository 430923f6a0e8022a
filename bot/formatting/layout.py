"""How a passage is laid out, in the terminal and in Discord: lead-in, prose, quotations."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.i18n.translations import later
from embeddings.types import Passage, Quotation, ShownPassage, Span, Voice

VOICES: dict[Voice, str] = {
    "quotation": later("a quotation"),
    "essay": later("the author’s own words"),
    "mixed": later("the author’s words, with quotations"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a paragraph and its span in the text; quoted where a page backs it."""

    words: str
    span: Span
    quoted: bool
    before: bool = False
    """Whether it is the lead-in that stands before the passage."""


def lay_out(shown: ShownPassage) -> Iterator[Piece]:
    """Yield the pieces of a passage in reading order: all of it but white space, each once."""
    passage = shown.passage
    if passage.context and shown.lead_ins and shown.lead_ins[0]:
        lead_in = Piece("", passage.context, False, before=True)
        yield from _split_paragraphs(shown.lead_ins[0], lead_in)
    for span, quoted in _split_quotations(passage):
        words = passage.text[span.start - passage.start : span.end - passage.start]
        yield from _split_paragraphs(words, Piece("", span, quoted))


def _split_paragraphs(words: str, whole: Piece) -> Iterator[Piece]:
    """Yield a piece for each paragraph of a piece's words, trimmed."""
    at = whole.span.start
    for block in words.split("\n\n"):
        if trimmed := block.strip():
            start = at + len(block) - len(block.lstrip())
            yield replace(whole, words=trimmed, span=Span(start, start + len(trimmed)))
        at += len(block) + 2


def _split_quotations(passage: Passage) -> Iterator[tuple[Span, bool]]:
    """Yield the spans of a passage, each with whether it is quoted from a page.

    A quotation without a citation stays in the author's sentence, in its own marks.
    """
    at = passage.start
    for quotation in passage.quotations:
        if quotation.citations or passage.voice == "quotation":
            if quotation.start < at:
                continue
            end = _cited_end(passage, quotation)
            while end < passage.end and passage.text[end - passage.start] in ".,;:!?":
                end += 1
            yield Span(at, quotation.start), False
            yield Span(quotation.start, end), True
            at = end
    yield Span(at, passage.end), False


def _cited_end(passage: Passage, quotation: Quotation) -> int:
    """Return the end of a quotation, its citation included if no word stands between them."""
    end = quotation.end
    for citation in quotation.citations:
        if passage.span.holds(citation.span):
            between = passage.text[end - passage.start : max(0, citation.start - passage.start)]
            end = end if any(map(str.isalnum, between)) else max(end, citation.end)
    return end
