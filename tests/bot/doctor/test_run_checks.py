"""All checks together: none hides another, none is waited for for ever."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.doctor.environment import Environment, run_in_thread
from bot.doctor.findings import Finding, good
from bot.doctor.run_checks import CHECKS, Check, run_checks
from embeddings.errors import NoIndexError
from tests.standin import StandIn
from tests.support.doctor_environment import INDEX, found, heard, one, place

pytestmark = pytest.mark.usefixtures("bare")


async def well(_: Environment) -> Sequence[Finding]:
    return [good("well", "is")]


async def broken(_: Environment) -> Sequence[Finding]:
    raise ZeroDivisionError("s3cret")


@run_in_thread
def refusing(_: Environment) -> Sequence[Finding]:
    raise NoIndexError(INDEX)


@run_in_thread
def unreadable(_: Environment) -> Sequence[Finding]:
    raise PermissionError(13, "Permission denied", "data/index")


async def hanging(_: Environment) -> Sequence[Finding]:
    await asyncio.Event().wait()
    return []


def examined(*checks: Check, limit: float = 20.0, wrong: Sequence[str] = ()) -> list[Finding]:
    """Return what some checks come to."""
    return asyncio.run(run_checks(replace(place(), limit=limit), wrong, checks))


def test_one_that_fails_hides_no_other() -> None:
    checks = [Check(one.__name__, one) for one in (well, broken, well)]
    first, line, last = examined(*checks, Check("index", refusing), Check("disk", unreadable))[:3]
    assert first == last == good("well", "is")
    one([line], "bad", "could not be looked at (ZeroDivisionError)", "report it")
    refused, denied = examined(Check("index", refusing), Check("disk", unreadable))
    one([refused], "bad", "there is no index", "run `concordance build`")
    one([denied], "bad", "data/index: Permission denied", "let whoever")


@pytest.mark.parametrize("in_a_thread", [False, True])
def test_one_that_hangs_is_not_waited_for(in_a_thread: bool) -> None:
    never = threading.Event()

    @run_in_thread
    def stuck(_: Environment) -> Sequence[Finding]:
        never.wait()
        return []

    look = stuck if in_a_thread else hanging
    first, line = examined(Check("well", well), Check("stuck", look), limit=0.2)
    assert first == good("well", "is")
    one([line], "bad", "does not answer within 0.2 s", "look at the disk, the network")
    never.set()


def test_what_depends_on_a_wrong_setting_is_not_looked_at() -> None:
    (line,) = examined(Check("index", broken, ("index", "library")), wrong=["library"])
    one([line], "doubtful", "not looked at: CONCORDANCE_LIBRARY is wrong", "see the line settings")


def test_offline_only_what_is_here_is_looked_at() -> None:
    assert examined(Check("commands", broken, needs_discord=True)) == []


def of_discord(discord: StandIn, name: str, **values: Any) -> Sequence[Finding]:
    """Return what a check comes to that asks the stand-in, among others or alone."""
    (check,) = (one for one in CHECKS if one.name == name)

    async def look(of: Environment) -> Sequence[Finding]:
        return await run_checks(of, checks=[check])

    return heard(look, discord, **values)


@pytest.mark.parametrize("name", ["commands", "permissions"])
def test_without_a_token_what_only_discord_knows_cannot_be_told(
    discord: StandIn, name: str
) -> None:
    words = "cannot be told without a token that Discord takes"
    one(of_discord(discord, name, token=None), "doubtful", words, "see the line token")
    discord.revoke_token()
    one(of_discord(discord, name), "doubtful", words, "see the line token")


@pytest.mark.parametrize("name", ["commands", "permissions", "clock"])
def test_without_an_answer_nobody_knows(discord: StandIn, name: str) -> None:
    discord.goes_away()
    words = "Discord cannot be reached at http://127.0.0.1"
    one(of_discord(discord, name), "doubtful", words, "look at the network")


def test_what_is_not_told_is_doubtful(discord: StandIn) -> None:
    discord.faults.answer(403, path="/commands")
    lines = of_discord(discord, "commands")
    one(lines, "doubtful", "Discord refuses what was asked of it (403", "look at the application")


def test_everything_is_looked_at_in_its_order() -> None:
    lines = asyncio.run(run_checks(place()))
    names = list(dict.fromkeys(line.check for line in lines))
    assert names == [
        "index",
        "edition",
        "model",
        "database",
        "token",
        "disk",
        "memory",
        "python",
        "libraries",
        "processor",
    ]
    assert found(well) == [good("well", "is")]
