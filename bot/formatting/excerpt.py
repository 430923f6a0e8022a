"""A passage shortened to the sentences that matter; none is cut, and no page is parted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.formatting.layout import Piece, pieces
from bot.formatting.splitting import MessageLine, cuts, divide, fitting, line_of, size
from bot.i18n.translations import ENGLISH, Translator
from embeddings.types import Passage, ShownPassage, Span

GAP = MessageLine("[…]")
"""Stands where sentences are left out."""

_Stretch = tuple[Piece, int, int]
"""A part of a piece, by its offsets."""


def shorten(shown: ShownPassage, room: int, say: Translator = ENGLISH) -> tuple[MessageLine, ...]:
    """Return the sentences about what is marked in a passage, as many as `room` holds.

    All of it where it is no longer. What introduces it, what is marked, and a quotation with its
    page are there whole, whatever they take.
    """
    whole = divide(shown, room, say)
    return whole[0] if len(whole) == 1 else excerpt(shown, Measure(room), say=say)


def _before(shown: ShownPassage) -> list[MessageLine]:
    """Return what introduces a passage and stands before it: who speaks."""
    return [line_of(shown, one, 0, len(one.words)) for one in pieces(shown) if one.before]


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of a passage is to be shown: in UTF-16 code units, in words, or in both."""

    room: int | None = None
    words: int | None = None

    def holds(self, lines: Sequence[MessageLine]) -> bool:
        """Say whether lines are no more."""
        fits = self.room is None or sum(map(size, lines)) <= self.room
        return fits and (self.words is None or words_in(lines) <= self.words)

    def behind(self, lines: Sequence[MessageLine]) -> "Measure":
        """Return what is left behind lines."""
        room = None if self.room is None else self.room - sum(map(size, lines))
        return Measure(room, None if self.words is None else self.words - words_in(lines))


def words_in(lines: Iterable[MessageLine]) -> int:
    """Return how many words of the text stand in lines."""
    return sum(len(one.words.split()) for one in lines if one.span and not one.left_out)


def excerpt(
    shown: ShownPassage, most: Measure, line: int | None = None, say: Translator = ENGLISH
) -> tuple[MessageLine, ...]:
    """Return the sentences about what is marked in a passage, as many as a measure holds.

    What introduces it, what is marked, and a quotation with its page are there whole, whatever
    they take; where words are counted, the first that is marked. No line takes more than `line`.
    """
    units = list(_units(shown))
    before = _before(shown)
    first, last = _chosen(shown, units, most.behind(before))
    lines = list(_lines(shown, units[first:last], line, say))
    return (*before, *([GAP] if first else []), *lines, *([GAP] if last < len(units) else []))


def _units(shown: ShownPassage) -> Iterator[list[_Stretch]]:
    """Yield a passage's sentences; those of one quotation with its page together."""
    held: list[_Stretch] = []
    within: Span | None = None
    for stretch in _sentences(shown):
        quotation = _quotation(shown.passage, _span(stretch))
        if held and (within is None or quotation != within):
            yield held
            held = []
        held.append(stretch)
        within = quotation
    if held:
        yield held


def _sentences(shown: ShownPassage) -> Iterator[_Stretch]:
    for piece in pieces(shown):
        start = 0
        for end in () if piece.before else cuts(shown.passage, piece):
            yield piece, start, end
            start = end


def _quotation(passage: Passage, span: Span) -> Span | None:
    """Return the quotation with a page that a stretch touches, from its mark to its page."""
    cited = (Span(one.start, one.cited_end) for one in passage.quotations if one.citations)
    return next((one for one in cited if one.touches(span)), None)


def _span(stretch: _Stretch) -> Span:
    piece, start, end = stretch
    return Span(piece.span.start + start, piece.span.start + end)


def _chosen(shown: ShownPassage, units: Sequence[list[_Stretch]], most: Measure) -> tuple[int, int]:
    """Return the first unit shown and the one behind the last: what is marked, then around it."""
    marks = [
        Span(shown.passage.start + low, shown.passage.start + high)
        for low, high in shown.highlights
    ]
    marked = [
        at
        for at, unit in enumerate(units)
        if any(mark.touches(_span(one)) for one in unit for mark in marks)
    ]
    first, last = (marked[0], marked[-1] + 1) if marked else (0, 1)

    def fits(start: int, end: int) -> bool:
        return most.holds(list(_lines(shown, units[start:end], None)))

    if most.words is not None and not fits(first, last):
        last = first + 1
    while last < len(units) and fits(first, last + 1):
        last += 1
    while first and fits(first - 1, last):
        first -= 1
    return first, last


def _lines(
    shown: ShownPassage,
    units: Iterable[list[_Stretch]],
    most: int | None,
    say: Translator = ENGLISH,
) -> Iterator[MessageLine]:
    """Yield a line for the stretches that follow one another in one piece, or some of them."""
    held: _Stretch | None = None
    for stretch in (one for unit in units for one in unit):
        joined = (held[0], held[1], stretch[2]) if held and held[0] is stretch[0] else None
        if joined and (most is None or size(line_of(shown, *joined)) <= most):
            held = joined
            continue
        if held is not None:
            yield _line(shown, held, most, say)
        held = stretch
    if held is not None:
        yield _line(shown, held, most, say)


def _line(shown: ShownPassage, stretch: _Stretch, most: int | None, say: Translator) -> MessageLine:
    line = line_of(shown, *stretch)
    return line if most is None else fitting(line, most, say)
