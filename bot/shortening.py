"""A passage shortened to the sentences that matter; none is cut, and no page is parted."""

from collections.abc import Iterator, Sequence

from bot.catalogue import ENGLISH, Say
from bot.dividing import Line, cuts, divide, line_of, size
from bot.layout import Piece, pieces
from embeddings.types import Passage, Shown, Span

GAP = Line("[…]")
"""Stands where sentences are left out."""

_Stretch = tuple[Piece, int, int]
"""A part of a piece, by its offsets."""


def shorten(shown: Shown, room: int, say: Say = ENGLISH) -> tuple[Line, ...]:
    """Return the sentences about what is marked in a passage, as many as `room` holds.

    All of it where it is no longer. What introduces it, what is marked, and a quotation with its
    page are there whole, whatever they take.
    """
    whole = divide(shown, room, say)
    if len(whole) == 1:
        return whole[0]
    units = list(_units(shown))
    first, last = _chosen(shown, units, room - sum(map(size, _before(shown))))
    lines = [line_of(shown, *one) for one in _joined(units[first:last])]
    gaps = [GAP] if first else [], [GAP] if last < len(units) else []
    return (*_before(shown), *gaps[0], *lines, *gaps[1])


def _before(shown: Shown) -> list[Line]:
    """Return what introduces a passage and stands before it: who speaks."""
    return [line_of(shown, one, 0, len(one.words)) for one in pieces(shown) if one.before]


def _units(shown: Shown) -> Iterator[list[_Stretch]]:
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


def _sentences(shown: Shown) -> Iterator[_Stretch]:
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


def _chosen(shown: Shown, units: Sequence[list[_Stretch]], room: int) -> tuple[int, int]:
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
    while last < len(units) and _fits(shown, units[first : last + 1], room):
        last += 1
    while first and _fits(shown, units[first - 1 : last], room):
        first -= 1
    return first, last


def _fits(shown: Shown, units: Sequence[list[_Stretch]], room: int) -> bool:
    return sum(size(line_of(shown, *one)) for one in _joined(units)) <= room


def _joined(units: Sequence[list[_Stretch]]) -> Iterator[_Stretch]:
    """Yield the stretches of units, those joined that follow one another in one piece."""
    held: _Stretch | None = None
    for stretch in (one for unit in units for one in unit):
        if held is not None and held[0] is stretch[0]:
            held = held[0], held[1], stretch[2]
            continue
        if held is not None:
            yield held
        held = stretch
    if held is not None:
        yield held
