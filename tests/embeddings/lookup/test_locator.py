"""Questions that name a page, and the work if they name one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.lookup.locator import NoPageError, find_locator, parse_page_request
from embeddings.types import Pages, Work
from tests.support.small_text import ICE, LAMPS, YEAR, small

SMALL = small()


@pytest.mark.parametrize(
    ("question", "pages", "work"),
    [
        ("What is on page 45?", ((45, 45),), None),
        ("p. 297", ((297, 297),), None),
        ("P 297", ((297, 297),), None),
        ("p297", ((297, 297),), None),
        ("page number 297", ((297, 297),), None),
        ("What stands on the 12th page?", ((12, 12),), None),
        ("pg. 12 please", ((12, 12),), None),
        ("pages 40-42", ((40, 42),), None),
        ("p. 280-81", ((280, 281),), None),
        ("pages 281 to 280", ((280, 281),), None),
        ("pages 45, 27", ((45, 45), (27, 27)), None),
        ("p. 12ff.", ((12, None),), None),
        ("p. 45n3", ((45, 45),), None),
        ("p. x", (("x", "x"),), None),
        ("pp. 40 to 42 of Lindqvist", ((40, 42),), ICE),
        ("Lindqvist page 27", ((27, 27),), ICE),
        ("what does lindqvist say on page xii?", (("xii", "xii"),), ICE),
        ("What is on page 45 of The Lamp Keepers?", ((45, 45),), LAMPS),
        ("p. 98, 1848", ((98, 98),), YEAR),
        ("1848, p. 98", ((98, 98),), YEAR),
        ("What happened in 1848 on page 45?", ((45, 45),), None),
        ("What does Voss say on page 98?", ((98, 98),), None),
        ("pages 44 through 46", ((44, 46),), None),
        ("page 45 and page 98", ((45, 45), (98, 98)), None),
        ("page 1,201", ((1201, 1201),), None),
        ("According to Okafor, page 45 of Lindqvist", ((45, 45),), ICE),
        ("page 0", (), None),
        ("page -1", (), None),
        ("page 1-xii", (), None),
    ],
)
def test_a_page_is_asked_for(question: str, pages: Pages, work: Work | None) -> None:
    locator = find_locator(question, SMALL)
    assert locator is not None
    assert (locator.pages, locator.work, locator.unknown_work) == (pages, work, None)


def test_a_work_that_is_not_known_is_named() -> None:
    locator = find_locator("What is on page 45 of Das Kapital?", SMALL)
    assert locator is not None
    assert (locator.work, locator.unknown_work) == (None, "Das Kapital")
    for question in ("page 45 of The Lamp Keepers Return", "Okafor, Other Lamps, p. 45"):
        other = find_locator(question, SMALL)
        assert other is not None
        assert other.work is None
        assert other.unknown_work
    assert locator.where == "page 45 of Das Kapital"


@pytest.mark.parametrize(
    "question",
    [
        "Who lit the lamp?",
        "Who said that and on what page?",
        "How many pages has it?",
        "Was it the 45th?",
        "Which page is it on?",
        "The page I am reading",
        "A page ill printed",
    ],
)
def test_no_page_is_asked_for(question: str) -> None:
    assert find_locator(question, SMALL) is None


@given(st.text(max_size=60), st.integers(1, 10**30))
def test_any_number_behind_page_is_asked_for(before: str, page: int) -> None:
    locator = find_locator(f"{before} page {page}", SMALL)
    assert locator is not None


@pytest.mark.parametrize(
    ("printed", "pages", "where"),
    [
        ("45", ((45, 45),), "p. 45"),
        (" p. 45 ", ((45, 45),), "p. 45"),
        ("pp. 280-290", ((280, 290),), "p. 280-290"),
        ("pages 280, 81", ((280, 281),), "p. 280, 81"),
        ("12ff", ((12, None),), "p. 12ff"),
        ("page xii", (("xii", "xii"),), "p. xii"),
    ],
)
def test_what_is_given_for_a_page_is_read_with_its_mark_or_without(
    printed: str, pages: Pages, where: str
) -> None:
    found = parse_page_request(printed)
    assert (found.pages, found.where) == (pages, where)
    assert parse_page_request(printed, LAMPS).where == f"{where} of The Lamp Keepers"


@pytest.mark.parametrize("printed", ["0", "-1", "10^9", "abc", "", "p.", "45 of Letters"])
def test_what_is_given_for_a_page_and_is_none_is_refused(printed: str) -> None:
    with pytest.raises(NoPageError, match="is no page; give a number such as 45, xii or 280-281"):
        parse_page_request(printed)
