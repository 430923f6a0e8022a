"""Blocking: a member asks no more, for a time or for always, and may ask again."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.cogs.moderating import allowed, for_moderators, server_of, stored
from bot.errors import MayNotBlockError, NotBlockedError
from bot.replies import InteractionReply
from bot.replies.asking import roles_of
from bot.servers.durations import OFFERED, duration
from bot.servers.rights import may_block, may_manage
from bot.servers.settings import ServerSettings
from bot.storage.types import Block

if TYPE_CHECKING:
    from bot.client import Bot

_Interaction = discord.Interaction["Bot"]


class Blocking(commands.Cog):
    """Lets moderators decide who asks no more."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    @app_commands.command()
    @for_moderators(moderate_members=True)
    @app_commands.describe(
        member="Whoever is not to be answered any more.",
        time="How long: 10m, 2h, 7d; always unless told.",
    )
    async def block(
        self,
        interaction: _Interaction,
        member: discord.User,
        time: app_commands.Range[str, 1, 50] = "always",
    ) -> None:
        """Let a member ask no more in this server, for a time or for always."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "block"):
            settings = await allowed(self.bot, interaction, may_block, MayNotBlockError)
            long, storage, now = duration(time), stored(self.bot), self.bot.clock.now()
            if _spared(member, settings):
                raise NotBlockedError
            await reply.begin()
            until = None if long is None else now + long
            block = Block(member.id, interaction.user.id, now, until)
            await storage.block(server_of(interaction), block)
            await reply.send([render.Message(_blocked(block, member, reply))])

    @app_commands.command()
    @for_moderators(moderate_members=True)
    @app_commands.describe(member="Whoever is to be answered again.")
    async def unblock(self, interaction: _Interaction, member: discord.User) -> None:
        """Let a member ask again in this server."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "unblock"):
            await allowed(self.bot, interaction, may_block, MayNotBlockError)
            storage = stored(self.bot)
            await reply.begin()
            was = await storage.unblock(server_of(interaction), member.id)
            words = reply.say("{member} was not blocked.", member=member.mention)
            if was:
                words = reply.say("{member} may ask me again.", member=member.mention)
            await reply.send([render.Message(words)])

    @block.autocomplete("time")
    async def _times(self, _: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        begun = typed.strip().casefold()
        fitting = [one for one in OFFERED if one.startswith(begun)]
        return [app_commands.Choice(name=one, value=one) for one in fitting]


def _spared(member: discord.User, settings: ServerSettings) -> bool:
    """Say whether somebody cannot be blocked: a bot, and who could undo it."""
    permissions = getattr(member, "resolved_permissions", None)
    value = 0 if permissions is None else permissions.value
    return member.bot or may_manage(value, roles_of(member), settings)


def _blocked(block: Block, member: discord.User, reply: InteractionReply) -> str:
    """Return what the moderator is told, as Discord shows it."""
    if block.until is None:
        return reply.say(
            "{member} may not ask me anything here until you use /unblock.", member=member.mention
        )
    until = f"<t:{block.until.timestamp():.0f}:f>"
    return reply.say(
        "{member} may not ask me anything here until {until}.", member=member.mention, until=until
    )
