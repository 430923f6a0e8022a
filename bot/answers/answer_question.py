"""How every question is let in and answered, whichever way it was asked."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from bot.answers.reply import Reply
from bot.components.answer_buttons import Look
from bot.errors import UserError
from bot.servers.errors import MayNotAskError, NoMentionsError, NoTextHereError, NotHereError
from bot.servers.policy import AskingWay, RefusalReason, find_refusal, resolve_settings
from bot.servers.settings import ServerSettings
from bot.state.conversations import ANYBODY, ConversationKey, Conversations, EarlierQuestion
from bot.state.rate_limits import RateLimits
from bot.state.server_caches import BlockCache, SettingsCache
from bot.storage.records import LoggedQuestion
from embeddings.types import Answer, EarlierTurn

if TYPE_CHECKING:
    from bot.answers.answer_queue import AnswerQueue
    from bot.answers.open_texts import OpenTexts
    from bot.process.metrics import Metrics
    from bot.state.question_log import QuestionLog

_REFUSALS: Mapping[RefusalReason, type[UserError]] = {
    "channel": NotHereError,
    "mention": NoMentionsError,
    "role": MayNotAskError,
}


@dataclass(frozen=True, slots=True)
class Admission:
    """Decides which questions are answered, by settings, blocks and rate limits."""

    settings: SettingsCache
    blocks: BlockCache
    limits: RateLimits

    async def admit(self, reply: Reply[Any], way: AskingWay) -> ServerSettings:
        """Admit a question and count it; return the settings in force in its channel.

        Raises a UserError where the question may not be asked, BlockedError where the moderators
        have blocked the member, TooManyQuestionsError where the member or the channel is over its
        limit.
        """
        settings = await self.allow(reply, way)
        reply.check_permissions()
        self.limits.take(conversation_key(reply), settings)
        return settings

    async def allow(self, reply: Reply[Any], way: AskingWay) -> ServerSettings:
        """Admit a question without counting it; otherwise like `admit`."""
        _, server_settings = await asyncio.gather(
            self.blocks.check(reply.server_id, reply.member_id), self.settings.of(reply.server_id)
        )
        asking = reply.asking(way)
        settings = resolve_settings(server_settings, asking.places)
        reply.apply_settings(settings)
        if (reason := find_refusal(server_settings, asking)) is not None:
            raise _REFUSALS[reason]
        return settings

    async def texts_for_autocomplete(
        self, reply: Reply[Any], texts: "OpenTexts"
    ) -> "OpenTexts | None":
        """Return the texts that a member may ask while they are typing; None if there are none."""
        settings = await self.settings.of(reply.server_id)
        asking = reply.asking("command")
        if find_refusal(settings, asking) is not None:
            return None
        with suppress(NoTextHereError):
            return texts.select(resolve_settings(settings, asking.places).documents)
        return None


def conversation_key(reply: Reply[Any]) -> ConversationKey:
    """Return the key under which the asker's earlier questions in this channel are kept."""
    return reply.server_id, reply.channel_id, reply.member_id


MAX_QUESTION_LENGTH = 1000
"""Characters of a question in a command or a form; a message may be longer."""

_THREAD_WAYS = ("command", "mention")
"""Ways of asking that may open a thread; an answer to a button stays where the button is."""

_MENTION = re.compile(r"<@!?\d+>")
"""A mention of another member, whose id must not be kept: they could not delete it."""

_log = structlog.get_logger(__name__)

Message = TypeVar("Message")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, how it was asked, and what it follows on."""

    words: str
    way: "AskingWay"
    passages: int | None = None
    """How many passages to show; None for as many as the settings say."""
    after: EarlierQuestion | None = None
    """The question that it is known to follow on, for instance from a button."""
    standalone: bool = False
    """Whether to ignore earlier questions: an edited question must not follow on itself."""
    own: bool = True
    """Whether the asker wrote it: only then is it remembered, and its words logged."""


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Generic[Message]):
    """Admits a question, finds its answer, sends it, and remembers and logs it."""

    admission: Admission
    queue: "AnswerQueue"
    conversations: Conversations
    question_log: "QuestionLog"
    metrics: "Metrics"
    render: Callable[[Answer, Look], Sequence[Message]]

    async def __call__(self, reply: "Reply[Message]", question: Question) -> None:
        """Answer a question.

        Raises a UserError if it may not be asked or there were too many, BusyError if the queue
        is full.
        """
        settings = await self.admission.admit(reply, question.way)
        answer, texts = await self._find(reply, question, settings)
        messages = self._render(reply, question, settings, answer)
        thread = await self._open_thread(reply, question, settings, answer)
        with self.metrics.measure_time("send"):
            await reply.send(messages)
        _log_answer(answer, len(messages))
        if answer.outcome != "hint":
            self._remember(reply, question, answer, thread)
        if answer.outcome != "hint" and settings.log != "off":
            logged = build_logged_question(answer, texts, reply.member_id, own=question.own)
            self.question_log.add_question(reply.server_id, logged)
        self.metrics.count_outcome(answer.outcome)

    async def _find(
        self, reply: "Reply[Message]", question: Question, settings: "ServerSettings"
    ) -> "tuple[Answer, OpenTexts]":
        """Find the answer; the asker sees meanwhile that one is on its way."""
        limit, earlier = _limit(question, settings), self._earlier_question(reply, question)
        pending = self.queue.ask(question.words, limit, earlier, settings)
        await reply.begin()  # only once queued: a full queue is said instead
        answer, texts = await pending
        self.metrics.record_time("find", answer.elapsed_ms / 1000)
        return answer, texts

    def _earlier_question(
        self, reply: "Reply[Message]", question: Question
    ) -> EarlierQuestion | None:
        """Return what a question follows on: the member's last one, else the thread's."""
        if question.standalone:
            return None
        server, channel, _ = own_key = conversation_key(reply)
        earlier = question.after
        for key in (own_key, (server, channel, ANYBODY)):
            earlier = earlier or self.conversations.last(key, private=reply.private)
        if earlier is None or not earlier.leads:
            return None
        is_same = earlier.question.casefold() == question.words.casefold()
        return None if is_same else earlier  # the same question again follows on nothing

    def _render(
        self,
        reply: "Reply[Message]",
        question: Question,
        settings: "ServerSettings",
        answer: Answer,
    ) -> Sequence[Message]:
        more = len(answer.shown) == _limit(question, settings) and not answer.joined
        with self.metrics.measure_time("render"):
            return self.render(answer, build_look(reply, settings, more=more))

    async def _open_thread(
        self,
        reply: "Reply[Message]",
        question: Question,
        settings: "ServerSettings",
        answer: Answer,
    ) -> int | None:
        """Move the reply into a thread of its own where settings ask for it; return its id."""
        wanted = settings.threads == "thread" and question.way in _THREAD_WAYS
        if not wanted or answer.outcome == "hint":
            return None
        return await reply.open_thread(question.words)

    def _remember(
        self, reply: "Reply[Message]", question: Question, answer: Answer, thread: int | None
    ) -> None:
        """Remember a question for follow-ups; in its own thread, for those of anybody.

        One without an answer is remembered too, so that nothing follows on what was asked before.
        """
        if not question.own:
            return
        words, server = answer.understood or answer.question, reply.server_id
        turn = EarlierTurn.of(answer)
        first = turn.passage.span if turn is not None and turn.passage is not None else None
        earlier = EarlierQuestion(
            words, answer.edition, first, private=reply.private, leads=turn is not None
        )
        keys = [conversation_key(reply)]
        if thread is not None:
            keys += [(server, thread, reply.member_id), (server, thread, ANYBODY)]
        for key in keys:
            self.conversations.add(key, earlier)


def _limit(question: Question, settings: "ServerSettings") -> int:
    """Return how many passages a question is answered with at most."""
    return question.passages or settings.passages


def _log_answer(answer: Answer, messages: int) -> None:
    _log.info(
        "answered",
        outcome=answer.outcome,
        passages=len(answer.shown),
        messages=messages,
        elapsed_ms=answer.elapsed_ms,
    )


def build_look(reply: "Reply[Any]", settings: "ServerSettings", *, more: bool) -> Look:
    """Return how an answer is to look, by the settings in force where it is shown."""
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


def build_logged_question(
    answer: Answer, texts: "OpenTexts", member: int, *, own: bool = True
) -> LoggedQuestion:
    """Return what a server's log may keep: the outcome, the pages shown, the question's words.

    The words are left out unless they are the asker's own: another member's message that
    somebody looks up is not theirs to have logged.
    """
    from embeddings.concordance.annotations import format_cited_pages

    pages = dict.fromkeys(
        page
        for shown in answer.shown
        for page in format_cited_pages(texts.text_of(shown).concordance, shown.passage)
    )
    words = _MENTION.sub("@…", answer.understood or answer.question)
    shown_pages = tuple(pages) if answer.answered else ()
    return LoggedQuestion(answer.outcome, shown_pages, words if own else None, member)
