"""Words that may cite a page are told from those that count something else."""

import pytest

from embeddings.citations.possible_pages import has_number, may_cite_page
from embeddings.citations.works import Sources
from tests.support.small_text import LAMPS

SOURCES = Sources([LAMPS])


@pytest.mark.parametrize("printed", ["45", "Smith 12", "45–47", "12, and 14", "no page: 12"])
def test_a_number_that_ends_words_may_be_a_page(printed: str) -> None:
    assert has_number(printed)


@pytest.mark.parametrize(
    "printed",
    ["1987", "12 boats", "$12", "45%", "16:45", "30,000", "12.5.1921", "1921-05-12", "the 17th"],
)
def test_years_sums_times_and_things_are_no_pages(printed: str) -> None:
    assert not has_number(printed)


def test_a_number_needs_a_mark_a_work_or_a_reference_beside_it() -> None:
    assert may_cite_page("as it says, p. 45", SOURCES)
    assert may_cite_page("as Okafor says, 45", SOURCES)
    assert may_cite_page("as above, 45", SOURCES)
    assert not may_cite_page("as Smith says, 45", SOURCES)
    assert may_cite_page("as Smith says, 45", SOURCES, beside=True)
    assert not may_cite_page("as Okafor says in § 45", SOURCES, beside=True)
