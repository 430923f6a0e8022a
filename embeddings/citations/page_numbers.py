"""Read and compare printed page numbers: `280, 81`, `xii–xiv`, `12ff.`, `440, footnote 1`."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from embeddings.types import Page, Pages

MAX_COMPLETION_GAP = 10
"""Pages that a completed number may lie beyond the first: in `280, 81` it is one."""

PageRange = tuple[Page, Page | None]
NumberFlaw = Literal["not completed", "descending"]

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

PAGE_LIST = rf"{_ITEM}(?:{_AND}(?:pp?\.\s*|pages?\s+)?{_NEXT})*"
"""Pattern of a list of pages, as printed in brackets."""

PAGE_RANGE = rf"(?:{_ARABIC}|{_ROMAN})(?:{_DASH}{_SECOND})?{_FOLLOWING}?{_NOTE}?"
"""Pattern of one page or one range of pages."""

_PARTS = re.compile(
    rf"(?P<first>\d+|[ivxlcIVXLC]+)(?:{_DASH}(?P<last>{_SECOND}))?"
    rf"(?P<following>{_FOLLOWING})?(?P<note>{_NOTE})?"
)
_ROMAN_BELOW_400 = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """The pages of a printed list, its note, and what is wrong with it.

    `marked` is true where the list itself shows that its numbers are pages: `12ff.`, `12n3`.
    """

    pages: Pages
    note: str | None = None
    flaw: NumberFlaw | None = None
    marked: bool = False

    @property
    def first(self) -> Page:
        """The first page."""
        return self.pages[0][0]


def parse_roman(printed: str) -> int | None:
    """Return the value of a Roman numeral below 400; None for other letters."""
    letters = printed.lower()
    if not letters or not _ROMAN_BELOW_400.fullmatch(letters):
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def parse_number(printed: str) -> int | None:
    """Return the value of an Arabic number or a Roman numeral."""
    return int(printed) if printed.isdecimal() else parse_roman(printed)


def complete_number(first: int, printed: str) -> int | None:
    """Complete a shortened number from the one before: 81 after 280 is 281.

    None where no page near the first has these last digits.
    """
    if len(printed) >= len(str(first)):
        return None if printed[0] == "0" else int(printed)
    page = int(str(first)[: -len(printed)] + printed)
    return page if first < page <= first + MAX_COMPLETION_GAP else None


def parse_pages(printed: str) -> PageNumbers | None:
    """Parse a list of pages that matches LIST; None where a number in it is no page."""
    pages: list[PageRange] = []
    note: str | None = None
    flaw: NumberFlaw | None = None
    marked = False
    for item in _PARTS.finditer(printed):
        parsed = _parse_range(item["first"], item["last"], pages[-1] if pages else None)
        if parsed is None:
            return None
        page_range, range_flaw = parsed
        flaw = flaw or range_flaw
        if item["following"]:
            marked = True
            page_range = _extend_range(page_range, item["following"])
        pages.append(page_range)
        if item["note"] is not None:
            marked, note = True, item["note"].strip(", ")
    if re.fullmatch(r"\d{1,3},\d{3}", printed):  # 1,250 may be one number of a thousand and more
        flaw = "not completed"
    return PageNumbers(merge_pages(pages), note, flaw, marked) if pages else None


def _parse_page(printed: str) -> Page | None:
    if printed.isdecimal():
        return int(printed[:20]) or None
    return printed.lower() if parse_roman(printed) else None


def _parse_range(
    first: str, last: str | None, before: PageRange | None
) -> tuple[PageRange, NumberFlaw | None] | None:
    """Parse one item of a list, completed from the item before it; None where it is no page."""
    start, flaw = _parse_start(first, before)
    if start is None:
        return None
    if last is None:
        return (start, start), flaw
    if isinstance(start, int) and last.isdecimal():
        completed = complete_number(start, last)
        if completed is None:
            return (start, int(last) or start), "not completed"
        return (start, completed), "descending" if completed < start else flaw
    end = _parse_page(last)
    both_roman = isinstance(start, str) and isinstance(end, str)
    return ((start, end), flaw) if both_roman else None


def _parse_start(printed: str, before: PageRange | None) -> tuple[Page | None, NumberFlaw | None]:
    page, earlier = _parse_page(printed), before[1] if before else None
    if not isinstance(page, int) or not isinstance(earlier, int):
        return page, None
    completed = complete_number(earlier, printed)
    if completed is None or completed < earlier:
        return page, "not completed"
    return completed, None


def _extend_range(pages: PageRange, following: str) -> PageRange:
    """Extend a range by the next page (f.), or without an end (ff.)."""
    first, last = pages
    if "ff" in following or last is None:
        return first, None
    return first, last + 1 if isinstance(last, int) else _format_roman((parse_roman(last) or 0) + 1)


def _format_roman(number: int) -> str:
    numerals = zip((100, 90, 50, 40, 10, 9, 5, 4, 1), "c xc l xl x ix v iv i".split(), strict=True)
    printed = ""
    for value, numeral in numerals:
        printed += numeral * (number // value)
        number %= value
    return printed


def merge_pages(pages: list[PageRange]) -> Pages:
    """Merge neighbouring pages: 105, 106 becomes 105–106."""
    merged = pages[:1]
    for first, last in pages[1:]:
        begin, end = merged[-1]
        same_numerals = end is not None and isinstance(first, int) == isinstance(end, int)
        if same_numerals and end is not None and 0 <= _page_value(first) - _page_value(end) <= 1:
            merged[-1] = (begin, last)
        else:
            merged.append((first, last))
    return tuple(merged)


def format_pages(pages: Pages) -> str:
    """Format pages as a reference prints them: `p. 45`, `pp. 280–281, 290`, `pp. 12ff.`."""
    parts = [_format_range(first, last) for first, last in pages]
    single = len(pages) == 1 and pages[0][0] == pages[0][1]
    return f"{'p.' if single else 'pp.'} {', '.join(parts)}"


def _format_range(first: Page, last: Page | None) -> str:
    if last is None:
        return f"{first}ff."
    return str(first) if first == last else f"{first}–{last}"


def pages_overlap(pages: Pages, wanted: Pages) -> bool:
    """Return whether any wanted page is among the pages, alone or within a range."""
    return any(_ranges_overlap(cited, asked) for cited in pages for asked in wanted)


def _ranges_overlap(left: PageRange, right: PageRange) -> bool:
    if isinstance(left[0], int) != isinstance(right[0], int):
        return False
    return any(
        left_low <= right_high and right_low <= left_high
        for left_low, left_high in _list_intervals(left)
        for right_low, right_high in _list_intervals(right)
    )


def _list_intervals(pages: PageRange) -> list[tuple[float, float]]:
    """Return the page values that a range covers; a descending range covers only its two ends."""
    first = _page_value(pages[0])
    last = math.inf if pages[1] is None else _page_value(pages[1])
    return [(first, last)] if first <= last else [(first, first), (last, last)]


def measure_page_distance(pages: Pages, wanted: Pages) -> int | None:
    """Return how far apart the nearest two ends are; None between Arabic and Roman pages."""
    ends = [end for page_range in pages for end in page_range if end is not None]
    wanted_ends = [end for page_range in wanted for end in page_range if end is not None]
    gaps = [
        abs(_page_value(end) - _page_value(wanted_end))
        for end in ends
        for wanted_end in wanted_ends
        if isinstance(end, int) == isinstance(wanted_end, int)
    ]
    return min(gaps, default=None)


def page_sort_key(pages: Pages) -> tuple[bool, int, float]:
    """Return the key that sorts pages: Roman before Arabic, then by number."""
    first, last = pages[0][0], pages[-1][1]
    end = math.inf if last is None else _page_value(last)
    return isinstance(first, int), _page_value(first), end


def _page_value(page: Page) -> int:
    return page if isinstance(page, int) else parse_roman(page) or 0
