"""The time of a block, however a moderator types it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.translations import ENGLISH
from bot.servers.durations import (
    ALWAYS,
    MAX_DURATION,
    OFFERED_DURATIONS,
    UNITS,
    DurationError,
    TimeUnit,
    parse_duration,
)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, timedelta]:
    """Return some parts of a time as typed, and what they are together."""
    typed, whole = "", timedelta()
    for _ in range(draw(st.integers(1, 4))):
        unit = draw(st.sampled_from(UNITS))
        number, name = draw(st.integers(0, 40)), draw(st.sampled_from(unit.names))
        gap, comma = draw(st.sampled_from(("", " "))), draw(st.sampled_from(("", " ", ", ")))
        typed += f"{number}{gap}{draw(st.sampled_from((name, name.upper())))}{comma}"
        whole += number * unit.length
    return typed, whole


@given(written())
def test_parts_are_added_up_and_what_is_none_or_too_long_is_refused(
    case: tuple[str, timedelta],
) -> None:
    typed, whole = case
    if timedelta() < whole <= MAX_DURATION:
        assert parse_duration(typed) == whole
    else:
        with pytest.raises(DurationError):
            parse_duration(typed)


@given(st.text())
def test_whatever_is_typed_is_a_time_or_refused_with_a_sentence(typed: str) -> None:
    with suppress(DurationError):
        found = parse_duration(typed)
        assert found is None or timedelta() < found <= MAX_DURATION


@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.names[0])
def test_each_unit_has_an_example(unit: TimeUnit) -> None:
    found = parse_duration(unit.example)
    assert found is not None
    assert found % unit.length == timedelta()


@pytest.mark.parametrize("typed", [*sorted(ALWAYS), " Always "])
def test_always_is_no_time(typed: str) -> None:
    assert parse_duration(typed) is None


def test_what_is_offered_is_understood() -> None:
    assert [parse_duration(one) for one in OFFERED_DURATIONS] == [
        timedelta(minutes=10),
        timedelta(hours=1),
        timedelta(days=1),
        timedelta(days=7),
        timedelta(days=30),
        None,
    ]


@pytest.mark.parametrize(
    "typed", ["", " ", "0m", "10", "m", "-5m", "1.5h", "10 parsecs", "2h!", "366d", "٣d", "1d and"]
)
def test_what_is_no_time_is_refused_by_its_words(typed: str) -> None:
    with pytest.raises(DurationError) as refused:
        parse_duration(typed)
    assert f"“{typed}” is no time" in refused.value.translate(ENGLISH)
