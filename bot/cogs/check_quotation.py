"""Checking a quotation: where its words stand in the text, and how they differ."""

from typing import TYPE_CHECKING

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.errors import NoWordsError
from bot.replies import InteractionReply
from bot.servers.policy import AskingWay

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_log = structlog.get_logger(__name__)

MAX_LENGTH = 2000
"""Characters of the command's words; a message has up to 4,000."""

FIND = "Find the source"
"""Name of the command in a message's menu."""

_Interaction = discord.Interaction["Bot"]
_Words = app_commands.Range[str, 1, MAX_LENGTH]


class QuotationCheckCog(commands.Cog):
    """Checks quotations against the text."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._find = app_commands.ContextMenu(name=FIND, callback=self.find)

    async def cog_load(self) -> None:
        """Add the message command, which discord.py does not collect from a class."""
        self.bot.tree.add_command(self._find)

    @app_commands.command()
    @app_commands.describe(
        words="The words to look for, with or without quotation marks.",
        private="Show what is found to you alone.",
    )
    async def source(self, interaction: _Interaction, words: _Words, private: bool = False) -> None:
        """Find where words stand in the text, and how they differ from it."""
        reply = InteractionReply(interaction, private=private)
        async with self.bot.question(reply, "source"):
            await self._check(reply, words, "command")

    async def find(self, interaction: _Interaction, message: discord.Message) -> None:
        """Check the quotations in somebody's message, for a member alone."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "source"):
            if message.is_system() or not message.content.strip():
                raise NoWordsError
            await self._check(reply, message.content, "menu")

    async def _check(self, reply: InteractionReply, words: str, way: AskingWay) -> None:
        settings = await self.bot.admission.admit(reply, way)
        pending = self.bot.answer_queue.submit(lambda texts: texts.check(words), settings.documents)
        await reply.begin()
        checks, texts = await pending
        await reply.send(render.checks(checks, texts.first.document, reply.say))
        self.bot.metrics.count_outcome("checked")
        _log.info("checked", outcomes=[check.outcome for check in checks])
