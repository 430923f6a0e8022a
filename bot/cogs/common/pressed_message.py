"""What is pressed or replied to: the message that it stands under, and what that answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot import render
from bot.components.answer_button_id import Action, AnswerButtonId, read
from bot.errors import NoQuestionError, UnknownButtonError
from bot.replies import InteractionReply
from bot.state.conversations import EarlierQuestion


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed, or a form that was sent, and the message it stands under."""

    reply: InteractionReply
    pressed: AnswerButtonId
    message: discord.Message

    @property
    def question(self) -> str:
        """The question that the message answers; raise NoQuestionError where it shows none."""
        question = render.question_of(self.message.content)
        if question is None:
            raise NoQuestionError
        return question


def asked_under(message: discord.Message) -> EarlierQuestion | None:
    """Return what one of the bot's messages answers, by the buttons under it."""
    for custom_id in _custom_ids(message):
        try:
            pressed = read(custom_id)
        except UnknownButtonError:
            continue
        if pressed.action is Action.FOLLOW_UP:
            return asked(message, pressed)
    return None


def asked(message: discord.Message, pressed: AnswerButtonId) -> EarlierQuestion:
    """Return what a message answers; of one that only shows a place, the passage stands for it."""
    words = "" if pressed.number else render.question_of(message.content) or ""
    private = message.flags.ephemeral
    return EarlierQuestion(words, pressed.edition, pressed.span, private=private)


def _custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for one in getattr(row, "children", ()):
            custom_id: Any = getattr(one, "custom_id", None)
            if custom_id is not None:
                yield str(custom_id)
