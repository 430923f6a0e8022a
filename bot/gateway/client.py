"""The bot: its connection, its way out, and the one place where an error becomes a sentence."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands
from discord.ext import commands
from structlog.contextvars import bound_contextvars, get_contextvars

from bot import render
from bot.answers.admission import Admission
from bot.answers.answer_question import AnswerQuestion
from bot.answers.answer_queue import AnswerQueue
from bot.answers.reply import Reply
from bot.errors import (
    BlockedError,
    BotError,
    BusyError,
    TooManyError,
    UnknownButtonError,
    UserError,
)
from bot.gateway.command_translator import CommandTranslator
from bot.gateway.component_router import ComponentRouter
from bot.gateway.identify_turns import IdentifyTurns
from bot.gateway.sharded_client import ShardedClient
from bot.i18n.translations import Translator, later
from bot.process.clock import Clock
from bot.process.metrics import Metrics, Outcome
from bot.replies import FAILED, InteractionReply
from bot.servers.errors import MayNotAskError, NoMentionsError, NoTextHereError, NotHereError
from bot.state.block_cache import BlockCache
from bot.state.conversations import Conversations
from bot.state.question_log import QuestionLog
from bot.state.rate_limits import RateLimits
from bot.state.settings_cache import SettingsCache
from bot.storage.errors import StorageError
from embeddings.errors import AskedError, UnprovedQuotationError

if TYPE_CHECKING:
    from bot.maintenance.maintenance import Maintenance
    from bot.render import Message
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot never speaks aloud

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None of them privileged: a message that mentions the bot brings its words without."""

SHUTDOWN_GRACE = 7
"""Seconds for the questions in flight when the process is told to end."""

_WRITTEN = 0.5
"""Seconds for what the logs of servers are still to have."""

_UNPROVED = later(
    "I found a passage, but could not prove its words against the text, so I do not show it. "
    "Whoever runs me finds it in the log under {request}."
)
_DEFECT = later(
    "Something went wrong on my side. Whoever runs me finds it in the log under {request}."
)
_UNCHANGED = later(
    "I cannot do this just now: my database does not answer, or does not take it. All is as it "
    "was; try again in a minute. Whoever runs me finds the reason in the log under {request}."
)
_MALFORMED = 400
_REMEDIES = {
    50007: "the member takes no messages from the bot: nothing to mend",
    50027: "the answer came too late: look at the load of the machine and at the network",
    401: "the token is refused: reset it and start the bot with the new one",
    403: "let a moderator give the bot View Channel, Send Messages and Embed Links there",
    404: "the channel, the message or the command is gone: nothing to mend",
    429: "too many requests: ask less, or spread the servers over more bots",
}
_CHANGED = later(
    "I do not know this command any more. Whoever runs me can register the present ones."
)
_FOREIGN = (
    app_commands.TransformerError,
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
)
_OUTCOMES: tuple[tuple[tuple[type[Exception], ...], Outcome], ...] = (
    ((BlockedError,), "blocked"),
    ((TooManyError,), "too many"),
    ((NotHereError, NoMentionsError, MayNotAskError, NoTextHereError), "not here"),
    ((BusyError,), "busy"),
    ((UserError, AskedError), "refused"),
    ((Exception,), "failed"),
)
"""What is counted of a question with an error: the first that it is."""


class CommandTree(app_commands.CommandTree["Bot"]):
    """The commands; what fails before one of them runs is told here."""

    async def on_error(
        self, interaction: discord.Interaction["Bot"], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the member what is wrong with a command."""
        await self.client.tell(InteractionReply(interaction, private=True), error)


Feature = Callable[["Bot"], commands.Cog]
"""What makes a feature of a bot."""


class Bot(ShardedClient):
    """Answers where it is asked; made of its features, and of what finds answers and settings."""

    def __init__(
        self,
        features: Sequence[Feature],
        thinking: AnswerQueue,
        storage: "Storage | None" = None,
        clock: Clock | None = None,
        workshop: "Maintenance | None" = None,
    ) -> None:
        self.clock = clock or Clock()
        super().__init__(
            IdentifyTurns(storage, self.clock),
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=INTENTS,
            tree_cls=CommandTree,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.thinking, self.limits, self.recent = thinking, RateLimits(), Conversations()
        self.servers = SettingsCache(storage)
        self.blocks = BlockCache(storage, self.clock)
        self.journal = QuestionLog(self.servers, self.clock)
        self.metrics, self.workshop = Metrics(), workshop
        self.admission = Admission(self.servers, self.blocks, self.limits)
        self.answer_question: AnswerQuestion[Message] = AnswerQuestion(
            self.admission, thinking, self.recent, self.journal, self.metrics, render.answer
        )
        self.features, self.router = features, ComponentRouter(self._refuse_control)
        self._questions: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        """Add the features, before the gateway connects."""
        await self.servers.load()
        await self.tree.set_translator(CommandTranslator())
        for feature in self.features:
            await self.add_cog(feature(self))

    async def on_message(self, message: discord.Message) -> None:
        """Leave messages to the features: there are no commands in plain text."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Bring a control that was used to its feature; commands find their own way."""
        await self.router.route(interaction)

    async def _refuse_control(self, interaction: discord.Interaction[Any], _: str) -> None:
        async with self.question(InteractionReply(interaction, private=True), "button"):
            raise UnknownButtonError

    async def on_ready(self) -> None:
        """Say in the log that questions can come."""
        edition = self.thinking.texts.editions
        _log.info("ready", servers=len(self.guilds), shards=str(self.own_shards), edition=edition)

    async def on_resumed(self) -> None:
        """Say in the log that the connection is back."""
        _log.info("resumed")

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what failed in an event that nobody waits for."""
        _log.exception("defect", during=event_method)

    @asynccontextmanager
    async def question(self, reply: Reply[Any], kind: str) -> AsyncIterator[None]:
        """Hold a question in flight; what fails meanwhile is told to whoever asked."""
        task = asyncio.current_task()
        if task is not None:
            self._questions.add(task)
            task.add_done_callback(self._questions.discard)
        request = secrets.token_hex(4)
        channel = reply.channel_id if reply.server_id is not None else None  # a member's own
        with bound_contextvars(request=request, kind=kind, channel=channel):
            try:
                yield
            except Exception as error:  # noqa: BLE001 - the one place where all of them end
                await self.tell(reply, error)

    async def tell(self, reply: Reply[Any], error: Exception) -> None:
        """Turn an error into a sentence for the member, or a line in the log with its remedy."""
        self.metrics.count(
            next(outcome for kinds, outcome in _OUTCOMES if isinstance(error, kinds))
        )
        sentence = _sentence(error, reply.say)
        unasked = isinstance(error, UserError) and error.quiet and not reply.due
        if sentence is None or unasked:
            return
        try:
            if isinstance(error, BlockedError):
                await reply.refuse(sentence, again=error.again)
            else:
                await reply.tell(sentence)
        except FAILED as failed:
            _log.warning("error_reply_failed", **_failure(failed))

    async def finish(self) -> None:
        """Take no new questions, and answer those in flight, within seconds."""
        self.thinking.stop()
        if self.workshop is not None:
            self.workshop.stop()
        _log.info("stopping", in_flight=len(self._questions))
        if self._questions:
            _, late = await asyncio.wait(self._questions, timeout=SHUTDOWN_GRACE)
            if late:
                remedy = "they took longer than the process had; they can be asked again"
                _log.warning("answer_failed", questions=len(late), remedy=remedy)
        await self.journal.finish(_WRITTEN)


def _sentence(error: Exception, say: Translator) -> str | None:
    """Return what a member is told of an error, and log what the operator has to know."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, UserError):
        _log.info("refused", reason=type(error).__name__)
        return error.said(say)
    if isinstance(error, AskedError):
        _log.info("refused", reason=type(error).__name__)
        words = say.again(error.notice)
        return f"{words[0].upper()}{words[1:]}."
    if isinstance(error, _FOREIGN):
        _log.warning("refused", reason=type(error).__name__, remedy="run `concordance sync`")
        return say(_CHANGED)
    if isinstance(error, StorageError):
        _log.warning("answer_failed", **_failure(error))
        return say(_UNCHANGED, request=_request())
    if isinstance(error, (BotError, *FAILED)) and getattr(error, "status", None) != _MALFORMED:
        _log.warning("answer_failed", **_failure(error))
        return None
    _log.error("defect", exc_info=error, remedy="report it with this line")
    kind = _UNPROVED if isinstance(error, UnprovedQuotationError) else _DEFECT
    return say(kind, request=_request())


def _request() -> object:
    """Return what a line of the log is found by."""
    return get_contextvars().get("request", "?")


def _failure(error: Exception) -> dict[str, object]:
    """Return what the log says of a request that Discord refused or never got."""
    if isinstance(error, discord.HTTPException):
        remedy = _REMEDIES.get(error.code) or _REMEDIES.get(
            error.status, "ask again; if it stays, look at discordstatus.com"
        )
        return {"status": error.status, "code": error.code, "remedy": remedy}
    remedy = str(error) if isinstance(error, BotError) else "look at the network"
    return {"reason": type(error).__name__, "remedy": remedy}
