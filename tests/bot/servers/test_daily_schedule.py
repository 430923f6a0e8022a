"""When a quotation of the day is due: in every zone, whatever the clocks do there."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.servers.daily_schedule import MAX_DELAY, compute_due_time, find_due_day
from bot.servers.settings import Daily, list_zones

ZONES = sorted(list_zones())
STEP = timedelta(minutes=15)


def daily(hour: int, zone: str) -> Daily:
    """Return when a quotation is posted."""
    return Daily(channel=1, hour=hour, zone=zone)


dailies = st.builds(daily, st.integers(0, 23), st.sampled_from(ZONES))
days = st.dates(date(2000, 1, 1), date(2037, 1, 1))


@given(dailies, days)
def test_it_is_due_at_its_hour_and_for_two_hours(one: Daily, day: date) -> None:
    begins = compute_due_time(one, day)
    assert find_due_day(one, begins) in (day, day + timedelta(days=1))
    assert find_due_day(one, begins + MAX_DELAY - timedelta(microseconds=1)) is not None
    for moments in (begins - timedelta(microseconds=1), begins + MAX_DELAY):
        assert find_due_day(one, moments) != day


@given(dailies, days)
def test_the_hour_is_the_zones_own_or_the_next_that_there_is(one: Daily, day: date) -> None:
    shown = compute_due_time(one, day).astimezone(one.timezone)
    asked = datetime.combine(day, shown.time().replace(hour=one.hour, minute=0))
    late = shown.replace(tzinfo=None) - asked
    assert timedelta() <= late <= timedelta(days=1)
    exists = asked.replace(tzinfo=one.timezone).astimezone(UTC).astimezone(one.timezone)
    if exists.replace(tzinfo=None) == asked:
        assert late == timedelta()


@given(dailies, days)
def test_each_day_has_its_turn_once(one: Daily, day: date) -> None:
    begun = datetime.combine(day, time(), UTC)
    found = [find_due_day(one, begun + number * STEP) for number in range(4 * 24 * 4)]
    turns = [day for day, before in zip(found, [None, *found], strict=False) if day != before]
    posted = [day for day in turns if day is not None]
    assert posted == sorted(set(posted))
    assert len(posted) in (3, 4, 5)


@pytest.mark.parametrize(
    ("hour", "zone", "day", "wanted"),
    [
        (9, "Europe/Berlin", date(2026, 1, 5), "2026-01-05T08:00"),
        (9, "Europe/Berlin", date(2026, 7, 5), "2026-07-05T07:00"),
        (2, "Europe/Berlin", date(2026, 3, 29), "2026-03-29T01:00"),  # it does not exist: 03:00
        (2, "Europe/Berlin", date(2026, 10, 25), "2026-10-25T00:00"),  # it comes twice: the first
        (0, "Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00"),  # midnight does not exist
        (2, "Australia/Lord_Howe", date(2026, 10, 4), "2026-10-03T15:30"),  # by half an hour
    ],
)
def test_clocks_that_are_set_are_followed(hour: int, zone: str, day: date, wanted: str) -> None:
    assert compute_due_time(daily(hour, zone), day) == datetime.fromisoformat(wanted).replace(
        tzinfo=UTC
    )


def test_an_hour_that_comes_twice_is_posted_once() -> None:
    berlin, night = daily(2, "Europe/Berlin"), datetime(2026, 10, 25, tzinfo=UTC)
    found = {find_due_day(berlin, night + number * STEP) for number in range(40)}
    assert found == {date(2026, 10, 25), None}
    assert find_due_day(berlin, night + timedelta(hours=1)) == date(2026, 10, 25)  # 02:00 once more


def test_the_last_hour_may_be_posted_after_midnight() -> None:
    late = daily(23, "UTC")
    assert find_due_day(late, datetime(2026, 5, 2, 0, 59, tzinfo=UTC)) == date(2026, 5, 1)
    assert find_due_day(late, datetime(2026, 5, 2, 1, 0, tzinfo=UTC)) is None


def test_a_day_that_a_zone_leaves_out_has_none() -> None:
    samoa = daily(9, "Pacific/Apia")
    assert compute_due_time(samoa, date(2011, 12, 30)) == compute_due_time(
        samoa, date(2011, 12, 31)
    )
    assert find_due_day(samoa, compute_due_time(samoa, date(2011, 12, 31))) == date(2011, 12, 31)
