"""The bot's way to Discord: where it connects to, how it comes and goes, what it registers."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import discord
import structlog
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.errors import BotError, ServerError
from bot.gateway.client import Bot
from bot.gateway.command_translator import CommandTranslator
from bot.gateway.errors import (
    GatewayError,
    RefusedRequestError,
    RefusedTokenError,
    SessionsError,
    UnreachableError,
)
from bot.gateway.shard_lease import ShardLease
from bot.process.background import start
from bot.replies import FAILED
from bot.servers.shards import Shards
from bot.settings import Settings

_log = structlog.get_logger(__name__)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    create_public_threads=True,
    read_message_history=True,
)
"""All that the bot needs in a server."""

_SCOPES = ("bot", "applications.commands")
_REFUSED = 4004
_REFUSALS = (
    discord.LoginFailure,
    discord.ConnectionClosed,
    discord.PrivilegedIntentsRequired,
    *FAILED,
)
_CLOSE_SECONDS = 2
"""Seconds for the goodbye to Discord,"""
_STORAGE_SECONDS = 0.5
"""and for the database: with those for questions in flight, fewer than 10."""


def point(settings: Settings) -> None:
    """Send all requests to the addresses that are set: a proxy's, or a stand-in's."""
    if settings.discord_api is not None:
        Route.BASE = str(settings.discord_api).rstrip("/")
    if settings.discord_gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(str(settings.discord_gateway))


def serve(bot: Bot, token: str, shards: Shards | None, reread: Callable[[], None]) -> None:
    """Answer until the process is told to leave by SIGTERM or SIGINT; at SIGHUP, `reread`.

    Raises RefusedTokenError, UnreachableError, SessionsError or GatewayError where Discord does
    not have it, TakenError where another process has one of its shards.
    """
    asyncio.run(_serve(bot, token, shards, reread))


async def _serve(bot: Bot, token: str, shards: Shards | None, reread: Callable[[], None]) -> None:
    told, holding = asyncio.Event(), ShardLease(bot.servers.storage, bot.clock)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: start(asyncio.to_thread(reread)))
    connection = asyncio.create_task(_connected(bot, token, shards, holding))
    leaving, keeping = asyncio.create_task(told.wait()), asyncio.create_task(holding.keep())
    await asyncio.wait((connection, leaving, keeping), return_when=asyncio.FIRST_COMPLETED)
    await bot.finish()
    leaving.cancel()
    try:
        with _refusals(bot), suppress(asyncio.CancelledError):
            await _ended(connection)
        if keeping.done():
            keeping.result()
    finally:
        keeping.cancel()
        with suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(bot.close(), _CLOSE_SECONDS)
        await _put_away(bot, holding)
        _log.info("stopped")


async def _put_away(bot: Bot, holding: ShardLease) -> None:
    """Give the shards back and close the database, after all that uses it."""
    with suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(holding.release(), _STORAGE_SECONDS / 2)
    if bot.servers.storage is not None:
        with suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(bot.servers.storage.close(), _STORAGE_SECONDS / 2)


async def _connected(bot: Bot, token: str, shards: Shards | None, holding: ShardLease) -> None:
    """Take on the shards that the process is told to, else those that Discord recommends."""
    await bot.login(token)
    recommended, _, limit = await bot.http.get_bot_gateway()
    own = shards or Shards.all(recommended)
    if limit["remaining"] < len(own.ids):
        raise SessionsError(limit["remaining"], len(own.ids), limit["reset_after"] / 1000)
    me = 0 if bot.user is None else bot.user.id
    await holding.take(me, own)
    bot.turns.bot, bot.turns.concurrency = me, limit["max_concurrency"]
    bot.take_on(own)
    await bot.connect()


async def _ended(connection: asyncio.Task[None]) -> None:
    """End the connection before its socket is closed: else it says goodbye for a while only.

    Asked more than once: where discord.py connects it may swallow a cancellation.
    """
    for _ in range(3):
        connection.cancel()
        await asyncio.wait({connection}, timeout=_CLOSE_SECONDS / 4)
        if connection.done():
            return await connection
    return None


@dataclass(frozen=True, slots=True)
class Registered:
    """What Discord has now: the commands, and the address that invites the bot into a server."""

    commands: tuple[app_commands.AppCommand, ...]
    invitation: str


def register(bot: Bot, token: str, server: int | None, *, remove: bool = False) -> Registered:
    """Register the commands, for all servers or for one; or remove those of one server.

    Raises ServerError besides what `serve` raises.
    """
    return asyncio.run(_register(bot, token, server, remove=remove))


async def _register(bot: Bot, token: str, server: int | None, *, remove: bool) -> Registered:
    async with bot:
        with _refusals(bot):
            await bot.login(token)
            commands = await _synced(bot, server, remove=remove)
            number = str(bot.application_id)
            invitation = discord.utils.oauth_url(number, permissions=PERMISSIONS, scopes=_SCOPES)
            return Registered(tuple(commands), invitation)


async def _synced(bot: Bot, server: int | None, *, remove: bool) -> list[app_commands.AppCommand]:
    if server is None:
        return await bot.tree.sync()
    place = discord.Object(server)
    if not remove:
        bot.tree.copy_global_to(guild=place)
    try:
        return await bot.tree.sync(guild=place)
    except (discord.Forbidden, discord.NotFound) as error:
        raise ServerError(server) from error


async def described(bot: Bot) -> list[dict[str, Any]]:
    """Return the commands as they are registered for all servers; nothing is connected."""
    async with bot:
        await bot.setup_hook()
        tree, translator = bot.tree, CommandTranslator()
        return [await one.get_translated_payload(tree, translator) for one in tree.get_commands()]


@contextmanager
def _refusals(bot: Bot) -> Iterator[None]:
    """Turn what Discord refuses into a sentence with its remedy."""
    try:
        yield
    except _REFUSALS as error:
        raise _refusal(error) from error
    except discord.GatewayNotFound as error:
        raise _refusal(error.__cause__ or error) from error
    except (KeyError, TypeError) as error:
        if bot.user is not None:
            raise
        raise UnreachableError(Route.BASE, "what answers there is not Discord") from error


def _refusal(error: BaseException) -> BotError:
    if isinstance(error, discord.ConnectionClosed):
        return RefusedTokenError() if error.code == _REFUSED else GatewayError(error.code)
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return GatewayError(4014)
    if isinstance(error, discord.LoginFailure):
        return RefusedTokenError()
    if not isinstance(error, discord.HTTPException):
        return UnreachableError(Route.BASE, type(error).__name__)
    if error.status >= 500:
        return UnreachableError(Route.BASE, f"it answers {error.status}")
    refused = error.status == 401
    return RefusedTokenError() if refused else RefusedRequestError(error.status, error.text)
