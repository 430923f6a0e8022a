"""Printed page numbers: what `280, 81`, `xii–xiv`, `12ff.` and `440, footnote 1` stand for."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from embeddings.types import Page, Pages

NEAR = 10
"""A shortened number is completed where that gives a page at most this many on."""

Item = tuple[Page, Page | None]
Flaw = Literal["not completed", "descending"]

_DASH = r"\s*(?:[-‐‑‒–—−]|\b(?:to|through)\b)\s*(?:p\.\s*|page\s*)?"
_ARABIC = r"[1-9]\d{0,4}(?!\d)"
_ROMAN = r"(?:[ivxlc]+|[IVXLC]+)(?![^\W\d])"
_SECOND = rf"(?:\d{{1,5}}(?!\d)|{_ROMAN})"
_NUMBERS = r"\d+(?:\s*(?:[-–]|and|&|,)\s*\d+)*"
_NOTE = (
    rf"(?:,?\s*(?i:(?:foot|end)?notes?|fnn?\.?)\s*{_NUMBERS}"
    rf"|,?\s*nn?\.\s?(?:{_NUMBERS})?|nn?(?:{_NUMBERS})?(?![^\W\d]))"
)
_FOLLOWING = r"(?:\s?ff?(?![^\W\d])\.?)"
_ITEM = rf"(?:{_ARABIC}|{_ROMAN})(?:{_DASH}{_SECOND})?{_FOLLOWING}?{_NOTE}?"
_NEXT = rf"{_SECOND}(?:{_DASH}{_SECOND})?{_FOLLOWING}?{_NOTE}?"
_AND = r"(?:\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*)"

LIST = rf"{_ITEM}(?:{_AND}(?:pp?\.\s*|pages?\s+)?{_NEXT})*"
"""A list of pages as it may be printed in a bracket."""

RANGE = rf"(?:{_ARABIC}|{_ROMAN})(?:{_DASH}{_SECOND})?{_FOLLOWING}?{_NOTE}?"
"""One page or one range of pages."""

_PARTS = re.compile(
    rf"(?P<first>\d+|[ivxlcIVXLC]+)(?:{_DASH}(?P<last>{_SECOND}))?"
    rf"(?P<following>{_FOLLOWING})?(?P<note>{_NOTE})?"
)
_TRUE_ROMAN = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The pages that a printed list stands for, its note, and what is wrong with it."""

    pages: Pages
    note: str | None = None
    flaw: Flaw | None = None
    marked: bool = False

    @property
    def first(self) -> Page:
        """The first page."""
        return self.pages[0][0]


def roman(printed: str) -> int | None:
    """Return the value of a roman number below 400, None for letters that are none."""
    low = printed.lower()
    if not low or not _TRUE_ROMAN.fullmatch(low):
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in low]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def ordinal(printed: str) -> int | None:
    """Return the number of a volume or of an enumeration, arabic or roman."""
    return int(printed) if printed.isdecimal() else roman(printed)


def complete(first: int, printed: str) -> int | None:
    """Complete a shortened number from the first: 280, 81 is 281; None where it cannot be."""
    if len(printed) >= len(str(first)):
        return None if printed[0] == "0" else int(printed)
    page = int(str(first)[: -len(printed)] + printed)
    return page if first < page <= first + NEAR else None


def read(printed: str) -> Numbers | None:
    """Read a list of pages that LIST matches; None where a number in it is no page."""
    pages: list[Item] = []
    note: str | None = None
    flaw: Flaw | None = None
    marked = False
    for item in _PARTS.finditer(printed):
        found = _range(item["first"], item["last"], pages[-1] if pages else None)
        if found is None:
            return None
        pages.append(found[0])
        flaw = flaw or found[1]
        if item["following"]:
            marked = True
            pages[-1] = _open(pages[-1], item["following"])
        if item["note"] is not None:
            marked, note = True, item["note"].strip(", ")
    if re.fullmatch(r"\d{1,3},\d{3}", printed):
        flaw = "not completed"
    return Numbers(merged(pages), note, flaw, marked) if pages else None


def _page(printed: str) -> Page | None:
    if printed.isdecimal():
        return int(printed[:20]) or None
    return printed.lower() if roman(printed) else None


def _range(first: str, last: str | None, before: Item | None) -> tuple[Item, Flaw | None] | None:
    """Read one item of a list, completed from the item before it; None where it is no page."""
    start, flaw = _start(first, before)
    if start is None or last is None:
        return None if start is None else ((start, start), flaw)
    if isinstance(start, int) and last.isdecimal():
        completed = complete(start, last)
        if completed is None:
            return (start, int(last) or start), "not completed"
        return (start, completed), "descending" if completed < start else flaw
    end = _page(last)
    alike = isinstance(start, str) and isinstance(end, str)
    return ((start, end), flaw) if alike else None


def _start(printed: str, before: Item | None) -> tuple[Page | None, Flaw | None]:
    page, earlier = _page(printed), before[1] if before else None
    if not isinstance(page, int) or not isinstance(earlier, int):
        return page, None
    completed = complete(earlier, printed)
    if completed is None or completed < earlier:
        return page, "not completed"
    return completed, None


def _open(pages: Item, following: str) -> Item:
    """Extend a range by the page that follows (f.), or without an end (ff.)."""
    last = pages[1]
    if "ff" in following or last is None:
        return pages[0], None
    return pages[0], last + 1 if isinstance(last, int) else _printed_roman((roman(last) or 0) + 1)


def _printed_roman(number: int) -> str:
    signs = zip((100, 90, 50, 40, 10, 9, 5, 4, 1), "c xc l xl x ix v iv i".split(), strict=True)
    printed = ""
    for value, sign in signs:
        printed += sign * (number // value)
        number %= value
    return printed


def merged(pages: list[Item]) -> Pages:
    """Return pages with neighbours merged: 105, 106 is 105–106."""
    merged = pages[:1]
    for first, last in pages[1:]:
        begin, end = merged[-1]
        alike = end is not None and isinstance(first, int) == isinstance(end, int)
        if alike and end is not None and 0 <= _rank(first) - _rank(end) <= 1:
            merged[-1] = (begin, last)
        else:
            merged.append((first, last))
    return tuple(merged)


def label(pages: Pages) -> str:
    """Return pages as a reference gives them: `p. 45`, `pp. 280–281, 290`, `pp. 12ff.`."""
    parts = [_label(first, last) for first, last in pages]
    single = len(pages) == 1 and pages[0][0] == pages[0][1]
    return f"{'p.' if single else 'pp.'} {', '.join(parts)}"


def _label(first: Page, last: Page | None) -> str:
    if last is None:
        return f"{first}ff."
    return str(first) if first == last else f"{first}–{last}"


def overlap(pages: Pages, wanted: Pages) -> bool:
    """Say whether any of the pages wanted is among the pages, alone or within a range."""
    return any(_meet(cited, asked) for cited in pages for asked in wanted)


def _meet(one: Item, other: Item) -> bool:
    if isinstance(one[0], int) != isinstance(other[0], int):
        return False
    return any(
        low <= other_high and other_low <= high
        for low, high in _reach(one)
        for other_low, other_high in _reach(other)
    )


def _reach(pages: Item) -> list[tuple[float, float]]:
    """Return a range's ends as numbers; one that runs backwards is only its two ends."""
    first = _rank(pages[0])
    last = math.inf if pages[1] is None else _rank(pages[1])
    return [(first, last)] if first <= last else [(first, first), (last, last)]


def distance(pages: Pages, wanted: Pages) -> int | None:
    """Return how many pages lie between the nearest two; None where they are of two kinds."""
    ends = [end for span in pages for end in span if end is not None]
    asked = [end for span in wanted for end in span if end is not None]
    gaps = [
        abs(_rank(end) - _rank(page))
        for end in ends
        for page in asked
        if isinstance(end, int) == isinstance(page, int)
    ]
    return min(gaps, default=None)


def placed(pages: Pages) -> tuple[bool, int, float]:
    """Return what pages are sorted by: roman ones first, then as they are numbered."""
    first, last = pages[0][0], pages[-1][1]
    return isinstance(first, int), _rank(first), math.inf if last is None else _rank(last)


def _rank(page: Page) -> int:
    return page if isinstance(page, int) else roman(page) or 0
