"""How every question is answered, whichever way it was asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot import render
from bot.buttons import Look
from bot.recent import Place
from embeddings.answer import LIMIT

if TYPE_CHECKING:
    from bot.client import Bot
    from bot.recent import Asked
    from bot.replies import Reply

LONGEST = 1000
"""Of a question to a command or in a form, in characters; a message may be longer."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: in words, for so many passages, after something that was asked before."""

    words: str
    passages: int = LIMIT
    after: "Asked | None" = None
    alone: bool = False
    """Whether it is answered by itself: what was edited does not follow on itself."""


async def answer(bot: "Bot", reply: "Reply", question: Question) -> None:
    """Take a question in, show that it was, and send the answer once it is found.

    Raises TooManyError where a member or a channel has asked too much, BusyError where too
    many questions wait.
    """
    reply.check()
    bot.limits.take(reply.member_id, reply.channel_id)
    place = place_of(reply)
    after = None if question.alone else question.after or bot.recent.last(place)
    if after is not None and after.question.casefold() == question.words.casefold():
        after = None  # who asks the same again asks nothing further
    thinking = bot.thinking.ask(question.words, question.passages, after)
    await reply.begin()
    found, book = await thinking
    look = Look(reply.say, reply.member_id, reply.private, len(found.shown) == question.passages)
    messages = render.answer(found, book.document, look)
    await reply.send(messages)
    first = found.shown[0].passage.span if found.answered and found.shown else None
    if found.outcome != "hint":
        words = found.understood or question.words
        bot.recent.add(place, words, found.edition, first)
    _log.info(
        "answered",
        outcome=found.outcome,
        passages=len(found.shown),
        messages=len(messages),
        elapsed_ms=found.elapsed_ms,
    )


def place_of(reply: "Reply") -> Place:
    """Return where and by whom something was asked: what was asked before is kept by it."""
    return reply.server_id, reply.channel_id, reply.member_id
