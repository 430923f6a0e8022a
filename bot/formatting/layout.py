"""How a passage is laid out, in the terminal as in Discord: its lead-in, prose and quotations."""

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
    """A piece of one paragraph, with its place in the text; quoted where a page backs it."""

    words: str
    span: Span
    quoted: bool
    before: bool = False
    """It stands before the passage and introduces it."""


def pieces(one: ShownPassage) -> Iterator[Piece]:
    """Yield what is shown of a passage, in reading order: all of it but white space, once."""
    passage = one.passage
    if passage.context and one.lead_ins and one.lead_ins[0]:
        yield from _paragraphs(one.lead_ins[0], Piece("", passage.context, False, before=True))
    for span, quoted in _segments(passage):
        words = passage.text[span.start - passage.start : span.end - passage.start]
        yield from _paragraphs(words, Piece("", span, quoted))


def _paragraphs(words: str, whole: Piece) -> Iterator[Piece]:
    """Yield a piece for each paragraph among the words of one, trimmed."""
    at = whole.span.start
    for block in words.split("\n\n"):
        if trimmed := block.strip():
            start = at + len(block) - len(block.lstrip())
            yield replace(whole, words=trimmed, span=Span(start, start + len(trimmed)))
        at += len(block) + 2


def _segments(passage: Passage) -> Iterator[tuple[Span, bool]]:
    """Yield the segments of a passage, each with whether it is quoted from a page.

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
    """Return where a quotation ends, with its citation if it is here and no word between."""
    end = quotation.end
    for cited in filter(lambda one: passage.span.holds(one.span), quotation.citations):
        between = passage.text[end - passage.start : max(0, cited.start - passage.start)]
        end = end if any(c.isalnum() for c in between) else max(end, cited.end)
    return end
