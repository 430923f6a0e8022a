"""A passage shortened to whole sentences; none is cut, and no quotation loses its page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.formatting.layout import MessageLine, Piece, cuts, divide, fit_line, lay_out, line_of, size
from bot.i18n.translations import ENGLISH, Translator
from embeddings.types import Passage, ShownPassage, Span

GAP = MessageLine("[…]")
"""The line that stands where sentences are left out."""

_Stretch = tuple[Piece, int, int]
"""Part of a piece: its start and end as offsets into the words of the piece."""


def shorten(shown: ShownPassage, room: int, say: Translator = ENGLISH) -> tuple[MessageLine, ...]:
    """Return the sentences around the highlights of a passage, as many as `room` holds.

    A passage that fits is returned whole. Lead-in, highlighted sentences, and a quotation with
    its page are always whole, even beyond `room`.
    """
    whole = divide(shown, room, say)
    return whole[0] if len(whole) == 1 else excerpt(shown, Room(room), say=say)


def _lead_in(shown: ShownPassage) -> list[MessageLine]:
    """Return the lines before a passage that say who speaks."""
    leading = (piece for piece in lay_out(shown) if piece.before)
    return [line_of(shown, piece, 0, len(piece.words)) for piece in leading]


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a passage may be shown: UTF-16 code units, words of the text, or both."""

    units: int | None = None
    words: int | None = None

    def holds(self, lines: Sequence[MessageLine]) -> bool:
        """Return whether the lines fit."""
        fits = self.units is None or sum(map(size, lines)) <= self.units
        return fits and (self.words is None or count_words(lines) <= self.words)

    def after(self, lines: Sequence[MessageLine]) -> "Room":
        """Return the room that the lines leave."""
        units = None if self.units is None else self.units - sum(map(size, lines))
        return Room(units, None if self.words is None else self.words - count_words(lines))


def count_words(lines: Iterable[MessageLine]) -> int:
    """Return how many words of the text stand in the lines."""
    return sum(len(line.words.split()) for line in lines if line.span and not line.left_out)


def excerpt(
    shown: ShownPassage, room: Room, max_line: int | None = None, say: Translator = ENGLISH
) -> tuple[MessageLine, ...]:
    """Return the sentences around the highlights of a passage, as many as there is room for.

    Lead-in, highlighted sentences, and a quotation with its page are always whole, even beyond
    the room; where words are counted, only the first highlighted sentence is. No line is longer
    than `max_line` UTF-16 code units.
    """
    units = list(_units(shown))
    lead_in = _lead_in(shown)
    first, last = _choose_units(shown, units, room.after(lead_in))
    lines = list(_join_lines(shown, units[first:last], max_line, say))
    return (*lead_in, *([GAP] if first else []), *lines, *([GAP] if last < len(units) else []))


def _units(shown: ShownPassage) -> Iterator[list[_Stretch]]:
    """Yield the sentences of a passage; those of a quotation with a page stay together."""
    held: list[_Stretch] = []
    within: Span | None = None
    for stretch in _split_sentences(shown):
        quotation = _quotation_at(shown.passage, _span(stretch))
        if held and (within is None or quotation != within):
            yield held
            held = []
        held.append(stretch)
        within = quotation
    if held:
        yield held


def _split_sentences(shown: ShownPassage) -> Iterator[_Stretch]:
    for piece in lay_out(shown):
        start = 0
        for end in () if piece.before else cuts(shown.passage, piece):
            yield piece, start, end
            start = end


def _quotation_at(passage: Passage, span: Span) -> Span | None:
    """Return the quotation with a page that a span touches, from its opening mark to its page."""
    cited = (quotation for quotation in passage.quotations if quotation.citations)
    spans = (Span(quotation.start, quotation.cited_end) for quotation in cited)
    return next((cited_span for cited_span in spans if cited_span.touches(span)), None)


def _span(stretch: _Stretch) -> Span:
    piece, start, end = stretch
    return Span(piece.span.start + start, piece.span.start + end)


def _choose_units(
    shown: ShownPassage, units: Sequence[list[_Stretch]], room: Room
) -> tuple[int, int]:
    """Return the half-open range of units to show: the highlighted ones, then those around."""
    highlights = [
        Span(shown.passage.start + low, shown.passage.start + high)
        for low, high in shown.highlights
    ]
    highlighted = [
        number
        for number, unit in enumerate(units)
        if any(mark.touches(_span(stretch)) for stretch in unit for mark in highlights)
    ]
    first, last = (highlighted[0], highlighted[-1] + 1) if highlighted else (0, 1)

    def fits(start: int, end: int) -> bool:
        return room.holds(list(_join_lines(shown, units[start:end], None)))

    if room.words is not None and not fits(first, last):
        last = first + 1
    while last < len(units) and fits(first, last + 1):
        last += 1
    while first and fits(first - 1, last):
        first -= 1
    return first, last


def _join_lines(
    shown: ShownPassage,
    units: Iterable[list[_Stretch]],
    max_line: int | None,
    say: Translator = ENGLISH,
) -> Iterator[MessageLine]:
    """Yield a line for stretches that follow each other in one piece, as many as a line holds."""
    held: _Stretch | None = None
    for stretch in chain.from_iterable(units):
        joined = (held[0], held[1], stretch[2]) if held and held[0] is stretch[0] else None
        if joined and (max_line is None or size(line_of(shown, *joined)) <= max_line):
            held = joined
            continue
        if held is not None:
            yield _make_line(shown, held, max_line, say)
        held = stretch
    if held is not None:
        yield _make_line(shown, held, max_line, say)


def _make_line(
    shown: ShownPassage, stretch: _Stretch, max_line: int | None, say: Translator
) -> MessageLine:
    line = line_of(shown, *stretch)
    return line if max_line is None else fit_line(line, max_line, say)
