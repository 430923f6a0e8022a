"""Rows in reading order, each in its column: how far in it begins, how much room it leaves.

Distances are in letter sizes where nothing else is said.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.readers.pdf.lines import Row

MIN_INDENT = 0.7
"""A row that begins further in than this is indented."""

MIN_SIZE_RATIO = 1.08
"""Letters that are so many times as large as others set another kind of text."""

INSET_TOLERANCE = 0.3
"""Rows begin equally far in if they differ by less than this."""

EDGE_TOLERANCE = 4
"""Columns may be the same if their edges differ by less than this, in points."""

_MIN_ROWS = 12


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with the label of its page, and its place in the column that it stands in."""

    row: Row
    page: str
    column: int
    number: int
    left: float
    right: float

    @property
    def inset(self) -> float:
        """How far in it begins."""
        return (self.row.left - self.left) / self.row.size

    @property
    def is_indented(self) -> bool:
        """Whether it begins further in than its column."""
        return self.inset > MIN_INDENT

    def room(self, right: float) -> float:
        """Return how much room it leaves up to an edge."""
        return (right - self.row.right) / self.row.size


@dataclass(frozen=True, slots=True)
class PageColumns:
    """A page with its label, its width and its columns of rows."""

    label: str
    width: float
    columns: Sequence[Sequence[Row]]


def place_rows(pages: Sequence[PageColumns]) -> list[PlacedRow]:
    """Return all rows of a file in reading order, each in its column."""
    columns = [(page, column) for page in pages for column in page.columns]
    # Columns that begin at about the same place also end at the same place.
    starts = Counter(round(row.left) for _, column in columns for row in column)
    lefts = [_left_edge(column, starts) for _, column in columns]
    ends: dict[int, list[float]] = {}
    for (_, column), left in zip(columns, lefts, strict=True):
        ends.setdefault(round(left / EDGE_TOLERANCE), []).extend(row.right for row in column)
    placed: list[PlacedRow] = []
    for number, ((page, column), left) in enumerate(zip(columns, lefts, strict=True)):
        key = round(left / EDGE_TOLERANCE)
        alike = [end for near in (key - 1, key, key + 1) for end in ends.get(near, ())]
        right = _right_edge(alike) if len(alike) >= _MIN_ROWS else max(*alike, page.width - left)
        placed += [
            PlacedRow(row, page.label, number, at, left, right) for at, row in enumerate(column)
        ]
    return placed


def _left_edge(column: Sequence[Row], starts: Counter[int]) -> float:
    """Return where a column begins: where rows of it do, and many others of the file."""
    enough = max(starts.values()) / 10
    near = {
        start: sum(starts[start + shift] for shift in (-1, 0, 1))
        for start in {round(row.left) for row in column}
    }
    usual = [row.left for row in column if near[round(row.left)] >= enough]
    return min(usual or [row.left for row in column])


def _right_edge(ends: Sequence[float]) -> float:
    """Return where full rows end; the twentieth that sticks out furthest is no measure."""
    return sorted(ends)[-1 - len(ends) // 20]


def are_inset_alike(rows: Sequence[PlacedRow]) -> bool:
    """Say whether all rows are indented, and equally far."""
    return all(row.is_indented and abs(row.inset - rows[0].inset) < INSET_TOLERANCE for row in rows)


def are_same_size(row: PlacedRow, other: PlacedRow) -> bool:
    """Say whether two rows are set in letters of one size."""
    sizes = row.row.size, other.row.size
    return max(sizes) < MIN_SIZE_RATIO * min(sizes)
