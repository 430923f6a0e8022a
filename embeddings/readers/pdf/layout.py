"""Rows in reading order, each in its column: how far in it begins, how much room it leaves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.readers.pdf.lines import Row

INDENT = 0.7
"""A row that begins so many sizes further in is indented."""

LARGER = 1.08
"""Letters so many times as large as others are of another kind of text."""

ALIKE = 0.3
"""Rows begin equally far in that differ by no more than so many sizes."""

NEAR = 4
"""Columns whose edges differ by so many points may be the same."""

_SELDOM = 10
_FEW = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its page's label, and its place in the column that it stands in."""

    row: Row
    page: str
    column: int
    number: int
    left: float
    right: float

    @property
    def inset(self) -> float:
        """How far in it begins, in sizes."""
        return (self.row.left - self.left) / self.row.size

    @property
    def indented(self) -> bool:
        """Say whether it begins further in than its column."""
        return self.inset > INDENT

    def room(self, right: float) -> float:
        """Return how much room is left behind it, in sizes."""
        return (right - self.row.right) / self.row.size


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page with its label, its width and its columns of rows."""

    label: str
    width: float
    columns: Sequence[Sequence[Row]]


def placed(leaves: Sequence[Leaf]) -> list[Placed]:
    """Return all rows of a file in reading order, each in its column."""
    every = [(leaf, column) for leaf in leaves for column in leaf.columns]
    begins = Counter(round(row.left) for _, column in every for row in column)
    columns = [(leaf, column, _left(column, begins)) for leaf, column in every]
    rights: dict[int, list[float]] = {}
    for _, column, left in columns:
        rights.setdefault(round(left / NEAR), []).extend(row.right for row in column)
    made: list[Placed] = []
    for number, (leaf, column, left) in enumerate(columns):
        key = round(left / NEAR)
        ends = [end for at in (key - 1, key, key + 1) for end in rights.get(at, ())]
        edge = _edge(ends) if len(ends) >= _FEW else max(*ends, leaf.width - left)
        made += [Placed(row, leaf.label, number, at, left, edge) for at, row in enumerate(column)]
    return made


def _left(column: Sequence[Row], begins: Counter[int]) -> float:
    """Return where a column begins: where rows of it do, and many others of the file."""
    many = max(begins.values()) / _SELDOM
    near = {at: sum(begins[at + by] for by in (-1, 0, 1)) for at in {round(r.left) for r in column}}
    usual = [row.left for row in column if near[round(row.left)] >= many]
    return min(usual or [row.left for row in column])


def _edge(rights: Sequence[float]) -> float:
    """Return where full rows end; one that sticks out far is no measure."""
    ends = sorted(rights)
    return ends[-1 - len(ends) // 20]


def block_inset(held: Sequence[Placed]) -> bool:
    """Say whether all rows begin equally far in."""
    return all(one.indented and abs(one.inset - held[0].inset) < ALIKE for one in held)


def alike(one: Placed, other: Placed) -> bool:
    """Say whether two rows are set in letters of one size."""
    sizes = one.row.size, other.row.size
    return max(sizes) < LARGER * min(sizes)
