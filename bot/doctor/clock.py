"""The clock: how far it is from Discord's."""

from collections.abc import Sequence

from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, doubtful, good

NAME = "clock"

DOUBTFUL_SECONDS = 5.0
"""Offset in seconds that no synchronised clock has."""

BAD_SECONDS = 900.0
"""Offset in seconds that members notice: whatever is scheduled comes a quarter of an hour off."""

_EARLY = (
    "blocks end and quotations of the day come early, log and history are dated late, and "
    "/maintain goes on in a direct message too soon"
)
_LATE = "blocks end and quotations of the day come late, and log and history are dated early"

_REMEDY = "let the system set its clock by others (NTP): `timedatectl set-ntp true` with systemd"


async def check_clock(environment: Environment) -> Sequence[Finding]:
    """Compare this machine's clock with Discord's."""
    if environment.discord is None:
        return []
    return [judge_clock(await environment.discord.measure_clock_offset())]


def judge_clock(offset: float | None) -> Finding:
    """Judge how many seconds the clock is ahead; None where Discord sent no date."""
    if offset is None:
        remedy = "look whether the proxy at CONCORDANCE_DISCORD_API lets the header Date through"
        return doubtful(NAME, "Discord's answer bears no date", remedy)
    if abs(offset) < DOUBTFUL_SECONDS:
        return good(NAME, "within seconds of Discord's")
    direction, consequence = ("ahead of", _EARLY) if offset > 0 else ("behind", _LATE)
    finding = bad if abs(offset) >= BAD_SECONDS else doubtful
    return finding(NAME, f"{abs(offset):.0f} s {direction} Discord's: {consequence}", _REMEDY)
