"""A passage divided into parts that fit a message: between sentences, never within one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.formatting import markdown
from bot.formatting.layout import Piece, pieces
from bot.i18n.translations import ENGLISH, Translator
from embeddings.text.sentences import sentences
from embeddings.types import Passage, ShownPassage, Span

_MARKS = re.compile(r"[“”„«»\"]")
"""Within them a quotation counts as one sentence; here its own sentences are looked for."""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A line of a message: the text's words at a span, or the bot's own where there is none."""

    words: str
    quoted: bool = False
    span: Span | None = None
    marks: tuple[markdown.Mark, ...] = ()
    left_out: bool = False
    """The words stand in the place of those at the span, and say so."""

    @property
    def markdown(self) -> str:
        """The line as it is sent."""
        line = markdown.embolden(self.words, self.marks)
        return markdown.quote(line) if self.quoted else line


def divide(
    shown: ShownPassage, room: int, say: Translator = ENGLISH
) -> tuple[tuple[MessageLine, ...], ...]:
    """Return the lines of a passage in as few parts as hold them.

    A quotation is divided only where it is longer than a whole part, of `room` UTF-16 code
    units; a sentence that is longer is left out, and a line in its place says so.
    """
    return pack(_lines(shown, room, say), room)


def pack(every: Iterable[MessageLine], room: int) -> tuple[tuple[MessageLine, ...], ...]:
    """Return lines in as few parts as hold them, those of a quotation in one if one holds them."""
    parts: list[list[MessageLine]] = [[]]
    used = 0
    for _, group in groupby(every, key=lambda line: line.quoted):
        lines = list(group)
        together = sum(map(size, lines))
        for line in lines:
            fits = used + (together if together <= room else size(line)) <= room
            if parts[-1] and not fits:
                parts.append([])
                used = 0
            parts[-1].append(line)
            used += size(line)
            together -= size(line)
    return tuple(map(tuple, parts))


def size(line: MessageLine) -> int:
    """Return what a line takes, with the break behind it."""
    return markdown.length(line.markdown) + 1


def _lines(shown: ShownPassage, room: int, say: Translator) -> Iterator[MessageLine]:
    """Yield a line for each piece of a passage, or several where it is longer than a part."""
    for piece in pieces(shown):
        whole = line_of(shown, piece, 0, len(piece.words))
        if size(whole) <= room:
            yield whole
        else:
            yield from _shorter(shown, piece, room, say)


def _shorter(
    shown: ShownPassage, piece: Piece, room: int, say: Translator
) -> Iterator[MessageLine]:
    """Yield lines of as many whole sentences as fit."""
    start = end = 0
    for cut in cuts(shown.passage, piece):
        if end > start and size(line_of(shown, piece, start, cut)) > room:
            yield fitting(line_of(shown, piece, start, end), room, say)
            start = end
        end = cut
    yield fitting(line_of(shown, piece, start, end), room, say)


def cuts(passage: Passage, piece: Piece) -> Iterator[int]:
    """Yield where the sentences of a piece end, but not between a quotation and its page."""
    held = [Span(one.end - 1, one.cited_end) for one in passage.quotations]
    held += [one.span for one in passage.citations]
    for sentence in sentences(_MARKS.sub(" ", piece.words)):
        at = piece.span.start + sentence.end
        if sentence.end == len(piece.words) or not any(a.start < at < a.end for a in held):
            yield sentence.end


def line_of(shown: ShownPassage, piece: Piece, start: int, end: int) -> MessageLine:
    """Return the line for a part of a piece, trimmed, with what is highlighted in it."""
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


def fitting(line: MessageLine, room: int, say: Translator) -> MessageLine:
    """Return a line, or what is said in its place where no message can hold it."""
    if size(line) <= room:
        return line
    words = say(
        "[A sentence of {count} characters, too long for a message, stands here.]",
        count=say.number(len(line.words)),
    )
    return MessageLine(words, line.quoted, line.span, left_out=True)
