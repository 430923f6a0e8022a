"""Privacy: what is kept of a server and of a member, and its deletion."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.components.answer_buttons import AnswerAction, build_rows_without_passage
from bot.replies import InteractionReply

if TYPE_CHECKING:
    from bot.cogs.common.pressed_message import ButtonPress
    from bot.gateway.client import Bot

_Interaction = discord.Interaction["Bot"]


class PrivacyCog(commands.Cog):
    """Shows every member what is kept."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    @app_commands.command()
    async def privacy(self, interaction: _Interaction) -> None:
        """Show what is kept here and what of you, and delete it."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "privacy"):
            server = reply.server_id
            settings = None if server is None else await self.bot.settings_cache.of(server)
            await reply.begin()
            await reply.send([render.privacy_notice(settings, reply.say)])


class OwnDataButtons:
    """Handles the buttons that show and delete what is kept of a member, in all servers."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    async def show(self, press: "ButtonPress") -> None:
        """Show what is kept of the member."""
        reply, storage = press.reply, self.bot.settings_cache.storage
        await reply.begin()
        records = () if storage is None else await storage.read_member_data(reply.member_id)
        named = [(self._server_name(record.server), record) for record in records]
        remembered = self.bot.conversations.count(reply.member_id)
        await reply.send([render.member_data(named, remembered, reply.say)])

    async def confirm(self, press: "ButtonPress") -> None:
        """Ask for confirmation before anything is deleted."""
        say = press.reply.say
        words = say(
            "Delete the questions that are kept of you, in all servers? Blocks, of you and by you, "
            "stay until they end, and changes of settings stay in their history."
        )
        await press.reply.begin()
        await press.reply.send(
            [render.Message(words, rows=build_rows_without_passage((AnswerAction.FORGOTTEN,), say))]
        )

    async def delete(self, press: "ButtonPress") -> None:
        """Delete what is kept of the member, in the database and in memory."""
        reply, storage = press.reply, self.bot.settings_cache.storage
        await reply.begin()
        count = 0 if storage is None else await storage.forget_member(reply.member_id)
        count += self.bot.conversations.forget(reply.member_id)
        words = reply.say.counted(
            "Deleted: {count} question.", "Deleted: {count} questions.", count
        )
        await reply.send([render.sentence(words)])

    def _server_name(self, server: int) -> str:
        guild = self.bot.get_guild(server)
        return str(server) if guild is None else guild.name
