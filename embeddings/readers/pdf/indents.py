"""What rows that begin further in are: the first of a paragraph, or all of a block."""

from collections import Counter
from collections.abc import Iterator, Sequence

from embeddings.readers.pdf.layout import ALIKE, NEAR, Placed, block_inset


class Insets:
    """The insets of a file, and what each is for."""

    def __init__(self, rows: Sequence[Placed]) -> None:
        runs = list(_runs(rows))
        alone = Counter(_measure(run[0]) for run in runs if len(run) == 1)
        pairs = Counter(_measure(run[0]) for run in runs if len(run) == 2)
        self.ends: dict[tuple[int, int], float] = {}
        for run in runs:
            key = _measure(run[0])
            if len(run) > 2 or (len(run) == 2 and alone[key] < pairs[key]):
                self.ends[key] = max(self.ends.get(key, 0.0), *(one.row.right for one in run))
        self.firsts = {key for key in alone if alone[key] > pairs[key] and key not in self.ends}

    def first(self, one: Placed) -> bool:
        """Say whether a row begins as only first rows of paragraphs do."""
        return one.indented and _measure(one) in self.firsts

    def end(self, one: Placed) -> float:
        """Return where rows end that begin as this one does."""
        return self.ends.get(_measure(one), one.right)


def _runs(rows: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Yield rows of one column, one under the other, that begin equally far in."""
    run: list[Placed] = []
    for one in filter(lambda one: one.indented, rows):
        under = run and (run[-1].column, run[-1].number + 1) == (one.column, one.number)
        if run and not (under and block_inset([run[-1], one])):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _measure(one: Placed) -> tuple[int, int]:
    """Return what the rows of one kind of block have in common: where they begin."""
    return round(one.left / NEAR), round(one.inset / ALIKE)
