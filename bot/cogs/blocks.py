"""Blocking: a member asks no more, for a time or for always, and may ask again."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.cogs.common.moderators import allowed, for_moderators, server_of, stored
from bot.components.block_list_id import PREFIX, read
from bot.errors import MayNotBlockError, NotBlockedError
from bot.formatting import markdown
from bot.replies import InPlaceReply, InteractionReply
from bot.replies.asker import role_ids
from bot.servers.durations import OFFERED, duration
from bot.servers.rights import may_block, may_manage
from bot.servers.settings import ServerSettings
from bot.storage.records import Block

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_Interaction = discord.Interaction["Bot"]


class Blocking(commands.Cog):
    """Lets moderators decide who asks no more, and see who does not."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        bot.router.add(PREFIX, self.on_control)

    @app_commands.command()
    @for_moderators(moderate_members=True)
    @app_commands.describe(
        member="Whoever is not to be answered any more; without, you see who is blocked.",
        time="How long: 10m, 2h, 7d; always unless told.",
    )
    async def block(
        self,
        interaction: _Interaction,
        member: discord.User | None = None,
        time: app_commands.Range[str, 1, 50] = "always",
    ) -> None:
        """Let a member ask no more in this server, for a time or for always."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "block"):
            settings = await allowed(self.bot, interaction, may_block, MayNotBlockError)
            long, storage, now = duration(time), stored(self.bot), self.bot.clock.now()
            if member is None:
                await reply.begin()
                await reply.send([await self._listed(interaction, reply)])
                return
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
            await reply.begin()
            await reply.send([render.Message(await self._lifted(interaction, member.id, reply))])

    async def on_control(self, interaction: _Interaction, custom_id: str) -> None:
        """Do what a control under the list of blocks says."""
        data: Any = interaction.data or {}
        reply = InPlaceReply(interaction)
        async with self.bot.question(reply, "block"):
            used = read(custom_id)
            await allowed(self.bot, interaction, may_block, MayNotBlockError)
            await reply.begin()
            picked = [int(one) for one in data.get("values", ()) if str(one).isdecimal()]
            lifted = [await self._lifted(interaction, one, reply) for one in picked]
            note = "\n".join(lifted) or None
            await reply.send([await self._listed(interaction, reply, used.page, note)])

    async def _listed(
        self,
        interaction: _Interaction,
        reply: InteractionReply,
        page: int = 0,
        note: str | None = None,
    ) -> render.Message:
        """Return who is blocked, with the way to let them ask again."""
        now = self.bot.clock.now()
        every = await stored(self.bot).blocks(server_of(interaction), now)
        return render.blocks(every, page, reply.say, note)

    async def _lifted(self, interaction: _Interaction, member: int, reply: InteractionReply) -> str:
        """Let a member ask again, and return what is said of it."""
        was = await stored(self.bot).unblock(server_of(interaction), member)
        mention = f"<@{member}>"
        if was:
            return reply.say("{member} may ask me again.", member=mention)
        return reply.say("{member} was not blocked.", member=mention)

    @block.autocomplete("time")
    async def _times(self, _: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        begun = typed.strip().casefold()
        fitting = [one for one in OFFERED if one.startswith(begun)]
        return [app_commands.Choice(name=one, value=one) for one in fitting]


def _spared(member: discord.User, settings: ServerSettings) -> bool:
    """Say whether somebody cannot be blocked: a bot, and who could undo it."""
    permissions = getattr(member, "resolved_permissions", None)
    value = 0 if permissions is None else permissions.value
    return member.bot or may_manage(value, role_ids(member), settings)


def _blocked(block: Block, member: discord.User, reply: InteractionReply) -> str:
    """Return what the moderator is told, as Discord shows it."""
    if block.until is None:
        return reply.say(
            "{member} may not ask me anything here until you use /unblock.", member=member.mention
        )
    return reply.say(
        "{member} may not ask me anything here until {until}.",
        member=member.mention,
        until=markdown.moment(block.until),
    )
