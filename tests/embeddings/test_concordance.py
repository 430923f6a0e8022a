"""A text with everything found in it: asked, saved and loaded."""

from pathlib import Path

import pytest
from hypothesis import given

from embeddings.concordance import Concordance
from embeddings.errors import DamagedIndexError, UnknownWorkError
from tests.embeddings.made_up import concordances
from tests.embeddings.small import small

SMALL = small()


@given(concordances())
def test_what_was_saved_is_loaded(concordance: Concordance) -> None:
    assert Concordance.from_json(Path("saved"), concordance.to_json()) == concordance


@pytest.mark.parametrize("data", [b"", b"{}", b"[1, 2]", SMALL.to_json()[:-20]])
def test_what_is_no_concordance_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedIndexError, match="concordance build"):
        Concordance.from_json(Path("saved"), data)


def test_a_page_is_found_in_reading_order_the_default_work_first() -> None:
    found = [(one.work, one.printed) for one in SMALL.citing(45)]
    assert found == [
        ("The Lamp Keepers", "(p. 45)"),
        ("A Winter on the Ice", "(Lindqvist, pp. 45–47)"),
    ]
    assert [one.work for one in SMALL.citing(45, work="A Winter on the Ice")] == [
        "A Winter on the Ice"
    ]
    assert SMALL.citing(48) == []


def test_cited_works_are_listed_the_default_first() -> None:
    assert SMALL.cited_works() == ("The Lamp Keepers", "A Winter on the Ice", "1848")


def test_a_work_is_known_by_any_of_its_names_and_another_is_refused() -> None:
    assert SMALL.work_named("okafor") == "The Lamp Keepers"
    assert SMALL.work_named("lamp keepers") == "The Lamp Keepers"
    with pytest.raises(UnknownWorkError, match="it cites The Lamp Keepers, A Winter"):
        SMALL.work_named("Letters")
