"""The bot within the test: a real small text, a search made up, Discord simulated in memory."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

import discord
import simcord
import structlog
from discord.webhook.async_ import async_context

from bot.__main__ import run
from bot.answers.answer_queue import MAX_QUEUED_QUESTIONS, AnswerQueue
from bot.answers.open_texts import OpenText, OpenTexts
from bot.cogs import FEATURES
from bot.cogs.ask import LOOK_UP
from bot.cogs.health import HealthCog
from bot.gateway.client import Bot
from bot.process import log_setup
from bot.replies import message
from embeddings.answering.answerer import Answerer
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.readers import blocks
from embeddings.retrieval.retriever import FollowUpHits, FollowUpQuery
from embeddings.retrieval.vocabulary import Vocabulary
from embeddings.types import Document, Hit
from tests.support.cli_program import Ended
from tests.support.small_text import small, words_of

if TYPE_CHECKING:
    from embeddings.retrieval.retriever import Retriever

NEVER = 3600.0
"""Seconds after which "is typing" is shown here: no test waits for them."""


def long() -> Concordance:
    """Return the concordance of a text whose quotations fill a message each."""
    words = "The lamp was lit again before the tide came in. " * 70
    text = "\n\n".join(f"Keeper {page} said: “{words}So it was” (p. {page})." for page in (1, 2, 3))
    return Concordance.of(Document.of("long", "Long", blocks(text)), KnownWorks())


def closed(code: int) -> discord.ConnectionClosed:
    """Return what discord.py raises where the gateway has closed the connection."""
    socket: Any = object()
    return discord.ConnectionClosed(socket, shard_id=None, code=code)


@dataclass
class Search:
    """A search that finds the longest passages, or what it is told to instead."""

    concordance: Concordance
    asked: list[str] = field(default_factory=list)
    error: Exception | None = None
    tampered: bool = False

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the text."""
        return words_of(self.concordance)

    def has_known_word(self, question: str) -> bool:
        """Return whether there is a question."""
        return bool(question)

    def encode_query(self, question: str) -> SimpleNamespace:
        """Return the question as it is, and note it."""
        self.asked.append(question)
        return SimpleNamespace(words=question)

    def mark_closest(self, query: SimpleNamespace, hits: Iterable[Hit]) -> list[Hit]:
        """Return hits with all of each passage marked."""
        del query
        return [replace(hit, closest=hit.passage.span) for hit in hits]

    def retrieve_follow_up(self, follow_up: FollowUpQuery, limit: int) -> FollowUpHits:
        """Return what the question finds by itself."""
        return FollowUpHits(
            tuple(self.retrieve(cast("SimpleNamespace", follow_up.query), limit)), 0, 1.0
        )

    def retrieve(self, query: SimpleNamespace, limit: int) -> list[Hit]:
        """Return passages, word for word unless they are to be tampered with."""
        del query
        if self.error is not None:
            raise self.error
        found = sorted(self.concordance.passages, key=lambda one: -len(one.text))[:limit]
        if self.tampered:
            found = [replace(one, text=one.text[::-1]) for one in found]
        return [Hit(one, 1.0) for one in found]


def thinking(search: Search, places: int = MAX_QUEUED_QUESTIONS) -> AnswerQueue:
    """Return a queue before a real answerer, with the search in place of the model's."""
    answerer = Answerer(search.concordance, 0.3, lambda: cast("Retriever", search))
    return AnswerQueue(lambda: OpenTexts([OpenText(answerer)]), places)


def refusal(status: int, code: int = 0) -> discord.HTTPException:
    """Return the error that discord.py makes of an answer of Discord."""
    kinds: dict[int, type[discord.HTTPException]] = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    response: Any = SimpleNamespace(status=status, reason="as told", headers={})
    return kind(response, {"code": code, "message": "as told"})


@dataclass(frozen=True)
class Request:
    """A request that the bot has tried to make."""

    method: str
    path: str
    body: Any


@dataclass
class Fault:
    """What goes wrong with some requests, instead of them or after they were carried out."""

    method: str
    path: str
    error: BaseException
    times: int
    carried_out: bool


class Wire:
    """The way to Discord: what is sent on it, and what goes wrong there."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._faults: list[Fault] = []

    def fails(
        self,
        method: str,
        path: str,
        error: BaseException,
        *,
        times: int = 1,
        carried_out: bool = False,
    ) -> None:
        """Let the next requests of a kind fail."""
        self._faults.append(Fault(method, path, error, times, carried_out))

    def sent(self, method: str, path: str) -> list[Any]:
        """Return the bodies of the requests of a kind."""
        return [
            one.body for one in self.requests if one.method == method and re.search(path, one.path)
        ]

    def through(self, request: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """Return a way of requesting that goes over this wire."""

        async def passed(route: Any, *rest: Any, **more: Any) -> Any:
            path = route.url.partition("/api/v10")[2]
            self.requests.append(Request(route.method, path, more.get("json", more.get("payload"))))
            fault = self._fault(route.method, path)
            if fault is None or fault.carried_out:
                answer = await request(route, *rest, **more)
            if fault is not None:
                raise fault.error
            return answer

        return passed

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self._faults:
            if fault.times and fault.method == method and re.search(fault.path, path):
                fault.times -= 1
                return fault
        return None


class Log:
    """What the process has logged."""

    def __init__(self) -> None:
        self.written = io.StringIO()

    @property
    def text(self) -> str:
        """All of it, as it stands."""
        return self.written.getvalue()

    def of(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of one kind."""
        lines = [json.loads(line) for line in self.text.splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == event]


@contextmanager
def kept_logging() -> Iterator[None]:
    """Leave the logs of the process afterwards as they were, whoever configures them."""
    loggers = [logging.getLogger(name) for name in (None, "bot", "embeddings")]
    levels = [(one, one.level) for one in loggers]
    root, secrets = logging.getLogger(), set(log_setup._secrets)
    handlers, root.handlers = root.handlers, []
    configured = structlog.get_config() if structlog.is_configured() else None
    try:
        yield
    finally:
        structlog.reset_defaults()
        if configured is not None:
            structlog.configure(**configured)
        root.handlers = handlers
        for one, level in levels:
            one.setLevel(level)
        logging.captureWarnings(capture=False)
        log_setup._secrets.clear()
        log_setup._secrets.update(secrets)


@contextmanager
def logged() -> Iterator[Log]:
    """Log as the program does, into what is returned."""
    lines = Log()
    with kept_logging(), redirect_stderr(lines.written):
        log_setup.configure("info")
        yield lines


@dataclass(frozen=True)
class Scene:
    """A bot that is ready, a server with Alice in it, and all that a test looks at."""

    bot: Bot
    env: simcord.Env
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    search: Search
    wire: Wire
    log: Log

    async def asks(self, question: str = "Who lit it?", **more: Any) -> simcord.InteractionResult:
        """Let Alice give the command."""
        return await self.alice.slash(self.channel, "ask", question=question, **more)

    async def mentions(self, words: str = "Who lit it?") -> discord.Message:
        """Let Alice mention the bot."""
        return await self.alice.send(self.channel, f"<@{self.env.backend.bot_user.id}> {words}")

    async def looks_up(self, message: discord.Message) -> simcord.InteractionResult:
        """Let Alice look a message up."""
        return await self.alice.context_menu(self.channel, LOOK_UP, message)

    def elsewhere(self, **denied: bool) -> "Scene":
        """Return the scene in a channel where the bot may not do everything."""
        nobody: Any = self.bot.user
        overwrites: Any = {nobody: discord.PermissionOverwrite(**denied)}
        channel = self.env.guild.create_text_channel("elsewhere", overwrites=overwrites)
        return replace(self, channel=channel)

    @property
    def public(self) -> list[discord.Message]:
        """What the bot has written in the channel, for everybody to see."""
        me = self.env.backend.bot_user.id
        written = [one for one in self.channel.history() if one.author.id == me]
        return [one for one in written if not one.flags.ephemeral]


Act = Callable[[Scene], Awaitable[None]]


def play(
    act: Act, text: Callable[[], Concordance] = small, *, check_errors: bool = True, **kept: Any
) -> Log:
    """Play a scene to its end with what the bot is given besides; return what was logged."""
    search, wire = Search(text()), Wire()
    queue = thinking(search)

    async def played(lines: Log) -> None:
        bot = Bot((*FEATURES, HealthCog), queue, **kept)
        async with simcord.run(bot, check_errors=check_errors) as env:
            await bot.tree.sync()
            guild = env.create_guild()
            channel, alice = guild.create_text_channel("general"), env.create_user("alice")
            member, adapter = guild.add_member(alice), async_context.get()
            with ExitStack() as stack:
                for way in (bot.http, adapter):
                    stack.enter_context(patch.object(way, "request", wire.through(way.request)))
                stack.enter_context(patch.object(message, "_TYPING_DELAY", NEVER))
                await act(Scene(bot, env, channel, member, search, wire, lines))

    with logged() as lines:
        try:
            asyncio.run(played(lines))
        finally:
            queue.stop()
    return lines


def command(*arguments: str) -> Ended:
    """Run the program within the test, and leave the logs of the process as they were."""
    out, err = io.StringIO(), io.StringIO()
    with kept_logging(), redirect_stdout(out), redirect_stderr(err):
        status = run(arguments)
    return Ended(status, out.getvalue(), err.getvalue())
