"""Buttons and forms under answers: all that they mean stands in the message itself."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot import render
from bot.answers.answer_question import MAX_QUESTION_LENGTH, Question
from bot.cogs.answer_buttons.feedback import Feedback
from bot.cogs.answer_buttons.reading import Reading
from bot.cogs.common.interaction_data import typed
from bot.cogs.common.pressed_message import Press, asked
from bot.cogs.privacy import OwnData
from bot.components.answer_button_id import PREFIX, Action, read
from bot.components.controls import Field, Form
from bot.errors import NotYoursError, UnknownButtonError
from bot.i18n.translations import later
from bot.replies import FAILED, InteractionReply

if TYPE_CHECKING:
    from bot.gateway.client import Bot

FIELD = "question"
"""The one field of the form of a follow-up."""

_NEXT = 30
"""Messages behind an answer among which the rest of it is sought."""

_FORM = later("Follow up")
_LABEL = later("What else would you like to know?")

_Interaction = discord.Interaction["Bot"]


class Buttons(commands.Cog):
    """Does what buttons say, also those of messages from before the bot was started."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        bot.router.add(PREFIX, self.on_control)
        reading, feedback, own = Reading(bot), Feedback(bot), OwnData(bot)
        self._actions: dict[Action, Callable[[Press], Awaitable[None]]] = {
            Action.MORE: reading.more,
            Action.BEFORE: reading.before,
            Action.AFTER: reading.after,
            Action.COPY: reading.copy,
            Action.SHOW: reading.show,
            Action.FOLLOW_UP: self.ask_back,
            Action.HELPFUL: feedback.judge,
            Action.NOT_THIS: feedback.judge,
            Action.WRONG_PAGE: feedback.judge,
            Action.RESOLVED: feedback.resolve,
            Action.PASSAGE: feedback.passage,
            Action.DELETE: self.delete,
            Action.HELD: own.show,
            Action.FORGET: own.ask,
            Action.FORGOTTEN: own.delete,
        }

    async def on_control(self, interaction: _Interaction, custom_id: str) -> None:
        """Do what a button says, or answer the question in a form."""
        data: Any = interaction.data or {}
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "button"):
            press = Press(reply, read(custom_id), _message(interaction))
            if interaction.type is discord.InteractionType.modal_submit:
                await self.follow_up(press, _typed(data.get("components", ())))
            else:
                await self._actions[press.pressed.action](press)

    async def ask_back(self, press: Press) -> None:
        """Show a form that asks for a further question."""
        await self.bot.admission.allow(press.reply, "button")
        say = press.reply.say
        question = render.question_of(press.message.content) or say(_LABEL)
        field = Field(FIELD, say(_LABEL), longest=MAX_QUESTION_LENGTH, prompt=question[:100])
        await press.reply.ask(Form(press.pressed.custom_id, say(_FORM), (field,)))

    async def follow_up(self, press: Press, question: str) -> None:
        """Answer what was typed into the form, after the message that it belongs to."""
        press.reply.share(private=press.message.flags.ephemeral)
        before = asked(press.message, press.pressed)
        await self.bot.answer_question(press.reply, Question(question, "button", after=before))

    async def delete(self, press: Press) -> None:
        """Delete an answer, for whoever asked and for those who may manage messages.

        Raises NotYoursError for others.
        """
        interaction = press.reply.interaction
        asked = interaction.user.id == press.pressed.number
        if not asked and not interaction.permissions.manage_messages:
            raise NotYoursError
        await interaction.response.defer()
        with suppress(*FAILED):
            async for one in press.message.channel.history(after=press.message, limit=_NEXT):
                told = one.reference.message_id if one.reference else None
                if one.author == press.message.author and told == press.message.id:
                    await one.delete()
        await interaction.delete_original_response()


def _message(interaction: _Interaction) -> discord.Message:
    if interaction.message is None:
        raise UnknownButtonError
    return interaction.message


def _typed(rows: Iterable[Any]) -> str:
    """Return what was typed into the form's field."""
    texts = typed(rows)
    if FIELD not in texts:
        raise UnknownButtonError
    return texts[FIELD]
