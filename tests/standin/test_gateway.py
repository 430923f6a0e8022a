"""The gateway: sessions begin, are told what they asked for, end and go on."""

import asyncio
import time
from unittest.mock import NonCallableMock

import pytest

from tests.standin import StandIn
from tests.standin.events import GUILDS, MESSAGE_CONTENT
from tests.standin.listener import INTENTS, Connect, talk
from tests.standin.messages import HIDDEN
from tests.standin.sessions import Connection, Session


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
