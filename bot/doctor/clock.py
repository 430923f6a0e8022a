"""The clock: as far apart from Discord's as does no harm."""

from collections.abc import Sequence

from bot.doctor.lines import Line, bad, doubtful, good
from bot.doctor.place import Place

NAME = "clock"

DOUBTFUL = 5.0
"""Seconds apart that no clock has that is set by others."""

BAD = 900.0
"""Seconds apart at which discord.py takes an interaction that has just come for expired."""

_MEND = "let the system set its clock by others (NTP): `timedatectl set-ntp true` with systemd"


async def clock(place: Place) -> Sequence[Line]:
    """Say how far the clock here is from that of Discord."""
    if place.discord is None:
        return []
    return [judged(await place.discord.apart())]


def judged(apart: float | None) -> Line:
    """Judge how far a clock is ahead, in seconds."""
    if apart is None:
        mend = "look whether the proxy at CONCORDANCE_DISCORD_API lets the header Date through"
        return doubtful(NAME, "Discord's answer bears no date", mend)
    found = f"{abs(apart):.0f} s {'ahead of' if apart > 0 else 'behind'} Discord's"
    if abs(apart) >= BAD:
        return bad(NAME, f"{found}: the bot would take what is asked for expired", _MEND)
    if abs(apart) >= DOUBTFUL:
        return doubtful(NAME, f"{found}: blocks, daily quotations and records are off by it", _MEND)
    return good(NAME, "within seconds of Discord's")
