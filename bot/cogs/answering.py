"""How every question is answered, whichever way it was asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot import render
from bot.buttons import Look
from bot.journal import noted
from bot.recent import Asked, Place
from embeddings.answer import LIMIT

if TYPE_CHECKING:
    from bot.client import Bot
    from bot.replies import Reply

LONGEST = 1000
"""Of a question to a command or in a form, in characters; a message may be longer."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: in words, for so many passages, after something that was asked before."""

    words: str
    passages: int = LIMIT
    after: Asked | None = None
    alone: bool = False
    """Whether it is answered by itself: what was edited does not follow on itself."""
    own: bool = True
    """Whether it is the asker's own: only those are remembered."""


async def answer(bot: "Bot", reply: "Reply", question: Question) -> None:
    """Take a question in, show that it was, and send the answer once it is found.

    Raises TooManyError where a member or a channel has asked too much, BusyError where too
    many questions wait, BlockedError where the moderators do not let a member ask.
    """
    await bot.blocks.check(reply.server_id, reply.member_id)
    reply.check()
    bot.limits.take(reply.member_id, reply.channel_id)
    place = place_of(reply)
    after = _before(bot, reply, question)
    thinking = bot.thinking.ask(question.words, question.passages, after)
    await reply.begin()
    found = await thinking
    more = len(found.shown) == question.passages and not found.joined
    look = Look(reply.say, reply.member_id, reply.private, more)
    messages = render.answer(found, bot.thinking.document, look)
    await reply.send(messages)
    if question.own and found.outcome != "hint":
        first = found.shown[0].passage.span if found.answered and found.shown else None
        words = found.understood or question.words
        bot.recent.add(place, Asked(words, found.edition, first, private=reply.private))
    if found.outcome != "hint":
        concordance = bot.thinking.book.concordance
        bot.journal.asked(reply.server_id, noted(found, concordance, reply.member_id))
    _log.info(
        "answered",
        outcome=found.outcome,
        passages=len(found.shown),
        messages=len(messages),
        elapsed_ms=found.elapsed_ms,
    )


def _before(bot: "Bot", reply: "Reply", question: Question) -> Asked | None:
    """Return what was asked before a question; nothing where the same is asked again."""
    if question.alone:
        return None
    after = question.after or bot.recent.last(place_of(reply), private=reply.private)
    again = after is not None and after.question.casefold() == question.words.casefold()
    return None if again else after


def place_of(reply: "Reply") -> Place:
    """Return where and by whom something was asked: what was asked before is kept by it."""
    return reply.server_id, reply.channel_id, reply.member_id
