"""The table of forms: each reads its own example."""

import pytest

from embeddings.citations.forms import FORMS, CitationForm
from embeddings.citations.readings import is_remark, parse_reference


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_reads_its_own_example(form: CitationForm) -> None:
    readings = parse_reference(form.example)
    assert any(reading.numbers is not None for reading in readings)
    assert form.needs in {reading.needs for reading in readings}


def test_signals_and_remarks_are_no_part_of_the_source() -> None:
    assert parse_reference("cf. Deutscher, p. 45")[0].source == "Deutscher"
    assert parse_reference("Lenin, quoted in Deutscher, p. 45")[0].source == "Deutscher"
    assert parse_reference("see p. 45, emphasis added")[0].source is None
    assert is_remark("emphasis in the original")
    assert not is_remark("the original emphasis of p. 45 was lost")


def test_a_title_may_begin_with_a_word_that_is_often_a_signal() -> None:
    assert parse_reference("In Defence of Marxism, p. 45")[0].source == "In Defence of Marxism"


@pytest.mark.parametrize("printed", ["1917, 18", "1894–1917", "3–1", "007"])
def test_unmarked_years_scores_and_codes_are_unlikely_pages(printed: str) -> None:
    bare = [reading for reading in parse_reference(printed) if reading.needs == "a quotation"]
    assert bare or printed == "007"
    assert all(reading.is_unlikely() for reading in bare)


def test_a_volume_is_a_number_however_it_is_printed() -> None:
    assert [parse_reference(form)[0].volume for form in ("vol. 2, p. 301", "II, 301-09")] == [2, 2]
