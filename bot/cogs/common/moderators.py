"""What commands for moderators share: who may use them, and the database."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, TypeVar

import discord
from discord import app_commands

from bot.errors import MayNotManageError, NoStorageError, UserError
from bot.replies.interaction import role_ids
from bot.servers.policy import may_manage
from bot.servers.settings import ServerSettings

if TYPE_CHECKING:
    from bot.gateway.client import Bot
    from bot.storage.repository import Storage

Command = TypeVar("Command")
Right = Callable[[int, Collection[int], ServerSettings], bool]
"""Whether a member with these permissions and roles has a right in a server."""


def for_moderators(**permissions: bool) -> Callable[[Command], Command]:
    """Show a command only in servers, and by default only to members with these permissions."""

    def decorate(command: Command) -> Command:
        for decorator in (
            app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False),
            app_commands.allowed_installs(guilds=True, users=False),
            app_commands.default_permissions(**permissions),
        ):
            command = decorator(command)
        return command

    return decorate


async def check_right(
    bot: "Bot",
    interaction: discord.Interaction["Bot"],
    right: Right = may_manage,
    error: type[UserError] = MayNotManageError,
) -> ServerSettings:
    """Return the server's settings if the member has a right there; raise `error` if not."""
    settings = await bot.settings_cache.of(require_server(interaction))
    roles = role_ids(interaction.user)
    if not right(interaction.permissions.value, roles, settings):
        raise error
    return settings


def require_server(interaction: discord.Interaction["Bot"]) -> int:
    """Return the server's id; raise MayNotManageError outside of servers."""
    if interaction.guild_id is None:
        raise MayNotManageError
    return interaction.guild_id


def require_storage(bot: "Bot") -> "Storage":
    """Return the database; raise NoStorageError if the bot runs without one."""
    if bot.settings_cache.storage is None:
        raise NoStorageError
    return bot.settings_cache.storage
