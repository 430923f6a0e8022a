"""Questions: the command, a message that mentions the bot or is for it alone, one looked up."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord
from cachetools import TTLCache
from discord import app_commands
from discord.ext import commands

from bot.answers import autocomplete
from bot.answers.admission import conversation_key
from bot.answers.answer_question import MAX_QUESTION_LENGTH, Question
from bot.cogs.common.offered_texts import offered
from bot.cogs.common.pressed_message import asked_under
from bot.errors import NoWordsError
from bot.i18n.translations import later
from bot.replies import InteractionReply, MessageReply
from bot.state.conversations import EarlierQuestion

if TYPE_CHECKING:
    from bot.gateway.client import Bot

MAX_PASSAGES = 5
"""Passages of one answer."""

LOOK_UP = later("What does the text say?")

EDITED = 60.0
"""Seconds within which an answer follows a question that is edited."""

MAX_WRITTEN = 1_000
"""Answered messages that are kept while they may be edited."""

_Interaction = discord.Interaction["Bot"]
_Question = app_commands.Range[str, 1, MAX_QUESTION_LENGTH]
_Passages = app_commands.Range[int, 1, MAX_PASSAGES]
_SAID = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(slots=True)
class _Written:
    """A message that was answered, and how."""

    reply: MessageReply
    question: str
    after: EarlierQuestion | None = None
    answered: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Ask(commands.Cog):
    """Asks the text what members ask."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._look_up = app_commands.ContextMenu(name=LOOK_UP, callback=self.look_up)
        self._written: TTLCache[int, _Written] = TTLCache(MAX_WRITTEN, EDITED, bot.clock.elapsed)

    async def cog_load(self) -> None:
        """Offer the message command, which discord.py takes from no class."""
        self.bot.tree.add_command(self._look_up)

    @app_commands.command()
    @app_commands.describe(
        question="What you want to know, in words, or a page: “What is on page 45?”",
        private="Show the answer to you alone.",
        passages="How many passages to show at most.",
    )
    async def ask(
        self,
        interaction: _Interaction,
        question: _Question,
        private: bool = False,
        passages: _Passages | None = None,
    ) -> None:
        """Ask the text; it answers in its own words, with their pages."""
        reply = InteractionReply(interaction, private=private)
        async with self.bot.question(reply, "command"):
            await self.bot.answer_question(reply, Question(question, "command", passages))

    @ask.autocomplete("question")
    async def _questions(
        self, interaction: _Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer a member's own questions of the last minutes, and examples of what to ask."""
        reply = InteractionReply(interaction, private=True)
        if (texts := await offered(self.bot, reply)) is None:
            return []
        place = conversation_key(reply)
        own = [one.question for one in reversed(self.bot.recent.questions(place))]
        found = autocomplete.suggest_questions(typed, texts.examples, own)
        return [app_commands.Choice(name=one, value=one) for one in found]

    async def look_up(self, interaction: _Interaction, message: discord.Message) -> None:
        """Answer a member alone what the text says to somebody's message."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "look-up"):
            if message.is_system() or not message.content.strip():
                raise NoWordsError
            question = Question(message.content, "menu", standalone=True, own=False)
            await self.bot.answer_question(reply, question)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that mentions the bot in its words, or is written to it alone."""
        question = self._question(message)
        if question is None:
            return
        written = _Written(MessageReply(message), question, self._replied(message))
        self._written[message.id] = written
        await self._answer(written)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, edit: discord.RawMessageUpdateEvent) -> None:
        """Let an answer follow its question, where that is edited within a minute."""
        written = self._written.get(edit.message_id)
        if written is None:
            return
        question = self._question(edit.message)
        if question is None or question == written.question:
            return
        written.question = question
        await self._answer(written, alone=True)

    async def _answer(self, written: _Written, *, alone: bool = False) -> None:
        """Answer a message as it stands now; of two edits the later has the last word."""
        async with written.lock, self.bot.question(written.reply, "mention"):
            if written.answered == written.question:
                return
            written.answered = written.question
            question = Question(written.question, "mention", after=written.after, standalone=alone)
            await self.bot.answer_question(written.reply, question)

    def _replied(self, message: discord.Message) -> EarlierQuestion | None:
        """Return what the answer was to that a message replies to, if it is one of the bot's."""
        replied = message.reference and message.reference.resolved
        if not isinstance(replied, discord.Message) or replied.author != self.bot.user:
            return None
        return asked_under(replied)

    def _question(self, message: discord.Message) -> str | None:
        """Return what a message asks the bot; None where it is not asked, or by no member."""
        me = self.bot.user
        if me is None or message.author.bot or message.webhook_id is not None:
            return None
        question, mentions = re.subn(rf"<@!?{me.id}>", " ", message.content)
        alone = isinstance(message.channel, discord.DMChannel) or message.guild is None
        if message.type not in _SAID or not (mentions or alone):
            return None
        return " ".join(question.split())
