"""Buttons and forms under answers: all that they mean stands in the message itself."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord.ext import commands

from bot import render
from bot.catalogue import later
from bot.cogs.admitting import admit, allow
from bot.cogs.answering import LONGEST, Question, answer
from bot.cogs.reading import Reading
from bot.errors import NoQuestionError, NotYoursError, UnknownButtonError
from bot.pressed import Action, Pressed, read
from bot.recent import Asked
from bot.replies import FAILED, InteractionReply

if TYPE_CHECKING:
    from bot.client import Bot

_log = structlog.get_logger(__name__)

FIELD = "question"
"""The one field of the form of a follow-up."""

_NEXT = 30
"""Messages behind an answer among which the rest of it is sought."""

_FORM = later("Follow up")
_LABEL = later("What else would you like to know?")
_THANKS = {
    Action.HELPFUL: later("Thank you, noted."),
    Action.NOT_THIS: later("Thank you, noted: this passage does not answer the question."),
    Action.WRONG_PAGE: later("Thank you, noted: somebody is to look at this passage and its page."),
}

_Interaction = discord.Interaction["Bot"]


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed, or a form that was sent, and the message it stands under."""

    reply: InteractionReply
    pressed: Pressed
    message: discord.Message

    @property
    def question(self) -> str:
        """The question that the message answers; raise NoQuestionError where it shows none."""
        question = render.question_of(self.message.content)
        if question is None:
            raise NoQuestionError
        return question


class Buttons(commands.Cog):
    """Does what buttons say, also those of messages from before the bot was started."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        reading = Reading(bot)
        self._actions: dict[Action, Callable[[Press], Awaitable[None]]] = {
            Action.MORE: reading.more,
            Action.BEFORE: reading.before,
            Action.AFTER: reading.after,
            Action.COPY: reading.copy,
            Action.SHOW: reading.show,
            Action.FOLLOW_UP: self.ask_back,
            Action.HELPFUL: self.judge,
            Action.NOT_THIS: self.judge,
            Action.WRONG_PAGE: self.judge,
            Action.DELETE: self.delete,
        }

    @commands.Cog.listener()
    async def on_interaction(self, interaction: _Interaction) -> None:
        """Do what a button says, or answer the question in a form."""
        kinds = discord.InteractionType
        if interaction.type not in (kinds.component, kinds.modal_submit):
            return
        data: Any = interaction.data or {}
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "button"):
            press = Press(reply, read(str(data.get("custom_id", ""))), _message(interaction))
            if interaction.type is kinds.modal_submit:
                await self.follow_up(press, _typed(data.get("components", ())))
            else:
                await self._actions[press.pressed.action](press)

    async def ask_back(self, press: Press) -> None:
        """Show a form that asks for a further question."""
        await allow(self.bot, press.reply, "button")
        say, question = press.reply.say, press.question
        form = discord.ui.Modal(title=say(_FORM), custom_id=press.pressed.custom_id)
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            label=say(_LABEL), custom_id=FIELD, max_length=LONGEST, placeholder=question[:100]
        )
        form.add_item(field)
        form.stop()  # discord.py is not to remember it: what it means stands in its custom_id
        await press.reply.interaction.response.send_modal(form)

    async def follow_up(self, press: Press, question: str) -> None:
        """Answer what was typed into the form, after the message that it belongs to."""
        press.reply.private = press.message.flags.ephemeral
        before = Asked(press.question, press.pressed.edition, press.pressed.span, 0.0)
        await answer(self.bot, press.reply, Question(question, "button", after=before))

    async def judge(self, press: Press) -> None:
        """Note in the log what is thought of a passage: neither by whom nor what was asked."""
        await admit(self.bot, press.reply, "button")
        span = press.pressed.span
        _log.info(
            "feedback",
            judged=str(press.pressed.action),
            edition=press.pressed.edition,
            start=span.start,
            end=span.end,
        )
        await press.reply.tell(press.reply.say(_THANKS[press.pressed.action]))

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
                if one.author != press.message.author:
                    continue
                if one.content or one.components:
                    break  # what goes on from one message to the next has neither
                await one.delete()
        await interaction.delete_original_response()


def _message(interaction: _Interaction) -> discord.Message:
    if interaction.message is None:
        raise UnknownButtonError
    return interaction.message


def _typed(rows: Iterable[Any]) -> str:
    """Return what was typed into the form's field, in whatever a client wraps it."""
    for row in rows:
        for one in (row.get("component"), *(row.get("components") or ())):
            if one and one.get("custom_id") == FIELD:
                return str(one.get("value") or "").strip()
    raise UnknownButtonError
