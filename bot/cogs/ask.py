"""Questions: the command, a message that mentions the bot, and a message looked up."""

import re
from typing import TYPE_CHECKING

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.errors import NoWordsError
from bot.replies import InteractionReply, MessageReply, Reply

if TYPE_CHECKING:
    from bot.client import Bot

_log = structlog.get_logger(__name__)

LONGEST = 1000
"""Of a question to the command, in characters; a message may be longer."""

LOOK_UP = "What does the text say?"

_Interaction = discord.Interaction["Bot"]
_Question = app_commands.Range[str, 1, LONGEST]
_SAID = (discord.MessageType.default, discord.MessageType.reply)


class Ask(commands.Cog):
    """Asks the text what members ask."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._look_up = app_commands.ContextMenu(name=LOOK_UP, callback=self.look_up)

    async def cog_load(self) -> None:
        """Offer the message command, which discord.py takes from no class."""
        self.bot.tree.add_command(self._look_up)

    @app_commands.command()
    @app_commands.describe(
        question="What you want to know, in words, or a page: “What is on page 45?”",
        private="Show the answer to you alone.",
    )
    async def ask(
        self, interaction: _Interaction, question: _Question, private: bool = False
    ) -> None:
        """Ask the text; it answers in its own words, with their pages."""
        reply = InteractionReply(interaction, private=private)
        async with self.bot.question(reply, "command"):
            await self._answer(reply, question, asked=True)

    async def look_up(self, interaction: _Interaction, message: discord.Message) -> None:
        """Answer a member alone what the text says to somebody's message."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "look-up"):
            if message.is_system() or not message.content.strip():
                raise NoWordsError
            await self._answer(reply, message.content)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message of a member that mentions the bot in its words, not by replying only."""
        me = self.bot.user
        if me is None or message.author.bot or message.webhook_id is not None:
            return
        question, mentions = re.subn(rf"<@!?{me.id}>", " ", message.content)
        if not mentions or message.type not in _SAID:
            return
        reply = MessageReply(message)
        async with self.bot.question(reply, "mention"):
            await self._answer(reply, question.strip())

    async def _answer(self, reply: Reply, question: str, *, asked: bool = False) -> None:
        """Take the question in, show that it was, and send the answer once it is found."""
        reply.check()
        thinking = self.bot.thinking.ask(question)
        await reply.begin()
        answer = await thinking
        messages = render.answer(answer, self.bot.thinking.document, asked=asked)
        await reply.send(messages)
        _log.info(
            "answered",
            outcome=answer.outcome,
            passages=len(answer.shown),
            messages=len(messages),
            elapsed_ms=answer.elapsed_ms,
        )
