"""Messages of the bot whose buttons are pressed, or which are replied to, and their questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot import render
from bot.components.answer_buttons import AnswerAction, AnswerButtonId, read
from bot.errors import NoQuestionError, UnknownButtonError
from bot.replies import InteractionReply
from bot.state.conversations import EarlierQuestion


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button that was pressed, or its form that was sent, and the message that it is under."""

    reply: InteractionReply
    button: AnswerButtonId
    message: discord.Message

    @property
    def question(self) -> str:
        """The question that the message answers; raises NoQuestionError if it shows none."""
        question = render.read_question(self.message.content)
        if question is None:
            raise NoQuestionError
        return question


def find_earlier_question(message: discord.Message) -> EarlierQuestion | None:
    """Return what one of the bot's messages answers, going by the buttons under it."""
    for custom_id in _custom_ids(message):
        try:
            button = read(custom_id)
        except UnknownButtonError:
            continue
        if button.action is AnswerAction.FOLLOW_UP:
            return to_earlier_question(message, button)
    return None


def to_earlier_question(message: discord.Message, button: AnswerButtonId) -> EarlierQuestion:
    """Return what a message answers; the words are empty if it only shows a place in the text."""
    words = "" if button.number else render.read_question(message.content) or ""
    private = message.flags.ephemeral
    return EarlierQuestion(words, button.edition, button.span, private=private)


def _custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for component in getattr(row, "children", ()):
            custom_id: Any = getattr(component, "custom_id", None)
            if custom_id is not None:
                yield str(custom_id)
