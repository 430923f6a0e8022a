"""A bot of several shards: its own servers, its connections, what it makes of strange events."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from unittest.mock import patch

import discord
import pytest
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.cogs import FEATURES
from bot.gateway.client import Bot
from bot.gateway.errors import UnreachableError
from bot.gateway.identify_turns import NotYetError
from bot.servers.shards import Shards
from tests.support.manual_clock import Moved
from tests.support.simulated_bot import Scene, Search, logged, play, thinking
from tests.support.small_text import small

GATEWAY = URL("ws://gateway.invalid/")
ID = 81 << 22
READY = {
    "v": 10,
    "session_id": "s",
    "user": {"id": "1", "username": "b", "discriminator": "0", "avatar": None},
}


def bot_with(act: Callable[[Bot], Awaitable[None]], *, ids: tuple[int, ...] = (0, 1)) -> None:
    """Do something with a bot of some of two shards, which is not connected."""

    async def acted() -> None:
        queue = thinking(Search(small()))
        bot = Bot(FEATURES, queue, clock=Moved(left=1000))
        bot.assign_shards(Shards(ids, 2))
        await bot._async_setup_hook()
        await act(bot)
        await bot.close()
        queue.stop()

    asyncio.run(acted())


def ready(bot: Bot, shard: int, *servers: int) -> None:
    """Let a shard be told in which servers the bot is."""
    guilds = [{"id": str(one), "unavailable": True} for one in servers]
    told: Any = {
        **READY,
        "shard": [shard, 2],
        "guilds": guilds,
        "application": {"id": "2", "flags": 0},
    }
    bot._connection.shard_count = 2
    bot._connection.parsers["READY"](told)


def test_a_shard_that_begins_anew_forgets_servers_that_it_was_thrown_out_of() -> None:
    async def act(bot: Bot) -> None:
        ready(bot, 1, ID, ID + (2 << 22))
        ready(bot, 0, 2 * ID)
        assert {one.id for one in bot.guilds} == {ID, ID + (2 << 22), 2 * ID}
        ready(bot, 1, ID)
        assert {one.id for one in bot.guilds} == {ID, 2 * ID}
        assert bot.servers_of(Shards((1,), 2)) == [ID]

    bot_with(act)


def test_an_event_that_discord_py_stumbles_over_is_left_out() -> None:
    async def act(bot: Bot) -> None:
        with logged() as lines:
            bot._connection.parsers["CHANNEL_CREATE"]({"guild_id": "none"})
            (line,) = lines.of("defect")
        assert line["during"] == "CHANNEL_CREATE"
        strange: Any = {"shard": [0, 2]}
        with pytest.raises(KeyError):
            bot._connection.parsers["READY"](strange)

    bot_with(act)


def refusing(*errors: Exception) -> Any:
    """Return a way to connect that fails, at last as nothing else does."""
    left = [*errors, ZeroDivisionError()]

    async def from_client(*_: object, **__: object) -> None:
        raise left.pop(0)

    async def sleep(_: float) -> None:
        return

    return patch.object(DiscordWebSocket, "from_client", from_client), patch(
        "discord.shard.asyncio.sleep", sleep
    )


def test_where_not_even_the_first_shard_can_connect_the_address_is_named() -> None:
    async def act(bot: Bot) -> None:
        connecting, sleeping = refusing(NotYetError(), ConnectionRefusedError())
        with logged(), connecting, sleeping, pytest.raises(UnreachableError) as caught:
            await bot.launch_shard(GATEWAY, 0, initial=True)
        assert "ws://gateway.invalid/ (ConnectionRefusedError)" in str(caught.value)

    bot_with(act)


def test_once_a_shard_is_connected_the_others_are_tried_again_and_again() -> None:
    async def act(bot: Bot) -> None:
        bot._AutoShardedClient__shards[0] = object()  # type: ignore[attr-defined]
        shards: Any = {0: object()}
        connecting, sleeping = refusing(*[ConnectionRefusedError() for _ in range(2000)])
        attempts = 0

        async def near(_: int) -> None:
            nonlocal attempts
            attempts += 1
            if attempts > 2000:
                raise asyncio.CancelledError

        with (
            logged(),
            connecting,
            sleeping,
            patch.object(bot.turns, "wait_until_near", near),
            patch.object(Bot, "shards", shards),
            pytest.raises(asyncio.CancelledError),
        ):
            await bot.launch_shard(GATEWAY, 1)
        assert attempts == 2001
        bot._AutoShardedClient__shards.clear()  # type: ignore[attr-defined]

    bot_with(act)


def test_a_shard_that_begins_a_session_waits_for_its_turn() -> None:
    taken: list[int] = []

    async def act(bot: Bot) -> None:
        async def take(shard: int) -> None:
            taken.append(shard)

        with patch.object(bot.turns, "take", take):
            await bot._connection.call_hooks("before_identify", 1, initial=True)
            await bot._connection.call_hooks("before_identify", 0, initial=False)

    bot_with(act)
    assert taken == [1, 0]


def test_a_bot_is_connected_until_a_shard_is_not() -> None:
    async def act(scene: Scene) -> None:
        bot = scene.bot
        assert bot.unconnected == []
        await bot.on_shard_disconnect(0)
        assert bot.unconnected == [0]
        resumed: Any = {"__shard_id__": 0}
        bot._connection.parsers["RESUMED"](resumed)
        assert bot.unconnected == []
        assert isinstance(bot, discord.AutoShardedClient)

    play(act)
