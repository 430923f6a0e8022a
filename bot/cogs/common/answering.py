"""How every question is answered, whichever way it was asked."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot import render
from bot.cogs.common.admission import admit, place_of
from bot.components.answer_buttons import Look
from bot.state.conversations import ANYBODY, EarlierQuestion
from bot.storage.records import LoggedQuestion

if TYPE_CHECKING:
    from bot.answers.open_texts import OpenTexts
    from bot.gateway.client import Bot
    from bot.replies import Reply
    from bot.servers.policy import Way
    from bot.servers.settings import ServerSettings
    from embeddings.types import Answer

LONGEST = 1000
"""Of a question to a command or in a form, in characters; a message may be longer."""

_APART = ("command", "mention")
"""The ways of asking for which a thread may be opened: a button stands under an answer."""

_MENTIONED = re.compile(r"<@!?\d+>")
"""Another member: his id is not needed, and he could not delete it."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and how: for so many passages, after something that was asked before.

    Without a number the passages are as many as the settings say.
    """

    words: str
    way: "Way"
    passages: int | None = None
    after: EarlierQuestion | None = None
    alone: bool = False
    """Whether it is answered by itself: what was edited does not follow on itself."""
    own: bool = True
    """Whether it is the asker's own: only those are remembered."""


async def answer(bot: "Bot", reply: "Reply", question: Question) -> None:
    """Take a question in, show that it was, and send the answer once it is found.

    Raises a UserError where it is not to be answered or was too much, BusyError where too many
    questions wait.
    """
    settings = await admit(bot, reply, question.way)
    passages = question.passages or settings.passages
    before = _before(bot, reply, question)
    thinking = bot.thinking.ask(question.words, passages, before, settings)
    await reply.begin()
    found, shelf = await thinking
    metrics = bot.metrics
    metrics.took("find", found.elapsed_ms / 1000)
    more = len(found.shown) == passages and not found.joined
    look = look_of(reply, settings, more=more)
    with metrics.timed("render"):
        messages = render.answer(found, look)
    thread = None
    if settings.threads == "thread" and question.way in _APART and found.outcome != "hint":
        thread = await reply.move(question.words)
    with metrics.timed("send"):
        await reply.send(messages)
    if question.own:
        _remember(bot, reply, found, thread)
    if found.outcome != "hint" and settings.log != "off":
        own, member = question.own, reply.member_id
        bot.journal.asked(reply.server_id, noted(found, shelf, member, own=own))
    bot.count(found.outcome)
    _log.info(
        "answered",
        outcome=found.outcome,
        passages=len(found.shown),
        messages=len(messages),
        elapsed_ms=found.elapsed_ms,
    )


def look_of(reply: "Reply", settings: "ServerSettings", *, more: bool) -> Look:
    """Return how answers look, by the settings in force where it is asked."""
    return Look(
        reply.say,
        reply.member_id,
        reply.private,
        more,
        share=not settings.private,
        compact=settings.length == "compact",
        marked=settings.marked,
        words=settings.word_limit,
    )


def _before(bot: "Bot", reply: "Reply", question: Question) -> EarlierQuestion | None:
    """Return what a question follows on: what the member asked, else what the thread is on."""
    if question.alone:
        return None
    server, channel, _ = place = place_of(reply)
    after = question.after
    for conversation in (place, (server, channel, ANYBODY)):
        after = after or bot.recent.last(conversation, private=reply.private)
    if after is not None and after.question.casefold() == question.words.casefold():
        return None  # who asks the same again asks nothing further
    return after


def _remember(bot: "Bot", reply: "Reply", found: "Answer", thread: int | None) -> None:
    """Remember a question for those that follow on it, in a thread of its own by anybody."""
    if found.outcome == "hint":
        return
    words, server = found.understood or found.question, reply.server_id
    first = found.shown[0].passage.span if found.answered and found.shown else None
    asked = EarlierQuestion(words, found.edition, first, private=reply.private)
    places = [place_of(reply)]
    if thread is not None:
        places += [(server, thread, reply.member_id), (server, thread, ANYBODY)]
    for place in places:
        bot.recent.add(place, asked)


def noted(answer: "Answer", shelf: "OpenTexts", member: int, *, own: bool = True) -> LoggedQuestion:
    """Return what a log may have of an answer: its outcome, the pages shown, the question.

    What another member wrote, and is only looked up, is not to be kept.
    """
    from embeddings.concordance.references import cited

    pages = dict.fromkeys(
        page for one in answer.shown for page in cited(shelf.holding(one).concordance, one.passage)
    )
    shown = tuple(pages) if answer.answered else ()
    words = _MENTIONED.sub("@…", answer.understood or answer.question)
    return LoggedQuestion(answer.outcome, shown, words if own else None, member)
