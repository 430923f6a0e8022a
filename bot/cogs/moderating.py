"""What commands for moderators have in common: who may give them, and the database."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import discord

from bot.errors import MayNotError, NoStorageError, UserError
from bot.servers.rights import may_manage
from bot.servers.settings import ServerSettings

if TYPE_CHECKING:
    from bot.client import Bot
    from bot.storage.repository import Storage

Right = Callable[[int, Collection[int], ServerSettings], bool]


async def allowed(
    bot: "Bot",
    interaction: discord.Interaction["Bot"],
    right: Right = may_manage,
    otherwise: type[UserError] = MayNotError,
) -> ServerSettings:
    """Return a server's settings to somebody who has a right there; raise an error if not."""
    settings = await bot.servers.of(interaction.guild_id)
    roles = roles_of(interaction.user)
    if not right(interaction.permissions.value, roles, settings):
        raise otherwise
    return settings


def roles_of(member: discord.abc.User) -> list[int]:
    """Return the roles of somebody, where Discord says them."""
    return [role.id for role in getattr(member, "roles", ())]


def stored(bot: "Bot") -> "Storage":
    """Return the database; raise NoStorageError where the bot runs without one."""
    if bot.servers.storage is None:
        raise NoStorageError
    return bot.servers.storage
