"""What printed page numbers stand for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embeddings.citations.page_numbers import (
    complete_number,
    format_pages,
    measure_page_distance,
    page_sort_key,
    pages_overlap,
    parse_pages,
    parse_roman,
)
from embeddings.types import Pages

_ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv")]


def _to_roman(number: int) -> str:
    letters = ""
    for value, sign in [*_ROMAN, (1, "i")]:
        while number >= value:
            letters, number = letters + sign, number - value
    return letters


@pytest.mark.parametrize(
    ("printed", "pages", "note"),
    [
        ("280, 81", ((280, 281),), None),
        ("596, 7", ((596, 597),), None),
        ("1201, 03", ((1201, 1201), (1203, 1203)), None),
        ("161-63", ((161, 163),), None),
        ("104–7", ((104, 107),), None),
        ("12, 19, 44", ((12, 12), (19, 19), (44, 44)), None),
        ("105, 106", ((105, 106),), None),
        ("31 to 58", ((31, 58),), None),
        ("12f.", ((12, 13),), None),
        ("12ff.", ((12, None),), None),
        ("xii–xiv", (("xii", "xiv"),), None),
        ("XII", (("xii", "xii"),), None),
        ("47n3", ((47, 47),), "n3"),
        ("47n", ((47, 47),), "n"),
        ("47, n. 4", ((47, 47),), "n. 4"),
        ("440, footnote 1", ((440, 440),), "footnote 1"),
        ("280, 95", ((280, 280), (95, 95)), None),
        ("301-45", ((301, 45),), None),
        ("45--47", ((45, 47),), None),
        ("123--5", ((123, 125),), None),
        ("45/46", ((45, 46),), None),
        ("45 bis 47", ((45, 47),), None),
        ("45 u. 47", ((45, 45), (47, 47)), None),
        ("45a", (("45a", "45a"),), None),
        ("45a–46b", (("45a", "46b"),), None),
        ("S12–S14", (("S12", "S14"),), None),
        ("A-12, e1234", (("A-12", "A-12"), ("e1234", "e1234")), None),
        ("xiv–3", (("xiv", 3),), None),
        ("45 sq.", ((45, 46),), None),
        ("45 sqq.", ((45, None),), None),
        ("45 et seq.", ((45, None),), None),
        ("47, Anm. 4", ((47, 47),), "Anm. 4"),
    ],
)
def test_a_printed_list_is_read(printed: str, pages: Pages, note: str | None) -> None:
    found = parse_pages(printed)
    assert found is not None
    assert (found.pages, found.note) == (pages, note)


@pytest.mark.parametrize("printed", ["0", "12, 0", "iiii", "vx"])
def test_what_is_no_page_is_not_read(printed: str) -> None:
    assert parse_pages(printed) is None


@given(st.integers(1, 399))
def test_roman_numbers_are_read_back(number: int) -> None:
    assert parse_roman(_to_roman(number)) == number
    assert parse_roman(_to_roman(number).upper()) == number


@given(first=st.integers(10, 9999), digits=st.integers(1, 3))
def test_a_number_is_completed_to_a_page_at_most_ten_on_or_not_at_all(
    first: int, digits: int
) -> None:
    assume(digits < len(str(first)))
    endings = [f"{last:0{digits}d}" for last in range(10**digits)]
    completed = {page for ending in endings if (page := complete_number(first, ending)) is not None}
    beginning = first // 10**digits
    assert completed == {
        page for page in range(first + 1, first + 11) if page // 10**digits == beginning
    }


@given(first=st.integers(1, 500), length=st.integers(0, 30), page=st.integers(1, 600))
def test_a_page_is_found_inside_a_range_and_nowhere_else(
    first: int, length: int, page: int
) -> None:
    pages, wanted = ((first, first + length),), ((page, page),)
    assert pages_overlap(pages, wanted) == (first <= page <= first + length)
    assert (measure_page_distance(pages, wanted) == 0) == (page in (first, first + length))


@pytest.mark.parametrize(
    ("pages", "wanted", "meets"),
    [
        (((12, None),), ((500, 500),), True),
        (((12, None),), ((11, 11),), False),
        (((12, 12),), ((10, None),), True),
        (((301, 45),), ((45, 45),), True),
        (((301, 45),), ((200, 200),), False),
        (((280, 281),), ((270, 280),), True),
        (((280, 281),), ((1, 2), (281, 281)), True),
        ((("xii", "xiv"),), (("xiii", "xiii"),), True),
        ((("xii", "xiv"),), ((13, 13),), False),
        ((("45a", "45a"),), ((45, 45),), True),
        ((("45a", "45a"),), (("45b", "45b"),), False),
        (((44, 46),), (("45a", "45a"),), True),
        ((("S12", "S14"),), (("S13", "S13"),), True),
        ((("S12", "S12"),), ((12, 12),), False),
        ((("xiv", 3),), ((3, 3),), True),
        ((("xiv", 3),), ((2, 2),), False),
    ],
)
def test_ranges_meet(pages: Pages, wanted: Pages, meets: bool) -> None:
    assert pages_overlap(pages, wanted) == meets


@pytest.mark.parametrize(
    ("pages", "printed"),
    [
        (((45, 45),), "p. 45"),
        (((280, 281),), "pp. 280–281"),
        (((12, None),), "pp. 12ff."),
        (((12, 12), (19, 19)), "pp. 12, 19"),
        ((("xii", "xii"),), "p. xii"),
        ((("45a", "45a"),), "p. 45a"),
        ((("xiv", 3),), "pp. xiv–3"),
    ],
)
def test_pages_are_labelled(pages: Pages, printed: str) -> None:
    assert format_pages(pages) == printed


def test_pages_stand_in_the_order_of_a_book() -> None:
    printed = ["S12", "45a", "xii", "45", "3", "45b"]
    pages = [found.pages for one in printed if (found := parse_pages(one))]
    assert [first for ((first, _),) in sorted(pages, key=page_sort_key)] == [
        "xii",
        3,
        45,
        "45a",
        "45b",
        "S12",
    ]
