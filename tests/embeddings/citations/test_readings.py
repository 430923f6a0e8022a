"""A part of a bracket is read by the forms, without what is no part of the reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations.readings import MAX_PART_LENGTH, is_remark, parse_reference
from embeddings.types import Pages


@pytest.mark.parametrize(
    ("printed", "source", "pages"),
    [
        ("but cf. Deutscher, p. 45", "Deutscher", ((45, 45),)),
        ("Okafor [1961] 1987, 45", "Okafor [1961] 1987", ((45, 45),)),
        ("Okafor 1961/1987, p. 45", "Okafor 1961/1987", ((45, 45),)),
        ("Okafor, esp. pp. 45--47", "Okafor", ((45, 47),)),
        ("my emphasis, 45", None, ((45, 45),)),
        ("Okafor, my emphasis, p. 45", "Okafor", ((45, 45),)),
        ("p. 47 for the answer", None, ((47, 47),)),
        ("Okafor, S. 45", "Okafor", ((45, 45),)),
        ("@okafor1987, p. 45", "Okafor 1987", ((45, 45),)),
        ("第45頁", None, ((45, 45),)),
    ],
)
def test_the_source_and_the_pages_are_read(printed: str, source: str | None, pages: Pages) -> None:
    reading = parse_reference(printed)[0]
    assert reading.numbers is not None
    assert (reading.source, reading.numbers.pages) == (source, pages)


@pytest.mark.parametrize("printed", ["Okafor, § 12", "Okafor, loc. 1234", "Okafor, ed. 2", "ch. 3"])
def test_what_counts_no_pages_is_not_read(printed: str) -> None:
    assert parse_reference(printed) == []


def test_what_the_text_says_of_a_number_is_kept_beside_it() -> None:
    assert parse_reference("Deutscher 1954, 12 disagrees")[0].prose == "disagrees"


@pytest.mark.parametrize(("digits", "unlikely"), [("45/46", False), ("3/4", True), ("S12", True)])
def test_fractions_and_codes_are_no_pages_unless_marked(digits: str, unlikely: bool) -> None:
    readings = [one for one in parse_reference(digits) if one.needs == "a quotation"]
    assert [one.is_unlikely() for one in readings] == [unlikely] * len(readings)
    assert not parse_reference(f"p. {digits}")[0].is_unlikely()


def test_remarks_alone_are_no_reference() -> None:
    assert is_remark("emphasis added")
    assert is_remark("Hervorhebung im Original")
    assert not is_remark("")


def test_a_part_that_is_too_long_is_not_read() -> None:
    assert parse_reference("see " * MAX_PART_LENGTH + "p. 45") == []


@given(st.text(alphabet="abOK .,;:()[]§@'’“”0123456789ps–-", max_size=80))
def test_no_words_break_the_reader(printed: str) -> None:
    for reading in parse_reference(printed):
        assert reading.numbers is not None or reading.back is not None
