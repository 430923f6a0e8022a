"""When a server's quotation of the day is due: a function of its settings and the time."""

from datetime import UTC, date, datetime, time, timedelta

from bot.servers.settings import Daily

LATE = timedelta(hours=2)
"""For so long it is still posted: a bot that was away then leaves that day out."""

_DAY = timedelta(days=1)


def moment(daily: Daily, day: date) -> datetime:
    """Return when the quotation of a day is due.

    An hour that the clocks leave out is the next that they have; of one that they have twice
    it is the first.
    """
    return datetime.combine(day, time(daily.hour), daily.timezone).astimezone(UTC)


def due(daily: Daily, now: datetime) -> date | None:
    """Return the day whose quotation is due now; None where it is too early or too late."""
    today = now.astimezone(daily.timezone).date()
    for day in (today, today - _DAY):  # that of 23:00 may be posted until 01:00
        begins = moment(daily, day)
        if begins <= now < begins + LATE:
            return day
    return None
