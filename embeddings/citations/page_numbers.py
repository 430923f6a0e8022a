"""Read and compare printed page numbers: `280, 81`, `xii–xiv`, `12ff.`, `45a`, `440, note 1`."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from embeddings.types import Page, Pages

MAX_COMPLETION_GAP = 10
"""Pages that a completed number may lie beyond the first: in `280, 81` it is one."""

PageRange = tuple[Page, Page | None]
NumberFlaw = Literal["not completed", "descending"]
_ROMAN_SERIES = "roman"

_DASH = r"\s*(?:-{1,3}|[‐‑‒–—−/]|\b(?:to|through|bis)\b)\s*(?:(?:pp?|SS?)\.\s*|pages?\s+)?"
_ARABIC = r"[1-9]\d{0,4}(?!\d)(?:[a-e](?!\w))?"
_LABEL = r"(?:[A-Z]{1,2}-?\d{1,5}|e\d{1,6})(?!\w)"
_ROMAN = r"(?:[ivxlc]+|[IVXLC]+)(?![^\W\d]|\.\s?[A-Z])"
_FIRST = rf"(?:{_ARABIC}|{_LABEL}|{_ROMAN})"
_SECOND = rf"(?:\d{{1,5}}(?!\d)(?:[a-e](?!\w))?|{_LABEL}|{_ROMAN})"
_NUMBERS = r"\d{1,4}(?!\d)(?:\s*(?:[-–]|and|&|,)\s*\d{1,4}(?!\w))*"
_NOTE = (
    rf"(?:,?\s*(?i:(?:foot|end)?notes?|fnn?\.?|anm\.)\s*{_NUMBERS}"
    rf"|,?\s*nn?\.\s?(?:{_NUMBERS})?|nn?(?:{_NUMBERS})?(?![^\W\d]))"
)
_FOLLOWING = r"(?:\s?ff?(?![^\W\d])\.?|\s?sqq?(?![^\W\d])\.?|\s+(?:et\s+)?seqq?(?![^\W\d])\.?)"
_COLUMNS = r"(?<=\d[a-e])\s?[-‐‑–]\s?"  # 57a–b
_LAST = rf"(?:{_COLUMNS}[a-e](?!\w)|{_DASH}{_SECOND})"
_RANGE = rf"{_FIRST}{_LAST}?{_FOLLOWING}?{_NOTE}?"
_NEXT = rf"{_SECOND}{_LAST}?{_FOLLOWING}?{_NOTE}?"
_AND = r"(?:\s*,\s*(?:(?:and|und|et)\s+|u\.\s*|&\s*)?|\s+(?:and|or|und|oder|et|u\.)\s+|\s*&\s*)"

# What is matched of one item stays matched: its note and the next item could share a number in
# many ways.
PAGE_RANGE = rf"(?>{_RANGE})"
"""Pattern of one page or one range of pages."""

PAGE_LIST = rf"{PAGE_RANGE}(?:(?>{_AND}(?:(?:pp?|SS?)\.\s*|pages?\s+)?{_NEXT}))*"
"""Pattern of a list of pages, as printed in brackets."""

_PARTS = re.compile(
    rf"(?P<first>{_LABEL}|\d+(?:[a-e](?!\w))?|[ivxlcIVXLC]+)"
    rf"(?:{_COLUMNS}(?P<column>[a-e])(?!\w)|{_DASH}(?P<last>{_SECOND}))?"
    rf"(?P<following>{_FOLLOWING})?(?P<note>{_NOTE})?"
)
_ROMAN_BELOW_400 = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_LABELLED = re.compile(r"(?P<series>[A-Z]{1,2}-?|e)?(?P<number>\d+)(?P<column>[a-e])?")


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
        last = item["first"][:-1] + item["column"] if item["column"] else item["last"]
        parsed = _parse_range(item["first"], last, pages[-1] if pages else None)
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
    """Parse one page: a number, a Roman numeral, or a label such as `45a` or `S12`."""
    if printed.isdecimal():
        return int(printed[:20]) or None
    if _LABELLED.fullmatch(printed):
        return printed
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
    if isinstance(start, int) and end is not None and parse_roman(str(end)):
        return None
    return ((start, end), flaw) if end is not None else None


def _parse_start(printed: str, before: PageRange | None) -> tuple[Page | None, NumberFlaw | None]:
    page, earlier = _parse_page(printed), before[1] if before else None
    if not isinstance(page, int) or not isinstance(earlier, int):
        return page, None
    completed = complete_number(earlier, printed)
    if completed is None or completed < earlier:
        return page, "not completed"
    return completed, None


def _extend_range(pages: PageRange, following: str) -> PageRange:
    """Extend a range by the next page (f., sq.), or without an end (ff., sqq., et seq.)."""
    first, last = pages
    if last is None or re.search("ff|qq|seq", following):
        return first, None
    if isinstance(last, int):
        return first, last + 1
    return first, _format_roman(value + 1) if (value := parse_roman(last)) else None


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
        if end is not None and _are_neighbours(end, first):
            merged[-1] = (begin, last)
        else:
            merged.append((first, last))
    return tuple(merged)


def _are_neighbours(end: Page, first: Page) -> bool:
    (series, value), (other, following) = locate_page(end), locate_page(first)
    return series == other and 0 <= following - value <= 1


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
    return any(
        left_series == right_series and left_low <= right_high and right_low <= left_high
        for left_series, left_low, left_high in _list_intervals(left)
        for right_series, right_low, right_high in _list_intervals(right)
    )


def _list_intervals(pages: PageRange) -> list[tuple[str, float, float]]:
    """Return the pages that a range covers, in the series they are counted in.

    A range that descends, or ends in another series than it begins in, covers only its two ends.
    A page covers its columns: 45 is met by 45a.
    """
    series, first = locate_page(pages[0])
    if pages[1] is None:
        return [(series, first, math.inf)]
    other, last = locate_page(pages[1])
    if series == other and first <= last:
        return [(series, first, _reach(last))]
    return [(series, first, _reach(first)), (other, last, _reach(last))]


def _reach(value: float) -> float:
    """Return how far a page reaches: a column of it only to its own end."""
    return value + 0.5 if value == int(value) else value


def measure_page_distance(pages: Pages, wanted: Pages) -> int | None:
    """Return how far apart the nearest two ends are; None between Arabic and Roman pages."""
    ends = [locate_page(end) for page_range in pages for end in page_range if end is not None]
    wanted_ends = [
        locate_page(end) for page_range in wanted for end in page_range if end is not None
    ]
    gaps = [
        abs(int(value) - int(wanted_value))
        for series, value in ends
        for wanted_series, wanted_value in wanted_ends
        if series == wanted_series
    ]
    return min(gaps, default=None)


def page_sort_key(pages: Pages) -> tuple[bool, str, float, float]:
    """Return the key that sorts pages: Roman before Arabic, then labels, then by number."""
    series, first = locate_page(pages[0][0])
    last = pages[-1][1]
    end = math.inf if last is None else locate_page(last)[1]
    return series != _ROMAN_SERIES, series, first, end


def locate_page(page: Page) -> tuple[str, float]:
    """Return the series that a page is counted in, and its place there: `S12` is ("S", 12)."""
    if isinstance(page, int):
        return "", page
    labelled = _LABELLED.fullmatch(page)
    if labelled is None:
        return _ROMAN_SERIES, parse_roman(page) or 0
    column = "abcde".find(labelled["column"] or "-") + 1
    return labelled["series"] or "", int(labelled["number"]) + column / 100
