"""Blocks: moderators keep a member from asking, for a time or for always."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.cogs.common.moderators import check_right, for_moderators, require_server, require_storage
from bot.components.block_list_id import PREFIX, read
from bot.components.controls import read_selected
from bot.errors import MayNotBlockError, NotBlockedError
from bot.formatting import markdown
from bot.replies import InPlaceReply, InteractionReply
from bot.replies.interaction import role_ids
from bot.servers.durations import OFFERED_DURATIONS, parse_duration
from bot.servers.policy import may_block, may_manage
from bot.servers.settings import ServerSettings, read_ids
from bot.storage.records import MemberBlock

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_Interaction = discord.Interaction["Bot"]


class BlocksCog(commands.Cog):
    """Lets moderators block members, lift blocks, and list them."""

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
            settings = await check_right(self.bot, interaction, may_block, MayNotBlockError)
            length, storage, now = (
                parse_duration(time),
                require_storage(self.bot),
                self.bot.clock.now(),
            )
            if member is None:
                await reply.begin()
                await reply.send([await self._list(interaction, reply)])
                return
            if _is_exempt(member, settings):
                raise NotBlockedError
            await reply.begin()
            until = None if length is None else now + length
            block = MemberBlock(member.id, interaction.user.id, now, until)
            await storage.block(require_server(interaction), block)
            await reply.send([render.Message(_confirmation(block, member, reply))])

    @app_commands.command()
    @for_moderators(moderate_members=True)
    @app_commands.describe(member="Whoever is to be answered again.")
    async def unblock(self, interaction: _Interaction, member: discord.User) -> None:
        """Let a member ask again in this server."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "unblock"):
            await check_right(self.bot, interaction, may_block, MayNotBlockError)
            await reply.begin()
            await reply.send([render.Message(await self._lift(interaction, member.id, reply))])

    async def on_control(self, interaction: _Interaction, custom_id: str) -> None:
        """Lift the blocks that were selected, or turn to another page of the list."""
        reply = InPlaceReply(interaction)
        async with self.bot.question(reply, "block"):
            control = read(custom_id)
            await check_right(self.bot, interaction, may_block, MayNotBlockError)
            await reply.begin()
            members = read_ids(read_selected(interaction.data))
            notes = [await self._lift(interaction, member, reply) for member in members]
            note = "\n".join(notes) or None
            await reply.send([await self._list(interaction, reply, control.page, note)])

    async def _list(
        self,
        interaction: _Interaction,
        reply: InteractionReply,
        page: int = 0,
        note: str | None = None,
    ) -> render.Message:
        """Return a page of the list of blocked members, with controls to lift their blocks."""
        now = self.bot.clock.now()
        blocks = await require_storage(self.bot).list_blocks(require_server(interaction), now)
        return render.blocks(blocks, page, reply.say, note)

    async def _lift(self, interaction: _Interaction, member: int, reply: InteractionReply) -> str:
        """Lift the block of a member, and return a sentence about it."""
        was_blocked = await require_storage(self.bot).unblock(require_server(interaction), member)
        mention = f"<@{member}>"
        if was_blocked:
            return reply.say("{member} may ask me again.", member=mention)
        return reply.say("{member} was not blocked.", member=mention)

    @block.autocomplete("time")
    async def _times(self, _: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        prefix = typed.strip().casefold()
        matches = [text for text in OFFERED_DURATIONS if text.startswith(prefix)]
        return [app_commands.Choice(name=text, value=text) for text in matches]


def _is_exempt(member: discord.User, settings: ServerSettings) -> bool:
    """Return whether somebody cannot be blocked: bots, and members who could lift the block."""
    permissions = getattr(member, "resolved_permissions", None)
    value = 0 if permissions is None else permissions.value
    return member.bot or may_manage(value, role_ids(member), settings)


def _confirmation(block: MemberBlock, member: discord.User, reply: InteractionReply) -> str:
    """Return the sentence that tells the moderator of a new block, in Discord's Markdown."""
    if block.until is None:
        return reply.say(
            "{member} may not ask me anything here until you use /unblock.", member=member.mention
        )
    return reply.say(
        "{member} may not ask me anything here until {until}.",
        member=member.mention,
        until=markdown.moment(block.until),
    )
