"""Rows as paragraphs: told by indents, gaps and short lines, joined over columns and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from embeddings.readers.parsed_file import Line, Rough
from embeddings.readers.pdf.dehyphenation import Lines, divided, plain
from embeddings.readers.pdf.indents import Insets
from embeddings.readers.pdf.layout import ALIKE, LARGER, Placed, alike, block_inset
from embeddings.types.blocks import Kind

GAP = 1.25
"""Rows so many lines apart are of two paragraphs."""

_ROOM = 1.0
_SPACE = 0.3
_NARROWER = 0.5
_HEADING = 3
_ENDED = re.compile(r"[.!?…:;][”’\"»)\]]*$")
_INTRODUCES = re.compile(r":[”’\"»)\]]*$")
_PAGE = re.compile(r"[(\[][^()\[\]]{0,80}\d[^()\[\]]{0,40}[)\]][.…\s”’\"»]*$")
_NOTE = re.compile(r"\[(?:\d{1,3}|[*†‡§])\]|\d{1,3}[.)]?\s|[*†‡§]")


class Paragraphs:
    """The rows of a file as its paragraphs."""

    def __init__(self, rows: Sequence[Placed]) -> None:
        self.rows = rows
        self.joining = Lines([one.row.text for one in rows])
        gaps = [
            (above.row.base - below.row.base) / above.row.size
            for above, below in pairwise(rows)
            if above.column == below.column and alike(above, below)
        ]
        self.leading = median(gaps) if gaps else 1.2
        self.insets = Insets(rows)
        letters = Counter[float]()
        for one in rows:
            letters[round(one.row.size, 1)] += len(one.row.text)
        self.usual = letters.most_common(1)[0][0] if letters else 1.0

    def run(self) -> Iterator[Rough]:
        """Yield the paragraphs, in reading order; notes behind what they interrupt."""
        text, notes = self._apart()
        before: list[Placed] = []
        for held in self._held(text):
            while notes and notes[0][0].column < held[0].column:
                yield from self._notes(notes.pop(0))
            yield Rough(tuple(self._lines(held)), self._kind(held, before))
            before = held
        for rest in notes:
            yield from self._notes(rest)

    def _notes(self, rows: Sequence[Placed]) -> Iterator[Rough]:
        return (Rough(tuple(self._lines(held))) for held in self._held(rows))

    def _apart(self) -> tuple[list[Placed], list[list[Placed]]]:
        """Return the rows of the text, and the notes at the feet of its columns."""
        text: list[Placed] = []
        notes: list[list[Placed]] = []
        for _, column in groupby(self.rows, key=lambda one: one.column):
            rows = list(column)
            own = max((at for at, one in enumerate(rows, 1) if not self._small(one)), default=0)
            marked = own < len(rows) and _NOTE.match(rows[own].row.text)
            text += rows[:own] if marked else rows
            notes += [rows[own:]] if marked else []
        return text, notes

    def _small(self, one: Placed) -> bool:
        return LARGER * one.row.size < self.usual

    def _held(self, rows: Iterable[Placed]) -> Iterator[list[Placed]]:
        held: list[Placed] = []
        for one in rows:
            if held and not self._goes_on(held, one):
                yield held
                held = []
            held.append(one)
        if held:
            yield held

    def _goes_on(self, held: Sequence[Placed], one: Placed) -> bool:
        """Say whether a row belongs to the paragraph before it."""
        last = held[-1]
        if not alike(last, one):
            return False
        if divided(last.row.text):
            return True
        full = self._full(held, one)
        if last.column != one.column:
            begins = one.row.text[:1].islower() and not _ENDED.search(last.row.text)
            return begins or (full and self._same_inset(held, one))
        gap = (last.row.base - one.row.base) / last.row.size
        return gap <= GAP * self.leading and full and self._same_inset(held, one)

    def _full(self, held: Sequence[Placed], one: Placed) -> bool:
        """Say whether the first word of a row would not fit behind the row before it."""
        last, word = held[-1], one.row.words[0]
        within = block_inset([*held, one])
        right = self.insets.end(last) if within else last.right
        room = _SPACE if _ENDED.search(last.row.text) else _ROOM
        return last.room(right) < (word.right - word.left) / last.row.size + room

    def _same_inset(self, held: Sequence[Placed], one: Placed) -> bool:
        """Say whether a row begins where the rows of the paragraph before it do."""
        last = held[-1]
        if self.insets.first(one):
            return False
        if abs(last.inset - one.inset) < ALIKE:
            return True
        if len(held) == 1 and self.insets.first(last) and not one.indented:
            return True
        return one.inset > last.inset and not _ENDED.search(last.row.text)

    def _lines(self, held: Sequence[Placed]) -> Iterator[Line]:
        """Yield the lines, words whole that their ends divide: on the page they begin on."""
        rest = [one.row.text for one in held]
        for at, one in enumerate(held):
            text = rest[at]
            if at + 1 < len(held) and text and rest[at + 1]:
                word, _, behind = rest[at + 1].partition(" ")
                joined = self.joining.joined(text, word)
                if joined != f"{text} {word}":
                    text, rest[at + 1] = joined, behind
            yield Line(plain(text), one.page)

    def _kind(self, held: Sequence[Placed], before: Sequence[Placed]) -> Kind:
        """Return what a paragraph is: set larger a heading, set in and led in a quotation."""
        if len(held) <= _HEADING and held[0].row.size > LARGER * self.usual:
            return "heading"
        narrow = all(one.room(one.right) > _NARROWER for one in held)
        if not (narrow and block_inset(held) and len(held) > 1):
            return "prose"
        led = bool(before) and _INTRODUCES.search(before[-1].row.text)
        return "quotation" if led or _PAGE.search(held[-1].row.text) else "prose"
