"""The commands: those of this version against what Discord has."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.cogs import FEATURES
from bot.doctor.commands import check_commands, compare_commands, is_same, judge_commands
from bot.gateway import connection
from bot.gateway.client import Bot
from tests.standin import Server, StandIn, once
from tests.support.doctor_environment import found, heard, one
from tests.support.simulated_bot import Search, thinking
from tests.support.small_text import small

pytestmark = pytest.mark.usefixtures("bare")


@pytest.fixture(scope="module")
def ours() -> list[dict[str, Any]]:
    """Return the commands as this version registers them."""
    queue = thinking(Search(small()))
    wanted = asyncio.run(connection.describe_commands(Bot(FEATURES, queue)))
    queue.stop()
    return wanted


def register(discord: StandIn, bodies: Sequence[Any], server: Server | None = None) -> None:
    """Register commands for all servers or for one, as they are given."""
    where = "" if server is None else f"/guilds/{server.id}"
    url = f"{discord.api}/applications/{discord.world.application}{where}/commands"

    async def put() -> None:
        headers = {"Authorization": f"Bot {discord.token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.put(url, json=bodies) as response,
        ):
            assert response.status == 200, await response.text()

    asyncio.run(put())


def test_where_none_is_registered_nobody_is_offered_any(discord: StandIn) -> None:
    one(heard(check_commands, discord), "bad", "are not registered", "run `concordance sync`")


def test_what_sync_registers_is_this_versions(discord: StandIn, tmp_path: Path) -> None:
    assert once(discord, "sync", home=tmp_path).status == 0
    one(heard(check_commands, discord), "good", "are those of this version")


def test_what_differs_is_named(discord: StandIn, ours: list[dict[str, Any]]) -> None:
    first, second, *others = ours
    foreign = {"name": "oracle", "description": "Of another version.", "type": 1}
    changed = {**second, "description": "Otherwise."}
    register(discord, [foreign, changed, *others])
    (line,) = heard(check_commands, discord)
    assert line.state == "bad"
    assert line.text == (
        f"not registered: {first['name']}; not as in this version: {second['name']}; "
        "not of this version: oracle"
    )
    register(discord, [foreign, *ours])
    one(
        heard(check_commands, discord),
        "doubtful",
        "not of this version: oracle",
        "concordance sync",
    )


def test_those_of_a_server_alone_are_told_and_those_that_stand_twice(
    discord: StandIn, ours: list[dict[str, Any]]
) -> None:
    server = discord.server("Lamp society")
    register(discord, ours[:1], server)
    lines = heard(check_commands, discord)
    one(lines, "doubtful", "are registered in Lamp society alone", "for all servers")
    register(discord, ours)
    lines = heard(check_commands, discord)
    one(lines, "doubtful", "stand twice in Lamp society", "sync --server ID --remove")
    register(discord, [], server)
    one(heard(check_commands, discord), "good", "are those of this version")


def test_a_server_without_the_scope_for_commands_has_none_of_its_own(
    discord: StandIn, ours: list[dict[str, Any]]
) -> None:
    discord.server("Lamp society")
    register(discord, ours)
    discord.faults.answer(403, path="/guilds/", times=None)
    one(heard(check_commands, discord), "good", "are those of this version")


def test_offline_nothing_is_said_of_them() -> None:
    assert found(check_commands) == []


OPTION = {"name": "page", "description": "A page.", "type": 3, "required": True, "min_length": 1}
ASK = {
    "name": "ask",
    "description": "Ask.",
    "type": 1,
    "options": [OPTION],
    "contexts": [0, 1],
    "default_member_permissions": 32,
    "name_localizations": {"de": "frage"},
}


@pytest.mark.parametrize(
    "theirs",
    [
        ASK,
        {**ASK, "id": "7", "version": "9", "nsfw": False, "dm_permission": True},
        {**ASK, "contexts": [1, 0], "default_member_permissions": "32"},
        {**ASK, "options": [{**OPTION, "autocomplete": False, "choices": []}]},
    ],
)
def test_what_discord_adds_is_no_difference(theirs: dict[str, Any]) -> None:
    assert is_same(ASK, theirs)
    assert not compare_commands([ASK], [theirs])


@pytest.mark.parametrize(
    "theirs",
    [
        {**ASK, "description": "Ask me."},
        {**ASK, "contexts": [0]},
        {**ASK, "default_member_permissions": None},
        {**ASK, "name_localizations": {"de": "fragen"}},
        {**ASK, "name_localizations": None},
        {**ASK, "options": []},
        {**ASK, "options": [OPTION, OPTION]},
        {**ASK, "options": [{**OPTION, "required": False}]},
        {**ASK, "options": [{**OPTION, "max_length": 9}]},
        {**ASK, "options": [{**OPTION, "choices": [{"name": "one", "value": 1}]}]},
    ],
)
def test_what_members_would_meet_otherwise_is_a_difference(theirs: dict[str, Any]) -> None:
    assert not is_same(ASK, theirs)
    assert compare_commands([ASK], [theirs]).changed == ["ask"]


def test_a_command_of_a_menu_is_another_than_one_that_is_typed() -> None:
    difference = compare_commands([ASK], [{**ASK, "type": 3}])
    assert (difference.missing, difference.foreign) == (["ask"], ["ask"])
    assert judge_commands(difference, registered=True, servers=()).state == "bad"
