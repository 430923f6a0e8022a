"""A place to be examined: an empty folder or a built one, and the stand-in for Discord."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.doctor.discord_http import open_discord
from bot.doctor.environment import CheckFunction, Environment
from bot.doctor.findings import Finding
from bot.doctor.run_checks import Check, run_checks
from bot.settings import Settings
from tests.standin import StandIn

INDEX = Path("data/index")


def place(**values: Any) -> Environment:
    """Return a place that is told some settings; Discord is not open_discord."""
    settings = Settings(**values)
    return Environment(settings, settings.index)


def found(look: CheckFunction, of: Environment | None = None) -> Sequence[Finding]:
    """Return what a check finds where Discord is not open_discord."""
    return asyncio.run(run_checks(of or place(), checks=[Check("check", look)]))


def heard(
    look: CheckFunction,
    discord: StandIn,
    of: Environment | None = None,
    *,
    limit: float = 20.0,
    **values: Any,
) -> Sequence[Finding]:
    """Return what a check finds that asks the stand-in."""
    given = {"token": discord.token, "discord_api": discord.api, **values}

    async def looked() -> Sequence[Finding]:
        settings = Settings(**given)
        async with open_discord(settings, limit) as discord_http:
            return await look(replace(of or place(), settings=settings, discord=discord_http))

    return asyncio.run(looked())


def one(lines: Sequence[Finding], state: str, words: str, mend: str = "") -> None:
    """Hold that one line was found, in a state, and what it says and what mends it."""
    (line,) = lines
    assert line.state == state, line
    assert words in line.text, line
    assert mend in (line.remedy or ""), line
    assert (line.remedy is None) == (state == "good"), line
