"""What commands for moderators have in common: who may give them, and the database."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, TypeVar

import discord
from discord import app_commands

from bot.errors import MayNotError, NoStorageError, UserError
from bot.replies.asker import role_ids
from bot.servers.rights import may_manage
from bot.servers.settings import ServerSettings

if TYPE_CHECKING:
    from bot.gateway.client import Bot
    from bot.storage.repository import Storage

Command = TypeVar("Command")
Right = Callable[[int, Collection[int], ServerSettings], bool]


def for_moderators(**needed: bool) -> Callable[[Command], Command]:
    """Offer a command in servers alone, and there to those with some permissions."""

    def offered(command: Command) -> Command:
        for offering in (
            app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False),
            app_commands.allowed_installs(guilds=True, users=False),
            app_commands.default_permissions(**needed),
        ):
            command = offering(command)
        return command

    return offered


async def allowed(
    bot: "Bot",
    interaction: discord.Interaction["Bot"],
    right: Right = may_manage,
    otherwise: type[UserError] = MayNotError,
) -> ServerSettings:
    """Return a server's settings to somebody who has a right there; raise an error if not."""
    settings = await bot.servers.of(server_of(interaction))
    roles = role_ids(interaction.user)
    if not right(interaction.permissions.value, roles, settings):
        raise otherwise
    return settings


def server_of(interaction: discord.Interaction["Bot"]) -> int:
    """Return the server of an interaction; raise MayNotError outside of servers."""
    if interaction.guild_id is None:
        raise MayNotError
    return interaction.guild_id


def stored(bot: "Bot") -> "Storage":
    """Return the database; raise NoStorageError where the bot runs without one."""
    if bot.servers.storage is None:
        raise NoStorageError
    return bot.servers.storage
