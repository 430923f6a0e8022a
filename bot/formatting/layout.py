"""A passage laid out in lines, and split into parts that fit a message."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from bot.formatting import markdown
from bot.i18n.translations import ENGLISH, Translator, later
from embeddings.text.sentences import split_sentences
from embeddings.types import Passage, Quotation, ShownPassage, Span, Voice

VOICES: dict[Voice, str] = {
    "quotation": later("a quotation"),
    "essay": later("the author’s own words"),
    "mixed": later("the author’s words, with quotations"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a paragraph and its span in the text; quoted where it is set off."""

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
    """Yield the spans of a passage, each with whether it is a quotation that is set off.

    One with a citation is, and one that fills whole paragraphs. Any other stays in the author's
    sentence, in its own marks.
    """
    at = passage.start
    for quotation in passage.quotations:
        if (
            quotation.citations
            or passage.voice == "quotation"
            or _fills_paragraphs(passage, quotation)
        ):
            if quotation.start < at:
                continue
            end = _cited_end(passage, quotation)
            while end < passage.end and passage.text[end - passage.start] in ".,;:!?":
                end += 1
            yield Span(at, quotation.start), False
            yield Span(quotation.start, end), True
            at = end
    yield Span(at, passage.end), False


def _fills_paragraphs(passage: Passage, quotation: Quotation) -> bool:
    """Return whether no word stands beside a quotation in the paragraphs of a passage it is in."""
    text = passage.text
    start, end = quotation.start - passage.start, quotation.end - passage.start
    first, last = max(0, text.rfind("\n\n", 0, start)), text.find("\n\n", end)
    beside = text[first:start] + text[end : len(text) if last < 0 else last]
    return not any(map(str.isalnum, beside))


def _cited_end(passage: Passage, quotation: Quotation) -> int:
    """Return the end of a quotation, its citation included if no word stands between them."""
    end = quotation.end
    for citation in quotation.citations:
        if passage.span.holds(citation.span):
            between = passage.text[end - passage.start : max(0, citation.start - passage.start)]
            end = end if any(map(str.isalnum, between)) else max(end, citation.end)
    return end


_MARKS = re.compile(r"[“”„«»\"]")
"""Blanked before sentences are split: between quotation marks there would be one sentence."""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A line of a message: words of the text at a span, or without a span the bot's own."""

    words: str
    quoted: bool = False
    span: Span | None = None
    marks: tuple[markdown.Mark, ...] = ()
    left_out: bool = False
    """Whether the words stand in for those at the span, and say so."""

    @property
    def markdown(self) -> str:
        """The line as it is sent."""
        return _write_line(self.words, self.marks, quoted=self.quoted)


@lru_cache(maxsize=4096)  # splitting measures a line many times
def _write_line(words: str, marks: tuple[markdown.Mark, ...], *, quoted: bool) -> str:
    line = markdown.embolden(words, marks)
    return markdown.quote(line) if quoted else line


def divide(
    shown: ShownPassage, room: int, say: Translator = ENGLISH
) -> tuple[tuple[MessageLine, ...], ...]:
    """Return the lines of a passage in as few parts as possible, of `room` UTF-16 code units.

    A quotation is split only where it is longer than a whole part; a sentence that is longer
    is left out, and a line in its place says so.
    """
    return pack(_make_lines(shown, room, say), room)


def pack(lines: Iterable[MessageLine], room: int) -> tuple[tuple[MessageLine, ...], ...]:
    """Return lines in as few parts as possible, a quotation in one part if it fits there."""
    parts: list[list[MessageLine]] = [[]]
    used = 0
    for _, group in groupby(lines, key=lambda line: line.quoted):
        block = list(group)
        together = sum(map(size, block))
        for line in block:
            fits = used + (together if together <= room else size(line)) <= room
            if parts[-1] and not fits:
                parts.append([])
                used = 0
            parts[-1].append(line)
            used += size(line)
            together -= size(line)
    return tuple(map(tuple, parts))


def size(line: MessageLine) -> int:
    """Return the UTF-16 code units of a line and the line break after it."""
    return markdown.length(line.markdown) + 1


def _make_lines(shown: ShownPassage, room: int, say: Translator) -> Iterator[MessageLine]:
    """Yield a line for each piece of a passage; several for one that is longer than a part."""
    for piece in lay_out(shown):
        whole = line_of(shown, piece, 0, len(piece.words))
        if size(whole) <= room:
            yield whole
        else:
            yield from _split_piece(shown, piece, room, say)


def _split_piece(
    shown: ShownPassage, piece: Piece, room: int, say: Translator
) -> Iterator[MessageLine]:
    """Yield lines, each of as many whole sentences as fit."""
    start = end = 0
    for cut in cuts(shown.passage, piece):
        if end > start and size(line_of(shown, piece, start, cut)) > room:
            yield fit_line(line_of(shown, piece, start, end), room, say)
            start = end
        end = cut
    yield fit_line(line_of(shown, piece, start, end), room, say)


def cuts(passage: Passage, piece: Piece) -> Iterator[int]:
    """Yield the ends of a piece's sentences, except between a quotation and its page."""
    kept = [Span(quotation.end - 1, quotation.cited_end) for quotation in passage.quotations]
    kept += [citation.span for citation in passage.citations]
    for sentence in split_sentences(_MARKS.sub(" ", piece.words)):
        at = piece.span.start + sentence.end
        if sentence.end == len(piece.words) or not any(span.start < at < span.end for span in kept):
            yield sentence.end


def line_of(shown: ShownPassage, piece: Piece, start: int, end: int) -> MessageLine:
    """Return the line for part of a piece, trimmed, with its highlights."""
    words = piece.words[start:end]
    first = piece.span.start + start + len(words) - len(words.lstrip())
    words = words.strip()
    offset = shown.passage.start - first
    marks = () if piece.before else shown.highlights
    return MessageLine(
        words=words,
        quoted=piece.quoted,
        span=Span(first, first + len(words)),
        marks=tuple((a + offset, b + offset) for a, b in marks),
    )


def fit_line(line: MessageLine, room: int, say: Translator) -> MessageLine:
    """Return a line, or one that stands in for it where it exceeds `room` UTF-16 code units."""
    if size(line) <= room:
        return line
    words = say(
        "[A sentence of {count} characters, too long for a message, stands here.]",
        count=say.format_number(len(line.words)),
    )
    return MessageLine(words, line.quoted, line.span, left_out=True)
