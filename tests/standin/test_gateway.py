"""The gateway: sessions begin, are told what they asked for, end and go on."""

import asyncio
import time
from unittest.mock import NonCallableMock

import pytest

from tests.standin import StandIn
from tests.standin.events import GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT
from tests.standin.listener import INTENTS, Connect, talk
from tests.standin.messages import HIDDEN
from tests.standin.sessions import Connection, Session


def test_a_session_is_told_its_servers_with_the_bot_as_their_only_member(
    discord: StandIn,
) -> None:
    server = discord.server("Reading circle")
    discord.server("Elsewhere", installed=False)
    thread = server.channel("general").thread("about lamps")
    server.member("Alice")

    async def conversation(connect: Connect) -> None:
        bot = await connect()
        ready = await bot.begin()
        assert ready["resume_gateway_url"] == discord.gateway
        assert ready["guilds"] == [{"id": str(server.id), "unavailable": True}]
        told = await bot.until("GUILD_CREATE")
        assert [one["user"]["id"] for one in told["members"]] == [str(discord.bot.id)]
        assert [one["name"] for one in told["channels"]] == ["general"]
        assert [one["id"] for one in told["threads"]] == [str(thread.id)]

    talk(discord, conversation)


def test_heartbeats_are_acknowledged_until_they_are_not(discord: StandIn) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.begin()
        await bot.send(1, bot.seen)
        assert (await bot.next())["op"] == 11
        discord.stop_acknowledging()
        await bot.send(1, bot.seen)
        discord.wait(lambda: len(discord.sessions[-1].heartbeats) == 2, "two heartbeats")
        discord.server("Another")
        assert (await bot.next())["t"] == "GUILD_CREATE"
        discord.acknowledge_again()
        await bot.send(1, bot.seen)
        assert (await bot.next())["op"] == 11

    talk(discord, conversation)
    assert discord.sessions[-1].late == []


def test_a_heartbeat_that_is_overdue_by_more_than_an_interval_is_kept() -> None:
    connection = Connection(NonCallableMock(), NonCallableMock(), asyncio.Queue(), 10.0)
    session = Session(0, connection=connection)
    connection.beaten = time.monotonic() - 15
    session.beat(connection)
    assert session.late == []
    connection.beaten = time.monotonic() - 25
    assert [round(one) for one in session.late] == [15]
    session.beat(connection)
    connection.beaten = time.monotonic()
    assert [round(one) for one in session.late] == [15]


@pytest.mark.parametrize(
    ("intents", "token", "code"),
    [(INTENTS, "wrong", 4004), (INTENTS | MESSAGE_CONTENT, None, 4014)],
)
def test_a_bot_that_may_not_listen_is_sent_away(
    discord: StandIn, intents: int, token: str | None, code: int
) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.identify(intents, token)
        assert await bot.closed() == code

    talk(discord, conversation)
    assert discord.sessions == []
    assert discord.world.gateway.refused == [code]


def test_a_session_goes_on_with_what_it_missed(discord: StandIn) -> None:
    server = discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")

    async def conversation(connect: Connect) -> None:
        first = await connect()
        session = (await first.begin())["session_id"]
        await first.until("GUILD_CREATE")
        number = first.seen
        alice.says(channel, f"{discord.bot.mention} heard")
        await first.until("MESSAGE_CREATE")
        discord.drop()
        discord.wait(lambda: not discord.ready, "the connection to be gone")
        alice.says(channel, f"{discord.bot.mention} missed")
        second = await connect()
        await second.resume(session, number)
        frames = [await second.next() for _ in range(3)]
        assert [one["s"] for one in frames] == [number + 1, number + 2, number + 3]
        assert [one["t"] for one in frames] == ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]
        assert frames[1]["d"]["content"].endswith("missed")

    talk(discord, conversation)
    assert discord.sessions[-1].resumed == 1


def test_a_session_that_is_not_known_or_was_ended_does_not_go_on(discord: StandIn) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.resume("unknown", 1)
        assert await bot.next() == {"op": 9, "d": False, "s": None, "t": None}
        ended = (await bot.begin())["session_id"]
        discord.invalidate()
        assert (await bot.next())["op"] == 9
        other = await connect()
        await other.resume(ended, 1)
        assert (await other.next())["op"] == 9

    talk(discord, conversation)
    assert [one.valid for one in discord.sessions] == [False]


def test_a_bot_that_says_goodbye_cannot_go_on(discord: StandIn) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.begin()
        await bot.socket.close(code=1000)

    talk(discord, conversation)
    discord.wait(lambda: not discord.ready, "the connection to be gone")
    assert not discord.sessions[-1].valid


def test_only_a_bot_with_the_intent_reads_what_is_not_for_it() -> None:
    with StandIn(privileged=["MESSAGE_CONTENT"]) as discord:
        server = discord.server("Reading circle")
        channel, alice = server.channel("general"), server.member("Alice")

        async def conversation(connect: Connect) -> None:
            bare, full, deaf = [await connect() for _ in range(3)]
            for bot, intents in (
                (bare, INTENTS),
                (full, INTENTS | MESSAGE_CONTENT),
                (deaf, GUILDS),
            ):
                await bot.begin(intents)
                await bot.until("GUILD_CREATE")
            said = alice.says(channel, "a secret", embeds=[{"title": "A title"}])
            alice.says(channel, f"for {discord.bot.mention}", reply_to=said)
            server.channel("another")
            told = await bare.until("MESSAGE_CREATE")
            assert {name: told[name] for name in HIDDEN} == HIDDEN
            told = await bare.until("MESSAGE_CREATE")
            assert told["content"] == f"for {discord.bot.mention}"
            assert told["referenced_message"]["content"] == ""
            told = await full.until("MESSAGE_CREATE")
            assert (told["content"], len(told["embeds"])) == ("a secret", 1)
            assert (await full.until("MESSAGE_CREATE"))["referenced_message"]["content"]
            assert (await deaf.next())["t"] == "CHANNEL_CREATE"

        talk(discord, conversation)


def test_the_bot_is_told_what_changes_where_it_may_look(discord: StandIn) -> None:
    server = discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")
    closed = server.channel("closed", deny=["VIEW_CHANNEL"])

    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.begin()
        await bot.until("GUILD_CREATE")
        alice.says(closed, f"{discord.bot.mention}")
        message = alice.says(channel, "words")
        message.edit("other words")
        message.delete()
        channel.denies("SEND_MESSAGES")
        channel.delete()
        server.removes_bot()
        alice.says(closed, "unheard")
        names = [(await bot.next())["t"] for _ in range(6)]
        assert names == [
            "MESSAGE_CREATE",
            "MESSAGE_UPDATE",
            "MESSAGE_DELETE",
            "CHANNEL_UPDATE",
            "CHANNEL_DELETE",
            "GUILD_DELETE",
        ]
        server.installs_bot()
        assert (await bot.next())["t"] == "GUILD_CREATE"

    talk(discord, conversation)


def test_events_that_are_held_come_in_one_burst(discord: StandIn) -> None:
    server = discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")

    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.begin(GUILDS | GUILD_MESSAGES)
        await bot.until("GUILD_CREATE")
        with discord.hold_events():
            for number in range(3):
                alice.says(channel, f"{discord.bot.mention} {number}")
            await bot.send(1, bot.seen)
            assert (await bot.next())["op"] == 11
        told = [(await bot.until("MESSAGE_CREATE"))["content"][-1] for _ in range(3)]
        assert told == ["0", "1", "2"]

    talk(discord, conversation)


def test_a_bot_that_sends_too_many_events_breaks_a_rule(discord: StandIn) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.begin()
        for _ in range(119):
            await bot.send(3, {})
        await bot.send(1, bot.seen)
        while (await bot.next())["op"] != 11:
            pass

    with discord.expect_violation("120 events within a minute"):
        talk(discord, conversation)


@pytest.mark.parametrize("code", [4000, 1001])
def test_a_connection_is_dropped_with_a_code(discord: StandIn, code: int) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.begin()
        discord.drop(code)
        assert await bot.closed() == code

    talk(discord, conversation)
    assert discord.sessions[-1].valid


def test_a_token_that_is_revoked_opens_nothing(discord: StandIn) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.begin()
        discord.revoke_token()
        assert await bot.closed() == 4004
        again = await connect()
        await again.identify()
        assert await again.closed() == 4004

    talk(discord, conversation)


def test_each_shard_is_told_of_its_own_servers_alone(discord: StandIn) -> None:
    servers = [discord.server(f"Circle {shard}", shard=(shard, 3)) for shard in range(3)]
    channels = [server.channel("general") for server in servers]
    alice = servers[0].member("Alice")

    async def conversation(connect: Connect) -> None:
        shards = [await connect() for _ in range(3)]
        for number, shard in enumerate(shards):
            ready = await shard.begin(shard=[number, 3])
            assert ready["shard"] == [number, 3]
            assert [one["id"] for one in ready["guilds"]] == [str(servers[number].id)]
            assert (await shard.until("GUILD_CREATE"))["id"] == str(servers[number].id)
        for server, channel in zip(servers, channels, strict=True):
            server.member(alice).says(channel, f"{discord.bot.mention} {channel.id}")
        alice.says_directly("to the first")
        for channel, shard in zip(channels, shards, strict=True):
            assert (await shard.next())["d"]["channel_id"] == str(channel.id)
        assert (await shards[0].next())["d"]["content"] == "to the first"

    talk(discord, conversation)
    assert {one.shard for one in discord.sessions} == {(0, 3), (1, 3), (2, 3)}


@pytest.mark.parametrize("shard", [[3, 3], [-1, 3], [0], "0", [0, "3"], [True, 3], []])
def test_a_shard_that_there_is_not_is_sent_away(discord: StandIn, shard: object) -> None:
    async def conversation(connect: Connect) -> None:
        bot = await connect()
        await bot.identify(shard=shard)
        assert await bot.closed() == 4010

    talk(discord, conversation)
    assert discord.sessions == []


def test_a_bot_that_begins_sessions_of_a_bucket_too_fast_breaks_a_rule(discord: StandIn) -> None:
    discord.recommends(4, at_once=2)

    async def conversation(connect: Connect) -> None:
        for number in range(2):
            await (await connect()).begin(shard=[number, 4])
        third = await connect()
        await third.identify(shard=[2, 4])
        assert (await third.next())["op"] == 9

    with discord.expect_violation("begun within 5 s"):
        talk(discord, conversation, patient=True)
    assert len(discord.sessions) == 2
