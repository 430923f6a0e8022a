"""The buttons under answers and their forms; all of their state is in the message itself."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot import render
from bot.answers.answer_question import MAX_QUESTION_LENGTH, Question
from bot.cogs.answer_buttons.feedback import FeedbackButtons
from bot.cogs.answer_buttons.passage_buttons import PassageButtons
from bot.cogs.common.pressed_message import ButtonPress, to_earlier_question
from bot.cogs.privacy import OwnDataButtons
from bot.components.answer_buttons import PREFIX, AnswerAction, read
from bot.components.controls import FormField, ModalForm, read_form
from bot.errors import NotYoursError, UnknownButtonError
from bot.i18n.translations import later
from bot.replies import DELIVERY_ERRORS, InteractionReply

if TYPE_CHECKING:
    from bot.gateway.client import Bot

QUESTION_FIELD = "question"
"""Name of the only field of the form for a follow-up."""

_MAX_SCANNED = 30
"""Messages after an answer that are searched for its further parts."""

_FORM = later("Follow up")
_LABEL = later("What else would you like to know?")

_Interaction = discord.Interaction["Bot"]


class AnswerButtonsCog(commands.Cog):
    """Handles the buttons under answers, including answers from before the bot was started."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        bot.router.add(PREFIX, self.on_control)
        passages, feedback, own = PassageButtons(bot), FeedbackButtons(bot), OwnDataButtons(bot)
        self._actions: dict[AnswerAction, Callable[[ButtonPress], Awaitable[None]]] = {
            AnswerAction.MORE: passages.more,
            AnswerAction.BEFORE: passages.before,
            AnswerAction.AFTER: passages.after,
            AnswerAction.COPY: passages.copy,
            AnswerAction.SHOW: passages.show,
            AnswerAction.FOLLOW_UP: self.show_form,
            AnswerAction.HELPFUL: feedback.judge,
            AnswerAction.NOT_THIS: feedback.judge,
            AnswerAction.WRONG_PAGE: feedback.judge,
            AnswerAction.RESOLVED: feedback.resolve,
            AnswerAction.PASSAGE: feedback.show_passage,
            AnswerAction.DELETE: self.delete,
            AnswerAction.HELD: own.show,
            AnswerAction.FORGET: own.confirm,
            AnswerAction.FORGOTTEN: own.delete,
        }

    async def on_control(self, interaction: _Interaction, custom_id: str) -> None:
        """Do what a button says, or answer the question in its form."""
        data: Any = interaction.data or {}
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "button"):
            press = ButtonPress(reply, read(custom_id), _message(interaction))
            if interaction.type is discord.InteractionType.modal_submit:
                await self.follow_up(press, _read_question(data.get("components", ())))
            else:
                await self._actions[press.button.action](press)

    async def show_form(self, press: ButtonPress) -> None:
        """Show the form that asks for a follow-up question."""
        await self.bot.admission.allow(press.reply, "button")
        say = press.reply.say
        question = render.read_question(press.message.content) or say(_LABEL)
        field = FormField(
            QUESTION_FIELD, say(_LABEL), max_length=MAX_QUESTION_LENGTH, prompt=question[:100]
        )
        await press.reply.show_form(ModalForm(press.button.custom_id, say(_FORM), (field,)))

    async def follow_up(self, press: ButtonPress, question: str) -> None:
        """Answer the question in the form, as a follow-up to its message."""
        press.reply.share(private=press.message.flags.ephemeral)
        earlier = to_earlier_question(press.message, press.button)
        await self.bot.answer_question(press.reply, Question(question, "button", after=earlier))

    async def delete(self, press: ButtonPress) -> None:
        """Delete an answer with its further parts, for its asker and for moderators.

        Raises NotYoursError for others.
        """
        interaction = press.reply.interaction
        is_asker = interaction.user.id == press.button.number
        if not is_asker and not interaction.permissions.manage_messages:
            raise NotYoursError
        await interaction.response.defer()
        answer = press.message
        with suppress(*DELIVERY_ERRORS):
            async for message in answer.channel.history(after=answer, limit=_MAX_SCANNED):
                replied_to = message.reference.message_id if message.reference else None
                if message.author == answer.author and replied_to == answer.id:
                    await message.delete()
        await interaction.delete_original_response()


def _message(interaction: _Interaction) -> discord.Message:
    if interaction.message is None:
        raise UnknownButtonError
    return interaction.message


def _read_question(rows: Iterable[Any]) -> str:
    """Return the question that was typed into the form."""
    values = read_form(rows)
    if QUESTION_FIELD not in values:
        raise UnknownButtonError
    return values[QUESTION_FIELD]
