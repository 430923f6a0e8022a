"""How every question is answered, whichever way it was asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from bot.answers.admission import Admission, place_of
from bot.components.answer_buttons import Look
from bot.state.conversations import ANYBODY, Conversations, EarlierQuestion
from bot.storage.records import LoggedQuestion
from embeddings.types import Answer

if TYPE_CHECKING:
    from bot.answers.answer_queue import AnswerQueue
    from bot.answers.open_texts import OpenTexts
    from bot.answers.reply import Reply
    from bot.process.metrics import Metrics
    from bot.servers.policy import Way
    from bot.servers.settings import ServerSettings
    from bot.state.question_log import QuestionLog

MAX_LENGTH = 1000
"""Characters of a question to a command or in a form; a message may be longer."""

_OPENS_THREAD = ("command", "mention")
"""The ways of asking for which a thread may be opened: a button stands under an answer."""

_MENTION = re.compile(r"<@!?\d+>")
"""Another member: his id is not needed, and he could not delete it."""

_log = structlog.get_logger(__name__)

Message = TypeVar("Message")


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


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Generic[Message]):
    """Takes a question in, shows that it was, and sends the answer once it is there."""

    admission: Admission
    queue: "AnswerQueue"
    conversations: Conversations
    question_log: "QuestionLog"
    metrics: "Metrics"
    render: Callable[[Answer, Look], Sequence[Message]]

    async def __call__(self, reply: "Reply[Message]", question: Question) -> None:
        """Answer a question.

        Raises a UserError where it is not to be answered or was too much, BusyError where too
        many questions wait.
        """
        settings = await self.admission.admit(reply, question.way)
        passages = question.passages or settings.passages
        earlier = self._earlier(reply, question)
        finding = self.queue.ask(question.words, passages, earlier, settings)
        await reply.begin()
        answer, texts = await finding
        self.metrics.took("find", answer.elapsed_ms / 1000)
        more = len(answer.shown) == passages and not answer.joined
        messages = self._render(answer, look_of(reply, settings, more=more))
        thread = None
        if (
            settings.threads == "thread"
            and question.way in _OPENS_THREAD
            and answer.outcome != "hint"
        ):
            thread = await reply.move(question.words)
        with self.metrics.timed("send"):
            await reply.send(messages)
        _log_answer(answer, len(messages))
        if answer.outcome != "hint":
            self._remember(reply, question, answer, thread)
            if settings.log != "off":
                logged = logged_question(answer, texts, reply.member_id, own=question.own)
                self.question_log.asked(reply.server_id, logged)
        self.metrics.count(answer.outcome)

    def _render(self, answer: Answer, look: Look) -> Sequence[Message]:
        with self.metrics.timed("render"):
            return self.render(answer, look)

    def _earlier(self, reply: "Reply[Message]", question: Question) -> EarlierQuestion | None:
        """Return what a question follows on: what the member asked, else what the thread is on."""
        if question.alone:
            return None
        server, channel, _ = place = place_of(reply)
        earlier = question.after
        for conversation in (place, (server, channel, ANYBODY)):
            earlier = earlier or self.conversations.last(conversation, private=reply.private)
        if earlier is not None and earlier.question.casefold() == question.words.casefold():
            return None  # who asks the same again asks nothing further
        return earlier

    def _remember(
        self, reply: "Reply[Message]", question: Question, answer: Answer, thread: int | None
    ) -> None:
        """Remember a question for those that follow on it, in a thread of its own by anybody."""
        if not question.own:
            return
        words, server = answer.understood or answer.question, reply.server_id
        first = answer.shown[0].passage.span if answer.answered and answer.shown else None
        earlier = EarlierQuestion(words, answer.edition, first, private=reply.private)
        places = [place_of(reply)]
        if thread is not None:
            places += [(server, thread, reply.member_id), (server, thread, ANYBODY)]
        for place in places:
            self.conversations.add(place, earlier)


def _log_answer(answer: Answer, messages: int) -> None:
    _log.info(
        "answered",
        outcome=answer.outcome,
        passages=len(answer.shown),
        messages=messages,
        elapsed_ms=answer.elapsed_ms,
    )


def look_of(reply: "Reply[Any]", settings: "ServerSettings", *, more: bool) -> Look:
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


def logged_question(
    answer: Answer, texts: "OpenTexts", member: int, *, own: bool = True
) -> LoggedQuestion:
    """Return what a log may have of an answer: its outcome, the pages shown, the question.

    What another member wrote, and is only looked up, is not to be kept.
    """
    from embeddings.concordance.references import cited

    pages = dict.fromkeys(
        page
        for shown in answer.shown
        for page in cited(texts.holding(shown).concordance, shown.passage)
    )
    words = _MENTION.sub("@…", answer.understood or answer.question)
    shown_pages = tuple(pages) if answer.answered else ()
    return LoggedQuestion(answer.outcome, shown_pages, words if own else None, member)
