"""Running the client: addresses, start, shutdown, and the registration of commands."""

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
from bot.process.background import start_in_background
from bot.replies import DELIVERY_ERRORS
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
"""Permissions that the bot needs in a server."""

_SCOPES = ("bot", "applications.commands")
_TOKEN_REFUSED = 4004
"""Discord's close code for a wrong token."""

_CONNECTION_ERRORS = (
    discord.LoginFailure,
    discord.ConnectionClosed,
    discord.PrivilegedIntentsRequired,
    *DELIVERY_ERRORS,
)
_CLOSE_SECONDS = 2
"""Seconds to close the connection to Discord."""

_STORAGE_SECONDS = 0.5
"""Seconds to release the shards and close the database.

With those above and SHUTDOWN_GRACE it must stay below 10, after which a process is killed.
"""


def set_discord_addresses(settings: Settings) -> None:
    """Send requests to the addresses in the settings, if any: a proxy's, or a test server's."""
    if settings.discord_api is not None:
        Route.BASE = str(settings.discord_api).rstrip("/")
    if settings.discord_gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(str(settings.discord_gateway))


def serve(bot: Bot, token: str, shards: Shards | None, reread: Callable[[], None]) -> None:
    """Answer questions until SIGTERM or SIGINT; call `reread` at SIGHUP.

    Raises RefusedTokenError, UnreachableError, SessionsError or GatewayError if Discord does not
    let the bot connect, ShardsTakenError if another process has one of its shards.
    """
    asyncio.run(_serve(bot, token, shards, reread))


async def _serve(bot: Bot, token: str, shards: Shards | None, reread: Callable[[], None]) -> None:
    stop, lease = _handle_signals(reread), ShardLease(bot.settings_cache.storage, bot.clock)
    # Run until the connection ends, a signal arrives or the lease is lost.
    connection = asyncio.create_task(_connect(bot, token, shards, lease))
    stopping, renewing = asyncio.create_task(stop.wait()), asyncio.create_task(lease.keep())
    await asyncio.wait((connection, stopping, renewing), return_when=asyncio.FIRST_COMPLETED)
    # Answer the questions in flight while still connected, then end everything in turn.
    await bot.finish()
    stopping.cancel()
    try:
        with _explain_refusals(bot), suppress(asyncio.CancelledError):
            await _disconnect(connection)
        if renewing.done():
            renewing.result()
    finally:
        renewing.cancel()
        with suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(bot.close(), _CLOSE_SECONDS)
        await _release_storage(bot, lease)
        _log.info("stopped")


def _handle_signals(reread: Callable[[], None]) -> asyncio.Event:
    """Call `reread` in a thread at SIGHUP; return an event that SIGTERM and SIGINT set."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: start_in_background(asyncio.to_thread(reread)))
    return stop


async def _release_storage(bot: Bot, lease: ShardLease) -> None:
    """Release the shards and close the database, after everything that uses it has ended."""
    with suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(lease.release(), _STORAGE_SECONDS / 2)
    if bot.settings_cache.storage is not None:
        with suppress(TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(bot.settings_cache.storage.close(), _STORAGE_SECONDS / 2)


async def _connect(bot: Bot, token: str, shards: Shards | None, lease: ShardLease) -> None:
    """Connect the shards given, else as many as Discord recommends; return when disconnected."""
    await bot.login(token)
    recommended, _, limit = await bot.http.get_bot_gateway()
    own = shards or Shards.all(recommended)
    if limit["remaining"] < len(own.ids):
        raise SessionsError(limit["remaining"], len(own.ids), limit["reset_after"] / 1000)
    bot_id = 0 if bot.user is None else bot.user.id
    await lease.take(bot_id, own)
    bot.turns.bot, bot.turns.concurrency = bot_id, limit["max_concurrency"]
    bot.assign_shards(own)
    await bot.connect()


async def _disconnect(connection: asyncio.Task[None]) -> None:
    """End the connection's task before its socket, which Discord would else expect to resume.

    Cancelled several times, as discord.py may swallow a cancellation while it connects.
    """
    for _ in range(3):
        connection.cancel()
        await asyncio.wait({connection}, timeout=_CLOSE_SECONDS / 4)
        if connection.done():
            return await connection
    return None


@dataclass(frozen=True, slots=True)
class Registration:
    """The commands that Discord has now, and the address that invites the bot to a server."""

    commands: tuple[app_commands.AppCommand, ...]
    invitation: str


def register_commands(
    bot: Bot, token: str, server: int | None, *, remove: bool = False
) -> Registration:
    """Register the commands for all servers or for one; or remove those of one server.

    Raises ServerError if the bot is not in that server, else as `serve` does.
    """
    return asyncio.run(_register(bot, token, server, remove=remove))


async def _register(bot: Bot, token: str, server: int | None, *, remove: bool) -> Registration:
    async with bot:
        with _explain_refusals(bot):
            await bot.login(token)
            commands = await _sync(bot, server, remove=remove)
            application = str(bot.application_id)
            invitation = discord.utils.oauth_url(
                application, permissions=PERMISSIONS, scopes=_SCOPES
            )
            return Registration(tuple(commands), invitation)


async def _sync(bot: Bot, server: int | None, *, remove: bool) -> list[app_commands.AppCommand]:
    if server is None:
        return await bot.tree.sync()
    guild = discord.Object(server)
    if not remove:
        bot.tree.copy_global_to(guild=guild)
    try:
        return await bot.tree.sync(guild=guild)
    except (discord.Forbidden, discord.NotFound) as error:
        raise ServerError(server) from error


async def describe_commands(bot: Bot) -> list[dict[str, Any]]:
    """Return the commands as they are to be registered for all servers, without connecting."""
    async with bot:
        await bot.setup_hook()
        tree, translator = bot.tree, CommandTranslator()
        return [
            await command.get_translated_payload(tree, translator)
            for command in tree.get_commands()
        ]


@contextmanager
def _explain_refusals(bot: Bot) -> Iterator[None]:
    """Turn errors of discord.py into errors that name a remedy."""
    try:
        yield
    except _CONNECTION_ERRORS as error:
        raise _to_bot_error(error) from error
    except discord.GatewayNotFound as error:
        raise _to_bot_error(error.__cause__ or error) from error
    except (KeyError, TypeError) as error:
        if bot.user is not None:
            raise
        raise UnreachableError(Route.BASE, "what answers there is not Discord") from error


def _to_bot_error(error: BaseException) -> BotError:
    if isinstance(error, discord.ConnectionClosed):
        return RefusedTokenError() if error.code == _TOKEN_REFUSED else GatewayError(error.code)
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
