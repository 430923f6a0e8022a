"""What indented rows are: the first of a paragraph, or all of a block."""

from collections import Counter
from collections.abc import Iterator, Sequence

from embeddings.readers.pdf.layout import (
    EDGE_TOLERANCE,
    INSET_TOLERANCE,
    PlacedRow,
    are_inset_alike,
)


class Indents:
    """The indents of a file, and what each is used for."""

    def __init__(self, rows: Sequence[PlacedRow]) -> None:
        runs = list(_runs(rows))
        singles = Counter(_start(run[0]) for run in runs if len(run) == 1)
        pairs = Counter(_start(run[0]) for run in runs if len(run) == 2)
        self._block_ends: dict[tuple[int, int], float] = {}
        for run in runs:
            start = _start(run[0])
            if len(run) > 2 or (len(run) == 2 and singles[start] < pairs[start]):
                ends = (row.row.right for row in run)
                self._block_ends[start] = max(self._block_ends.get(start, 0.0), *ends)
        self._first_rows = {
            start
            for start in singles
            if singles[start] > pairs[start] and start not in self._block_ends
        }

    def is_first_row(self, row: PlacedRow) -> bool:
        """Say whether a row begins where only first rows of paragraphs do."""
        return row.is_indented and _start(row) in self._first_rows

    def right_edge(self, row: PlacedRow) -> float:
        """Return where the blocks end that begin where a row does; else where its column ends."""
        return self._block_ends.get(_start(row), row.right)


def _runs(rows: Sequence[PlacedRow]) -> Iterator[list[PlacedRow]]:
    """Yield the rows of one column, one below the other, that are indented equally far."""
    run: list[PlacedRow] = []
    for row in filter(lambda row: row.is_indented, rows):
        below = run and (run[-1].column, run[-1].number + 1) == (row.column, row.number)
        if run and not (below and are_inset_alike([run[-1], row])):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _start(row: PlacedRow) -> tuple[int, int]:
    """Return what rows of one kind of block share: where their column and they begin."""
    return round(row.left / EDGE_TOLERANCE), round(row.inset / INSET_TOLERANCE)
