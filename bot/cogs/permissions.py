"""`/permissions`: what the bot may do where, before anyone runs into what it may not."""

from collections.abc import Iterable, Iterator
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.common.channel_options import Anywhere
from bot.cogs.common.moderators import allowed, for_moderators
from bot.cogs.settings.settings_service import known_of
from bot.render.permissions import Found, permissions
from bot.replies import InteractionReply
from bot.servers.errors import NoSuchChannelError
from bot.servers.permissions import Allowed, answers_in, gone, lacks
from bot.servers.settings import ServerSettings

if TYPE_CHECKING:
    from bot.gateway.client import Bot


class Permissions(commands.Cog):
    """Shows moderators what the bot lacks, what that breaks, and how to mend it."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    @app_commands.command()
    @for_moderators(manage_guild=True)
    @app_commands.describe(
        channel="One channel; without, this one and those of reports and of the daily quotation.",
        every="All channels of the server.",
    )
    @app_commands.rename(every="all")
    async def permissions(
        self,
        interaction: discord.Interaction["Bot"],
        channel: Anywhere | None = None,
        every: bool = False,
    ) -> None:
        """Show what I may and may not do, what that breaks, and how to mend it."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "permissions"):
            settings = await allowed(self.bot, interaction)
            await reply.begin()
            named = None if channel is None else channel.id
            places = _places(interaction, named, settings, every=every)
            found = [_found(one, settings) for one in places]
            deleted = gone(settings, known_of(interaction.guild)) if named is None else ()
            if not found and not deleted:
                raise NoSuchChannelError
            await reply.send([permissions(found, reply.say, deleted)])


def _places(
    interaction: discord.Interaction["Bot"],
    named: int | None,
    settings: ServerSettings,
    *,
    every: bool,
) -> Iterator[discord.abc.GuildChannel | discord.Thread]:
    """Yield the channels that are looked at, each once, as far as they are there."""
    guild = interaction.guild
    if guild is None:
        return
    if every:
        yield from (one for one in guild.channels if not isinstance(one, discord.CategoryChannel))
        return
    daily = settings.daily.channel if settings.daily else None
    numbers: Iterable[int | None] = (interaction.channel_id, settings.reports, daily)
    for number in dict.fromkeys((named,) if named is not None else numbers):
        channel = None if number is None else guild.get_channel_or_thread(number)
        orphan = isinstance(channel, discord.Thread) and channel.parent is None
        if channel is not None and not orphan:
            yield channel


def _found(channel: discord.abc.GuildChannel | discord.Thread, settings: ServerSettings) -> Found:
    me, thread = channel.guild.me, isinstance(channel, discord.Thread)
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    at_large = me.guild_permissions
    here = at_large if place is None else _given(place, me)
    parent = place.id if thread and place is not None else None
    may = Allowed(
        channel.id,
        partial(getattr, here),
        partial(getattr, at_large),
        parent,
        None if place is None else place.category_id,
    )
    return Found(may, lacks(may, settings), answers_in(may, settings))


def _given(channel: discord.abc.GuildChannel, me: discord.Member) -> discord.Permissions:
    """Return what the bot is given in a channel, each permission by itself.

    discord.py would take away with one all that needs it: then too much seems to be missing.
    """
    if me.guild_permissions.administrator:
        return discord.Permissions.all()
    everyone = channel.guild.default_role
    roles = [channel.overwrites_for(role).pair() for role in me.roles if role != everyone]
    steps = (
        channel.overwrites_for(everyone).pair(),
        tuple(reduce(or_, side, discord.Permissions.none()) for side in zip(*roles, strict=True)),
        channel.overwrites_for(me).pair(),
    )
    given = me.guild_permissions
    for allow, deny in filter(None, steps):
        given = (given & ~deny) | allow
    return given
