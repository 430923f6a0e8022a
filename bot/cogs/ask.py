"""Questions: by command, in a message to the bot, or looked up from another's message."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord
from cachetools import TTLCache
from discord import app_commands
from discord.ext import commands

from bot.answers import autocomplete
from bot.answers.answer_question import MAX_QUESTION_LENGTH, Question, conversation_key
from bot.cogs.common.pressed_message import find_earlier_question
from bot.errors import NoWordsError
from bot.i18n.translations import later
from bot.replies import InteractionReply, MessageReply
from bot.state.conversations import EarlierQuestion

if TYPE_CHECKING:
    from bot.gateway.client import Bot

MAX_PASSAGES = 5
"""Passages of an answer that a member may ask for."""

LOOK_UP = later("What does the text say?")
"""Name of the command in a message's menu."""

EDIT_SECONDS = 60.0
"""Seconds within which the answer follows an edit of the question."""

MAX_ANSWERED_MESSAGES = 1_000
"""Answered messages that are remembered while they may be edited."""

_Interaction = discord.Interaction["Bot"]
_Question = app_commands.Range[str, 1, MAX_QUESTION_LENGTH]
_Passages = app_commands.Range[int, 1, MAX_PASSAGES]
_WRITTEN_BY_MEMBERS = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(slots=True)
class _AnsweredMessage:
    """A message to the bot, its reply, and the question that was answered last."""

    reply: MessageReply
    question: str
    after: EarlierQuestion | None = None
    answered: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class AskCog(commands.Cog):
    """Answers the questions of members."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._look_up = app_commands.ContextMenu(name=LOOK_UP, callback=self.look_up)
        self._messages: TTLCache[int, _AnsweredMessage] = TTLCache(
            MAX_ANSWERED_MESSAGES, EDIT_SECONDS, bot.clock.elapsed
        )

    async def cog_load(self) -> None:
        """Add the message command, which discord.py does not collect from a class."""
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
        """Suggest the member's own questions of the last minutes, and examples."""
        reply = InteractionReply(interaction, private=True)
        open_texts = self.bot.answer_queue.texts
        texts = await self.bot.admission.texts_for_autocomplete(reply, open_texts)
        if texts is None:
            return []
        asked = self.bot.conversations.questions(conversation_key(reply))
        own = [earlier.question for earlier in reversed(asked)]
        questions = autocomplete.suggest_questions(typed, texts.examples, own)
        return [app_commands.Choice(name=question, value=question) for question in questions]

    async def look_up(self, interaction: _Interaction, message: discord.Message) -> None:
        """Answer somebody's message as a question, for a member alone."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "look-up"):
            if message.is_system() or not message.content.strip():
                raise NoWordsError
            question = Question(message.content, "menu", standalone=True, own=False)
            await self.bot.answer_question(reply, question)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that mentions the bot, a reply that pings it, or a direct message."""
        question = self._read_question(message)
        if question is None:
            return
        asked = _AnsweredMessage(MessageReply(message), question, self._replied_to(message))
        self._messages[message.id] = asked
        await self._answer(asked)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, edit: discord.RawMessageUpdateEvent) -> None:
        """Update an answer if its question is edited within a minute."""
        asked = self._messages.get(edit.message_id)
        if asked is None:
            return
        question = self._read_question(edit.message)
        if question is None or question == asked.question:
            return
        asked.question = question
        await self._answer(asked, standalone=True)

    async def _answer(self, asked: _AnsweredMessage, *, standalone: bool = False) -> None:
        """Answer a message as it stands now; of several edits the last one counts."""
        async with asked.lock, self.bot.question(asked.reply, "mention"):
            if asked.answered == asked.question:
                return
            asked.answered = asked.question
            question = Question(asked.question, "mention", after=asked.after, standalone=standalone)
            await self.bot.answer_question(asked.reply, question)

    def _replied_to(self, message: discord.Message) -> EarlierQuestion | None:
        """Return the question of the bot's answer that a message replies to, if it does."""
        answer = message.reference and message.reference.resolved
        if not isinstance(answer, discord.Message) or answer.author != self.bot.user:
            return None
        return find_earlier_question(answer)

    def _read_question(self, message: discord.Message) -> str | None:
        """Return what a message asks the bot; None if it is not for the bot or by no member.

        A reply that pings the bot mentions it without a word; Discord hands over what it says.
        """
        me = self.bot.user
        if me is None or message.author.bot or message.webhook_id is not None:
            return None
        direct = isinstance(message.channel, discord.DMChannel) or message.guild is None
        typed, question = (f"<@{me.id}>", f"<@!{me.id}>"), message.content
        mentioned = me in message.mentions or any(mention in question for mention in typed)
        if message.type not in _WRITTEN_BY_MEMBERS or not (mentioned or direct):
            return None
        for mention in typed:
            question = question.replace(mention, " ")
        return " ".join(question.split())
