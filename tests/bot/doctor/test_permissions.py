"""What the bot may do in its servers, told over HTTP as Discord itself has it."""

import asyncio
from pathlib import Path

import discord as discord_py
import pytest

from bot.doctor import permissions as module
from bot.doctor.permissions import PERMISSION_BITS, check_permissions
from bot.servers.permissions import PERMISSION_NAMES
from bot.servers.records import SettingsChange
from bot.storage.schema import upgrade
from tests.standin import Channel, Server, StandIn
from tests.standin.permissions import Overwrite, inside, value
from tests.support.doctor_environment import found, heard, one
from tests.support.open_storage import opened

pytestmark = pytest.mark.usefixtures("bare")

URL = "sqlite:///data/concordance.db"


def lacks(server: Server, *names: str) -> None:
    """Take permissions from everybody in a server."""

    def change() -> None:
        server.roles[server.id].permissions &= ~value(names)

    server.world.do(change)


def sets(server: Server, **values: object) -> None:
    """Keep settings of a server in the database."""

    async def change() -> None:
        await upgrade(URL)
        async with opened(URL) as storage:
            await storage.change(server.id, SettingsChange(server.owner, values))

    asyncio.run(change())


def test_the_bits_are_discords() -> None:
    assert PERMISSION_BITS.keys() == {*PERMISSION_NAMES, "administrator"}
    for name, bit in PERMISSION_BITS.items():
        assert getattr(discord_py.Permissions(1 << bit), name)


def test_without_a_server_it_is_said_how_to_get_into_one(discord: StandIn) -> None:
    one(heard(check_permissions, discord), "doubtful", "is in no server", "concordance sync")


def test_where_nothing_is_missing_that_is_said(discord: StandIn) -> None:
    discord.server("Reading circle").channel("general")
    one(heard(check_permissions, discord), "good", "nothing is missing in 1 server")
    discord.server("Lamp society").channel("general")
    discord.server("Elsewhere", installed=False).channel("general", deny=["VIEW_CHANNEL"])
    one(heard(check_permissions, discord), "good", "nothing is missing in 2 servers")


def test_what_the_role_lacks_is_named_with_the_server(discord: StandIn) -> None:
    server = discord.server("Reading circle")
    server.channel("general")
    lacks(server, "EMBED_LINKS", "ATTACH_FILES")
    lines = heard(check_permissions, discord)
    words = "Reading circle: the bot's role lacks Embed Links, Attach Files"
    one(lines, "doubtful", words, "Server Settings > Roles")


def test_channels_where_something_is_missing_are_counted(discord: StandIn) -> None:
    server = discord.server("Reading circle")
    server.channel("general")
    for name in ("rules", "news"):
        server.channel(name, deny=["SEND_MESSAGES"])
    lines = heard(check_permissions, discord)
    one(lines, "doubtful", "something is missing in 2 of its channels", "`/permissions all:True`")


def test_what_the_settings_name_must_be_written_in(discord: StandIn) -> None:
    server = discord.server("Reading circle")
    reports = server.channel("reports")
    sets(server, reports=str(reports.id))
    one(heard(check_permissions, discord), "good", "nothing is missing")
    reports.denies("EMBED_LINKS")
    bad, doubtful = heard(check_permissions, discord)
    one([bad], "bad", f"do not arrive in {reports.id}: Embed Links", "Edit Channel")
    one([doubtful], "doubtful", "in 1 of its channels")
    sets(server, reports=None, channels={"where": "except", "chosen": [str(reports.id)]})
    one(heard(check_permissions, discord), "good", "nothing is missing")


def test_without_a_database_the_defaults_are_in_force(discord: StandIn) -> None:
    discord.server("Reading circle").channel("news", deny=["SEND_MESSAGES"])
    Path("data").mkdir()
    Path("data/concordance.db").write_bytes(b"no database" * 99)
    one(heard(check_permissions, discord), "doubtful", "in 1 of its channels", "`/permissions")


def test_a_server_that_has_just_thrown_it_out_hides_no_other(discord: StandIn) -> None:
    discord.server("Reading circle").channel("general")
    discord.faults.answer(403, path="/roles")
    discord.server("Lamp society").channel("news", deny=["VIEW_CHANNEL"])
    one(heard(check_permissions, discord), "doubtful", "Lamp society: something is missing", "Edit")


def test_of_very_many_servers_the_first_are_looked_at(
    discord: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_SERVERS", 1)
    discord.server("Reading circle").channel("general")
    discord.server("Lamp society").channel("general")
    well, rest = heard(check_permissions, discord)
    one([well], "good", "nothing is missing in 1 server")
    one([rest], "good", "not looked at in others than the first 1")


def excepted(discord: StandIn) -> Channel:
    """Return a channel with an exception of every kind, which undo one another."""
    server = discord.server("Reading circle")
    role, other = server.role("readers"), server.role("others")
    channel = server.channel("general", deny=["ATTACH_FILES"], allow=["EMBED_LINKS"])

    def change() -> None:
        server.members[discord.bot.id].roles.append(role.id)
        everyone = value(["SEND_MESSAGES", "EMBED_LINKS", "READ_MESSAGE_HISTORY"])
        channel.overwrites |= {
            server.id: Overwrite(0, 0, everyone),
            role.id: Overwrite(0, value(["SEND_MESSAGES"]), value(["EMBED_LINKS"])),
            other.id: Overwrite(0, value(["READ_MESSAGE_HISTORY"]), 0),
        }

    discord.world.do(change)
    return channel


def test_exceptions_of_a_channel_count_in_discords_order(discord: StandIn) -> None:
    channel = excepted(discord)
    assert channel.server is not None
    member = channel.server.members[discord.bot.id]
    at_large = channel.server.roles[channel.server.id].permissions
    who = (channel.server.id, set(member.roles), discord.bot.id)
    here = module.compute_permissions(channel.json, at_large, who)
    assert here == inside(channel, discord.bot.id)
    assert not here & value(["ATTACH_FILES"])
    assert here & value(["EMBED_LINKS"])


def test_an_administrator_lacks_nothing(discord: StandIn) -> None:
    channel = excepted(discord)
    assert channel.server is not None
    one(heard(check_permissions, discord), "doubtful", "something is missing in 1", "`/permissions")
    admin = channel.server.role("admin", permissions=["ADMINISTRATOR"])
    member = channel.server.members[discord.bot.id]
    discord.world.do(lambda: member.roles.append(admin.id))
    one(heard(check_permissions, discord), "good", "nothing is missing")


def test_offline_nothing_is_said_of_them() -> None:
    assert found(check_permissions) == []
