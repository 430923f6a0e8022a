"""The clock: as far apart from Discord's as does no harm."""

from collections.abc import Sequence

from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, doubtful, good

NAME = "clock"

DOUBTFUL = 5.0
"""Seconds apart that no clock has that is set by others."""

BAD = 900.0
"""Seconds apart at which members see it: what is to come comes a quarter of an hour off."""

_EARLY = (
    "blocks end and quotations of the day come early, log and history are dated late, and "
    "/maintain goes on in a direct message too soon"
)
_LATE = "blocks end and quotations of the day come late, and log and history are dated early"

_MEND = "let the system set its clock by others (NTP): `timedatectl set-ntp true` with systemd"


async def clock(place: Environment) -> Sequence[Finding]:
    """Say how far the clock here is from that of Discord."""
    if place.discord is None:
        return []
    return [judged(await place.discord.apart())]


def judged(apart: float | None) -> Finding:
    """Judge how far a clock is ahead, in seconds."""
    if apart is None:
        mend = "look whether the proxy at CONCORDANCE_DISCORD_API lets the header Date through"
        return doubtful(NAME, "Discord's answer bears no date", mend)
    if abs(apart) < DOUBTFUL:
        return good(NAME, "within seconds of Discord's")
    way, so = ("ahead of", _EARLY) if apart > 0 else ("behind", _LATE)
    say = bad if abs(apart) >= BAD else doubtful
    return say(NAME, f"{abs(apart):.0f} s {way} Discord's: {so}", _MEND)
