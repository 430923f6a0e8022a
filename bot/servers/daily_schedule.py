"""When a server's daily quotation is due, by its settings and the time."""

from datetime import UTC, date, datetime, time, timedelta

from bot.servers.settings import Daily

MAX_DELAY = timedelta(hours=2)
"""How late a quotation is still posted; a bot that was away for longer skips the day."""

_DAY = timedelta(days=1)


def compute_due_time(daily: Daily, day: date) -> datetime:
    """Return when the quotation of a day is due.

    Where the clocks go forward over the hour it is the next one; where they go back over it,
    the first of the two.
    """
    return datetime.combine(day, time(daily.hour), daily.timezone).astimezone(UTC)


def find_due_day(daily: Daily, now: datetime) -> date | None:
    """Return the day whose quotation is due now, None where it is too early or too late."""
    today = now.astimezone(daily.timezone).date()
    for day in (today, today - _DAY):  # a quotation due at 23:00 may be posted until 01:00
        due_time = compute_due_time(daily, day)
        if due_time <= now < due_time + MAX_DELAY:
            return day
    return None
