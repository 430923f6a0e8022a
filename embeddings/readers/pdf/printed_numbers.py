"""The numbers that are printed on the pages of a file: as labelled, or counting on with them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.readers.pdf.edges import EdgeNumber, EdgeRow

MIN_PAGES = 3
"""A number beside words is a page's if so many pages count on with it."""

MIN_PLAIN_PAGES = 8
"""If no gap or sign parts it from the words, so many must; *Chapter 1, 2, 3* may by chance."""

Shift = tuple[bool, int]
"""Whether a number is arabic, and by how much it is ahead of its page's place."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that may be its page's."""

    edge: EdgeRow
    number: EdgeNumber
    shift: Shift | None


class PrintedNumbers:
    """The page numbers that are printed; `labels` are what the pages are called without them."""

    def __init__(self, edges: Sequence[EdgeRow], labels: Sequence[str]) -> None:
        self._labels = [label.casefold() for label in labels]
        candidates = list(_find_candidates(edges))
        self._parted: dict[Shift | None, set[int]] = defaultdict(set)
        self._plain: dict[Shift | None, set[int]] = defaultdict(set)
        for candidate in candidates:
            if candidate.number.standing != "before":
                apart = candidate.number.standing == "apart"
                pages = self._parted if apart else self._plain
                pages[candidate.shift].add(candidate.edge.page)
        # Of several numbers on a page, the one counts on with most pages, or is furthest out.
        counting = [candidate for candidate in candidates if self._counts(candidate)]
        counting.sort(key=self._weigh)
        self._best = {candidate.edge.page: candidate for candidate in counting}

    @property
    def count(self) -> int:
        """On how many pages a number is printed."""
        return len(self._best)

    def find(self, edge: EdgeRow) -> EdgeNumber | None:
        """Return the number of its page that a row has; None if it has none."""
        best = self._best.get(edge.page)
        return next(
            (
                number
                for number in edge.numbers
                if best is not None and number.number == best.number.number
                if number == best.number or number.standing == "apart"
            ),
            None,
        )

    def label_pages(self) -> dict[int, str]:
        """Return the number of each page: as it is printed, else as its neighbours count on."""
        labels = {page: candidate.number.number for page, candidate in self._best.items()}
        values = {
            page: page + candidate.shift[1]
            for page, candidate in self._best.items()
            if candidate.shift is not None and candidate.shift[0]
        }
        taken = set(values.values())
        pages = range(len(self._labels))
        for step, order in ((1, pages), (-1, reversed(pages))):
            for page in order:
                value = values.get(page - step, -1) + step
                if page not in labels and value > 0 and value not in taken:
                    values[page], labels[page] = value, str(value)
                    taken.add(value)
        return labels

    def _weigh(self, candidate: _Candidate) -> tuple[bool, int, float]:
        apart = candidate.number.standing == "apart"
        return apart, len(self._parted[candidate.shift]), candidate.edge.gap

    def _counts(self, candidate: _Candidate) -> bool:
        """Say whether a number is that of its page."""
        number, shift, page = candidate.number, candidate.shift, candidate.edge.page
        parted = len(self._parted[shift]) if shift is not None else 0
        if number.standing != "apart":
            return shift is not None and self._is_long_run(shift)
        if number.words:
            return parted >= MIN_PAGES
        return parted > 1 or number.number in {self._labels[page], str(page + 1)}

    def _is_long_run(self, shift: Shift) -> bool:
        """Say whether a number that stands in a row of words counts on with page after page."""
        pages = self._plain[shift] | self._parted[shift]
        if not pages:
            return False
        first, last = min(pages), max(pages)
        begins = first + shift[1] > 1
        return begins and len(pages) >= MIN_PLAIN_PAGES and 2 * len(pages) > last - first


def _find_candidates(edges: Sequence[EdgeRow]) -> Iterator[_Candidate]:
    for edge in edges:
        for number in edge.numbers:
            yield _Candidate(edge, number, _find_shift(edge.page, number.number))


def _find_shift(page: int, number: str) -> Shift | None:
    from embeddings.citations.page_numbers import parse_number  # 0.2 s, with all of citations

    value = parse_number(number)
    return None if value is None else (number.isdecimal(), value - page)
