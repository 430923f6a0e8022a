"""Numbers of lines, printed beside the text as critical and legal editions do: left out."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from embeddings.readers.pdf.lines import LOOSE_TOLERANCE, Row, Word, build_rows

MIN_PAIRS = 2
"""So many times, at least, a number stands as many rows below another as it is higher."""

MIN_SHARE = 0.6
"""And in this share of all pairs."""

MIN_GAP = 0.6
"""Numbers are at least this far from the text, in letter sizes."""

MAX_CROSSING = 0.1
"""The share of rows that may reach as far out as a number stands."""

MIN_ROW, MAX_ROW = 0.7, 1.6
"""How far numbered rows may be from each other, in distances from row to row."""

MIN_MID_SENTENCE = 0.25
"""The share of rows that go on within a sentence if each has a number; those of a list do not."""

_NUMBER = re.compile(r"\d{1,4}")
_STEPS = {1, 2, 3, 4, 5, 10, 20}


@dataclass(frozen=True, slots=True)
class _Beside:
    """A row's outermost word on one side, and the rest of the row."""

    outer: Word
    rest: tuple[Word, ...]
    is_left: bool

    @property
    def value(self) -> int:
        """The number that the outermost word is."""
        return int(self.outer.text)

    @property
    def is_number(self) -> bool:
        """Whether the outermost word is a number that stands apart."""
        if not _NUMBER.fullmatch(self.outer.text):
            return False
        if not self.rest:
            return True
        inner = self.rest[0] if self.is_left else self.rest[-1]
        return _out(inner, self.is_left) - _in(self.outer, self.is_left) >= MIN_GAP * inner.size

    @property
    def goes_on(self) -> bool:
        """Whether the rest begins within a sentence."""
        return bool(self.rest) and self.rest[0].text[:1].islower()


def drop_line_numbers(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Return the words of pages without the numbers of their lines."""
    kept = [list(words) for words in pages]
    for is_left in (True, False):
        dropped = {id(row.outer) for row in _find_numbered_rows(kept, is_left)}
        kept = [[word for word in words if id(word) not in dropped] for words in kept]
    return kept


def _find_numbered_rows(pages: Sequence[Sequence[Word]], is_left: bool) -> list[_Beside]:
    """Return the rows that are numbered on one side, if the numbers count them."""
    numbered: list[_Beside] = []
    steps = Counter[int]()
    for words in pages:
        rows = [_split_row(row, is_left) for row in build_rows(words, LOOSE_TOLERANCE)]
        column, leading = _find_column(rows)
        steps.update(_find_step(above, below, leading) for above, below in pairwise(column))
        if numbered and column and (step := column[0].value - numbered[-1].value) in steps:
            steps[step] += 1  # they count on over the page
        numbered += column
    pairs = steps.total()
    del steps[0]
    step, count = max(steps.items(), key=lambda item: item[1], default=(0, 0))
    if count < max(MIN_PAIRS, MIN_SHARE * pairs):
        return []
    mid_sentence = sum(row.goes_on for row in numbered)
    if step == 1 and mid_sentence < MIN_MID_SENTENCE * len(numbered):
        return []
    return [row for row in numbered if row.value % step == 0]


def _split_row(row: Row, is_left: bool) -> _Beside:
    words = row.words
    outer, rest = (words[0], words[1:]) if is_left else (words[-1], words[:-1])
    return _Beside(outer, rest, is_left)


def _find_column(rows: Sequence[_Beside]) -> tuple[list[_Beside], float]:
    """Return the rows of a page with a number outside the text, and the distance between rows."""
    numbers = [row for row in rows if row.is_number]
    others = [row.rest if row.is_number else (row.outer, *row.rest) for row in rows]
    texts = [words for words in others if words]
    if not numbers or not texts:
        return [], 0.0
    is_left = numbers[0].is_left
    edges = sorted(min(_out(word, is_left) for word in words) for words in texts)
    column = [
        row
        for row in numbers
        if bisect_left(edges, _in(row.outer, is_left)) <= MAX_CROSSING * len(texts)
    ]
    gaps = [above[0].baseline - below[0].baseline for above, below in pairwise(texts)]
    return column, median(gaps) if gaps else 0.0


def _find_step(above: _Beside, below: _Beside, leading: float) -> int:
    """Return by how many rows a number is below another, if it is higher by as many; else 0."""
    step = below.value - above.value
    if step not in _STEPS:
        return 0
    row = (above.outer.baseline - below.outer.baseline) / step
    return step if MIN_ROW * leading < row < MAX_ROW * leading else 0


def _out(word: Word, is_left: bool) -> float:
    """Return how far a word's outer edge is from the side that it is nearer to."""
    return word.left if is_left else -word.right


def _in(word: Word, is_left: bool) -> float:
    """Return how far its inner edge is."""
    return word.right if is_left else -word.left
