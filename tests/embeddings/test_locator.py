"""Questions that name a page, and the work if they name one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.locator import locate
from embeddings.types import Page
from tests.embeddings.small import small

SMALL = small()


@pytest.mark.parametrize(
    ("question", "first", "last", "work"),
    [
        ("What is on page 45?", 45, None, None),
        ("p. 297", 297, None, None),
        ("P 297", 297, None, None),
        ("pg. 12 please", 12, None, None),
        ("pages 40-42", 40, 42, None),
        ("pp. 40 to 42 of Lindqvist", 40, 42, "A Winter on the Ice"),
        ("Lindqvist page 27", 27, None, "A Winter on the Ice"),
        ("what does lindqvist say on page xii?", "xii", None, "A Winter on the Ice"),
        ("What is on page 45 of The Lamp Keepers?", 45, None, "The Lamp Keepers"),
        ("p. 98, 1848", 98, None, "1848"),
        ("1848, p. 98", 98, None, "1848"),
        ("What happened in 1848 on page 45?", 45, None, None),
        ("What does Voss say on page 98?", 98, None, None),
        ("page 0", None, None, None),
        ("page -1", None, None, None),
    ],
)
def test_a_page_is_asked_for(
    question: str, first: Page | None, last: Page | None, work: str | None
) -> None:
    locator = locate(question, SMALL)
    assert locator is not None
    assert (locator.first, locator.last, locator.work) == (first, last, work)


@pytest.mark.parametrize(
    "question",
    [
        "Who lit the lamp?",
        "Who said that and on what page?",
        "How many pages has it?",
        "Was it the 45th?",
        "Which page is it on?",
        "The page I am reading",
    ],
)
def test_no_page_is_asked_for(question: str) -> None:
    assert locate(question, SMALL) is None


@given(st.text(max_size=60), st.integers(1, 10**30))
def test_any_number_behind_page_is_asked_for(before: str, page: int) -> None:
    locator = locate(f"{before} page {page}", SMALL)
    assert locator is not None
