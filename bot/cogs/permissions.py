"""`/permissions`: which permissions the bot lacks where, before a member notices."""

from collections.abc import Iterable, Iterator
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.common.channel_options import AskableChannel
from bot.cogs.common.moderators import check_right, for_moderators
from bot.cogs.settings.settings_service import read_guild
from bot.render.permissions import CheckedChannel, render_permissions
from bot.replies import InteractionReply
from bot.servers.errors import NoSuchChannelError
from bot.servers.permissions import (
    ChannelPermissions,
    answers_in,
    find_missing_permissions,
    list_deleted,
)
from bot.servers.settings import ServerSettings

if TYPE_CHECKING:
    from bot.gateway.client import Bot


class PermissionsCog(commands.Cog):
    """Shows moderators which permissions the bot lacks, what that breaks, and how to mend it."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    @app_commands.command()
    @for_moderators(manage_guild=True)
    @app_commands.describe(
        channel="One channel; without, this one and those of reports and of the daily quotation.",
        all_channels="All channels of the server.",
    )
    @app_commands.rename(all_channels="all")
    async def permissions(
        self,
        interaction: discord.Interaction["Bot"],
        channel: AskableChannel | None = None,
        all_channels: bool = False,
    ) -> None:
        """Show what I may and may not do, what that breaks, and how to mend it."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "permissions"):
            settings = await check_right(self.bot, interaction)
            await reply.begin()
            chosen = None if channel is None else channel.id
            channels = _channels(interaction, chosen, settings, all_channels=all_channels)
            findings = [_examine(channel, settings) for channel in channels]
            deleted = (
                list_deleted(settings, read_guild(interaction.guild)) if chosen is None else ()
            )
            if not findings and not deleted:
                raise NoSuchChannelError
            await reply.send([render_permissions(findings, reply.say, deleted)])


def _channels(
    interaction: discord.Interaction["Bot"],
    chosen: int | None,
    settings: ServerSettings,
    *,
    all_channels: bool,
) -> Iterator[discord.abc.GuildChannel | discord.Thread]:
    """Yield the channels to examine, each once, if they still exist."""
    guild = interaction.guild
    if guild is None:
        return
    if all_channels:
        for channel in guild.channels:
            if not isinstance(channel, discord.CategoryChannel):
                yield channel
        return
    daily = settings.daily.channel if settings.daily else None
    usual: Iterable[int | None] = (interaction.channel_id, settings.reports, daily)
    for channel_id in dict.fromkeys((chosen,) if chosen is not None else usual):
        known = None if channel_id is None else guild.get_channel_or_thread(channel_id)
        orphan = isinstance(known, discord.Thread) and known.parent is None
        if known is not None and not orphan:
            yield known


def _examine(
    channel: discord.abc.GuildChannel | discord.Thread, settings: ServerSettings
) -> CheckedChannel:
    """Return which permissions the bot lacks in a channel, and whether it answers there."""
    me, is_thread = channel.guild.me, isinstance(channel, discord.Thread)
    outer = channel.parent if isinstance(channel, discord.Thread) else channel
    in_server = me.guild_permissions
    in_channel = in_server if outer is None else _permissions_in(outer, me)
    allowed = ChannelPermissions(
        channel.id,
        partial(getattr, in_channel),
        partial(getattr, in_server),
        outer.id if is_thread and outer is not None else None,
        None if outer is None else outer.category_id,
    )
    return CheckedChannel(
        allowed, find_missing_permissions(allowed, settings), answers_in(allowed, settings)
    )


def _permissions_in(channel: discord.abc.GuildChannel, me: discord.Member) -> discord.Permissions:
    """Return the bot's permissions in a channel, each by itself.

    discord.py's own method also removes those that depend on a missing one, and the report would
    list too many as missing.
    """
    if me.guild_permissions.administrator:
        return discord.Permissions.all()
    everyone = channel.guild.default_role
    roles = [channel.overwrites_for(role).pair() for role in me.roles if role != everyone]
    # As Discord combines them: those of everyone, then of all roles, then of the member.
    steps = (
        channel.overwrites_for(everyone).pair(),
        tuple(reduce(or_, side, discord.Permissions.none()) for side in zip(*roles, strict=True)),
        channel.overwrites_for(me).pair(),
    )
    permissions = me.guild_permissions
    for allow, deny in filter(None, steps):
        permissions = (permissions & ~deny) | allow
    return permissions
