"""Rows as paragraphs: told by indents, gaps and short rows, joined across columns and pages.

Distances are in letter sizes where nothing else is said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from embeddings.readers.dehyphenation import Dehyphenator, ends_within_word, plain_hyphens
from embeddings.readers.parsed_file import Line, RawParagraph
from embeddings.readers.pdf.indents import Indents
from embeddings.readers.pdf.layout import (
    INSET_TOLERANCE,
    MIN_SIZE_RATIO,
    PlacedRow,
    are_inset_alike,
    are_same_size,
)
from embeddings.types.document import BlockKind

MAX_GAP = 1.25
"""Rows further apart than this belong to two paragraphs; in distances from row to row."""

_DEFAULT_LEADING = 1.2
_MIN_ROOM = 1.0
_MIN_ROOM_BEHIND_SENTENCE = 0.3
_MIN_QUOTATION_ROOM = 0.5
_MAX_HEADING_ROWS = 3
_SENTENCE_END = re.compile(r"[.!?…:;][”’\"»)\]]*$")
_LEAD_IN = re.compile(r":[”’\"»)\]]*$")
_CITATION_END = re.compile(r"[(\[][^()\[\]]{0,80}\d[^()\[\]]{0,40}[)\]][.…\s”’\"»]*$")
_NOTE_START = re.compile(r"\[(?:\d{1,3}|[*†‡§])\]|\d{1,3}[.)]?\s|[*†‡§]")


class ParagraphBuilder:
    """Builds paragraphs from the rows of a file."""

    def __init__(self, rows: Sequence[PlacedRow]) -> None:
        self.rows = rows
        self.dehyphenator = Dehyphenator([row.row.text for row in rows])
        gaps = [
            (above.row.baseline - below.row.baseline) / above.row.size
            for above, below in pairwise(rows)
            if above.column == below.column and are_same_size(above, below)
        ]
        self.leading = median(gaps) if gaps else _DEFAULT_LEADING
        self.indents = Indents(rows)
        self.heads = {id(row) for row, below in pairwise(rows) if self._stands_above(row, below)}
        letters = Counter[float]()
        for row in rows:
            letters[round(row.row.size, 1)] += len(row.row.text)
        self.usual_size = letters.most_common(1)[0][0] if letters else 1.0

    def _stands_above(self, row: PlacedRow, below: PlacedRow) -> bool:
        """Say whether a row is the first of its page, apart from the text, and no sentence."""
        if row.number or row.column != below.column or _SENTENCE_END.search(row.row.text):
            return False
        gap = (row.row.baseline - below.row.baseline) / row.row.size
        return gap > MAX_GAP * self.leading and row.room(row.right) > _MIN_ROOM

    def build(self) -> Iterator[RawParagraph]:
        """Yield the paragraphs in reading order, notes behind the paragraph they interrupt."""
        text, notes = self._separate_notes()
        before: list[PlacedRow] = []
        for rows in self._group(text):
            while notes and notes[0][0].column < rows[0].column:
                yield from self._build_notes(notes.pop(0))
            yield RawParagraph(tuple(self._lines(rows)), self._kind(rows, before))
            before = rows
        for rest in notes:
            yield from self._build_notes(rest)

    def _build_notes(self, notes: Sequence[PlacedRow]) -> Iterator[RawParagraph]:
        return (RawParagraph(tuple(self._lines(rows))) for rows in self._group(notes))

    def _separate_notes(self) -> tuple[list[PlacedRow], list[list[PlacedRow]]]:
        """Return the rows of the text, and the notes at the feet of its columns."""
        text: list[PlacedRow] = []
        notes: list[list[PlacedRow]] = []
        for _, column in groupby(self.rows, key=lambda row: row.column):
            rows = list(column)
            end = max((at for at, row in enumerate(rows, 1) if not self._is_small(row)), default=0)
            if end < len(rows) and _NOTE_START.match(rows[end].row.text):
                text += rows[:end]
                notes.append(rows[end:])
            else:
                text += rows
        return text, notes

    def _is_small(self, row: PlacedRow) -> bool:
        return MIN_SIZE_RATIO * row.row.size < self.usual_size

    def _group(self, rows: Iterable[PlacedRow]) -> Iterator[list[PlacedRow]]:
        """Yield the rows of one paragraph after another."""
        paragraph: list[PlacedRow] = []
        for row in rows:
            if paragraph and not self._continues(paragraph, row):
                yield paragraph
                paragraph = []
            paragraph.append(row)
        if paragraph:
            yield paragraph

    def _continues(self, paragraph: Sequence[PlacedRow], row: PlacedRow) -> bool:
        """Say whether a row belongs to the paragraph before it."""
        last = paragraph[-1]
        if not are_same_size(last, row):
            return False
        if ends_within_word(last.row.text):
            return True
        is_ended = bool(_SENTENCE_END.search(last.row.text))
        begin = row.row.text[:1]
        goes_on = _ends_in_bracket(last) or ((begin.islower() or begin == "(") and not is_ended)
        if last.column != row.column:
            if goes_on:
                return True
            if is_ended and id(row) in self.heads:
                return False
        elif (last.row.baseline - row.row.baseline) / last.row.size > MAX_GAP * self.leading:
            return False
        is_full = goes_on or self._is_full(paragraph, row)
        return is_full and self._has_same_inset(paragraph, row)

    def _is_full(self, paragraph: Sequence[PlacedRow], row: PlacedRow) -> bool:
        """Say whether the first word of a row would not have fitted in the row before it."""
        last, word = paragraph[-1], row.row.words[0]
        in_block = are_inset_alike([paragraph[0], *paragraph[-2:], row])
        right = self.indents.right_edge(last) if in_block else last.right
        at_end = _SENTENCE_END.search(last.row.text)
        room = _MIN_ROOM_BEHIND_SENTENCE if at_end else _MIN_ROOM
        return last.room(right) < (word.right - word.left) / last.row.size + room

    def _has_same_inset(self, paragraph: Sequence[PlacedRow], row: PlacedRow) -> bool:
        """Say whether a row begins where the rows of the paragraph before it do."""
        last = paragraph[-1]
        if self.indents.is_first_row(row):
            return False
        if abs(last.inset - row.inset) < INSET_TOLERANCE:
            return True
        if len(paragraph) == 1 and self.indents.is_first_row(last) and not row.is_indented:
            return True
        return row.inset > last.inset and not _SENTENCE_END.search(last.row.text)

    def _lines(self, rows: Sequence[PlacedRow]) -> Iterator[Line]:
        """Yield the lines; a word that their ends divide stands whole where it begins."""
        texts = [row.row.text for row in rows]
        for at, row in enumerate(rows):
            text = texts[at]
            if at + 1 < len(rows) and text and texts[at + 1]:
                word, _, rest = texts[at + 1].partition(" ")
                joined = self.dehyphenator.join(text, word)
                if joined != f"{text} {word}":
                    text, texts[at + 1] = joined, rest
            yield Line(plain_hyphens(text), row.page)

    def _kind(self, rows: Sequence[PlacedRow], before: Sequence[PlacedRow]) -> BlockKind:
        """Return what a paragraph is: a heading is larger, a quotation is indented and led in."""
        if len(rows) <= _MAX_HEADING_ROWS and rows[0].row.size > MIN_SIZE_RATIO * self.usual_size:
            return "heading"
        is_narrow = all(row.room(row.right) > _MIN_QUOTATION_ROOM for row in rows)
        if not (is_narrow and are_inset_alike(rows) and len(rows) > 1):
            return "prose"
        led_in = bool(before) and _LEAD_IN.search(before[-1].row.text)
        return "quotation" if led_in or _CITATION_END.search(rows[-1].row.text) else "prose"


def _ends_in_bracket(row: PlacedRow) -> bool:
    """Say whether a row ends within a bracket that it opens, as `(Okafor, p.` does."""
    text = row.row.text
    return text.rfind("(") > text.rfind(")")
