"""The Discord client, and the one place where an error becomes a sentence or a log line."""

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
from bot.answers.answer_question import Admission, AnswerQuestion
from bot.answers.answer_queue import AnswerQueue
from bot.answers.reply import Reply
from bot.errors import (
    BlockedError,
    BotError,
    BusyError,
    TooManyQuestionsError,
    UnknownButtonError,
    UserError,
)
from bot.gateway.command_translator import CommandTranslator
from bot.gateway.component_router import ComponentRouter
from bot.gateway.identify_turns import IdentifyTurns
from bot.gateway.sharded_client import ShardedClient
from bot.i18n.translations import Translator, later
from bot.process.clock import Clock
from bot.process.metrics import Metrics, QuestionOutcome
from bot.replies import DELIVERY_ERRORS, InteractionReply
from bot.servers.errors import MayNotAskError, NoMentionsError, NoTextHereError, NotHereError
from bot.state.conversations import Conversations
from bot.state.question_log import QuestionLog
from bot.state.rate_limits import RateLimits
from bot.state.server_caches import BlockCache, SettingsCache
from bot.storage.errors import StorageError
from embeddings.errors import AskedError, UnprovedQuotationError

if TYPE_CHECKING:
    from bot.maintenance.maintenance import Maintenance
    from bot.render import Message
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot never speaks aloud

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""No privileged intent: Discord sends the content of messages that mention the bot anyway."""

SHUTDOWN_GRACE = 7
"""Seconds to answer the questions in flight when the process is told to stop."""

_LOG_SECONDS = 0.5
"""Seconds to finish writing the question log."""

_UNPROVED = later(
    "I found a passage, but could not prove its words against the text, so I do not show it. "
    "Whoever runs me finds it in the log under {request}."
)
_DEFECT = later(
    "Something went wrong on my side. Whoever runs me finds it in the log under {request}."
)
_STORAGE_DOWN = later(
    "I cannot do this just now: my database does not answer, or does not take it. All is as it "
    "was; try again in a minute. Whoever runs me finds the reason in the log under {request}."
)
_BAD_REQUEST = 400
"""Status of a request that should not have been sent: a defect of the bot."""

_REMEDIES = {
    50007: "the member takes no messages from the bot: nothing to mend",
    50027: "the answer came too late: look at the load of the machine and at the network",
    401: "the token is refused: reset it and start the bot with the new one",
    403: "let a moderator give the bot View Channel, Send Messages and Embed Links there",
    404: "the channel, the message or the command is gone: nothing to mend",
    429: "too many requests: ask less, or spread the servers over more bots",
}
"""By Discord's error code, or else by HTTP status."""

_UNKNOWN_COMMAND = later(
    "I do not know this command any more. Whoever runs me can register the present ones."
)
_UNKNOWN_COMMAND_ERRORS = (
    app_commands.TransformerError,
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
)
_OUTCOMES: tuple[tuple[tuple[type[Exception], ...], QuestionOutcome], ...] = (
    ((BlockedError,), "blocked"),
    ((TooManyQuestionsError,), "too many"),
    ((NotHereError, NoMentionsError, MayNotAskError, NoTextHereError), "not here"),
    ((BusyError,), "busy"),
    ((UserError, AskedError), "refused"),
    ((Exception,), "failed"),
)
"""The outcome counted for an error: that of the first line with its class."""


class CommandTree(app_commands.CommandTree["Bot"]):
    """The commands; errors that are raised before a command runs end here."""

    async def on_error(
        self, interaction: discord.Interaction["Bot"], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the member what is wrong with a command."""
        await self.client.tell(InteractionReply(interaction, private=True), error)


_OPTIONS: dict[str, Any] = {
    "command_prefix": commands.when_mentioned,
    "help_command": None,
    "intents": INTENTS,
    "allowed_contexts": app_commands.AppCommandContext(
        guild=True, dm_channel=True, private_channel=True
    ),
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
    "allowed_mentions": discord.AllowedMentions.none(),
    "member_cache_flags": discord.MemberCacheFlags.none(),
    "chunk_guilds_at_startup": False,
    "max_messages": None,
}
"""What discord.py is told: nobody is pinged, and nothing of members or messages is cached."""


Feature = Callable[["Bot"], commands.Cog]
"""Makes the cog of a feature."""


class Bot(ShardedClient):
    """The bot: its features, its answer queue, its settings, and its connection."""

    def __init__(
        self,
        features: Sequence[Feature],
        answer_queue: AnswerQueue,
        storage: "Storage | None" = None,
        clock: Clock | None = None,
        maintenance: "Maintenance | None" = None,
    ) -> None:
        self.clock = clock or Clock()
        super().__init__(IdentifyTurns(storage, self.clock), tree_cls=CommandTree, **_OPTIONS)
        self.answer_queue, self.limits = answer_queue, RateLimits()
        self.conversations = Conversations()
        self.settings_cache = SettingsCache(storage)
        self.blocks = BlockCache(storage, self.clock)
        self.question_log = QuestionLog(self.settings_cache, self.clock)
        self.metrics, self.maintenance = Metrics(), maintenance
        self.admission = Admission(self.settings_cache, self.blocks, self.limits)
        self.answer_question: AnswerQuestion[Message] = AnswerQuestion(
            self.admission,
            answer_queue,
            self.conversations,
            self.question_log,
            self.metrics,
            render.answer,
        )
        self.features, self.router = features, ComponentRouter(self._refuse_control)
        self._questions: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        """Add the features, before the gateway connects."""
        await self.settings_cache.load()
        await self.tree.set_translator(CommandTranslator())
        for feature in self.features:
            await self.add_cog(feature(self))

    async def on_message(self, message: discord.Message) -> None:
        """Leave messages to the features: there are no commands in plain text."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Route a control or form to its feature; discord.py dispatches commands itself."""
        kinds = discord.InteractionType
        if interaction.type in (kinds.component, kinds.modal_submit):
            await self.router.route(interaction)

    async def _refuse_control(self, interaction: discord.Interaction[Any], _: str) -> None:
        async with self.question(InteractionReply(interaction, private=True), "button"):
            raise UnknownButtonError

    async def on_ready(self) -> None:
        """Log that questions can be asked."""
        edition = self.answer_queue.texts.editions
        _log.info("ready", servers=len(self.guilds), shards=str(self.own_shards), edition=edition)

    async def on_resumed(self) -> None:
        """Log that the connection is back."""
        _log.info("resumed")

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log an error in an event handler."""
        _log.exception("defect", during=event_method)

    @asynccontextmanager
    async def question(self, reply: Reply[Any], kind: str) -> AsyncIterator[None]:
        """Count a question as in flight, and tell its asker of any error that is raised."""
        task = asyncio.current_task()
        if task is not None:
            self._questions.add(task)
            task.add_done_callback(self._questions.discard)
        request = secrets.token_hex(4)
        channel = reply.channel_id if reply.server_id is not None else None  # it would name them
        with bound_contextvars(request=request, kind=kind, channel=channel):
            try:
                yield
            except Exception as error:  # noqa: BLE001 - the one place where all errors end
                await self.tell(reply, error)

    async def tell(self, reply: Reply[Any], error: Exception) -> None:
        """Count an error, log it with its remedy, and tell the member about it in a sentence."""
        outcome = next(outcome for classes, outcome in _OUTCOMES if isinstance(error, classes))
        self.metrics.count_outcome(outcome)
        sentence = _explain(error, reply.say)
        silent = isinstance(error, UserError) and error.quiet and not reply.due
        if sentence is None or silent:
            return
        try:
            if isinstance(error, BlockedError):
                await reply.refuse(sentence, again=error.again)
            else:
                await reply.tell(sentence)
        except DELIVERY_ERRORS as failure:
            _log.warning("error_reply_failed", **_describe_failure(failure))

    async def finish(self) -> None:
        """Take no new questions, and answer those in flight within SHUTDOWN_GRACE."""
        self.answer_queue.stop()
        if self.maintenance is not None:
            self.maintenance.stop()
        _log.info("stopping", in_flight=len(self._questions))
        if self._questions:
            _, late = await asyncio.wait(self._questions, timeout=SHUTDOWN_GRACE)
            if late:
                remedy = "they took longer than the process had; they can be asked again"
                _log.warning("answer_failed", questions=len(late), remedy=remedy)
        await self.question_log.finish(_LOG_SECONDS)


def _explain(error: Exception, say: Translator) -> str | None:
    """Log an error for the operator; return the sentence for the member, if there is one."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, UserError):
        _log.info("refused", reason=type(error).__name__)
        return error.translate(say)
    if isinstance(error, AskedError):
        _log.info("refused", reason=type(error).__name__)
        notice = say.translate(error.notice)
        return f"{notice[0].upper()}{notice[1:]}."
    if isinstance(error, _UNKNOWN_COMMAND_ERRORS):
        _log.warning("refused", reason=type(error).__name__, remedy="run `concordance sync`")
        return say(_UNKNOWN_COMMAND)
    if isinstance(error, StorageError):
        _log.warning("answer_failed", **_describe_failure(error))
        return say(_STORAGE_DOWN, request=_request_id())
    if (
        isinstance(error, (BotError, *DELIVERY_ERRORS))
        and getattr(error, "status", None) != _BAD_REQUEST
    ):
        _log.warning("answer_failed", **_describe_failure(error))
        return None
    _log.error("defect", exc_info=error, remedy="report it with this line")
    sentence = _UNPROVED if isinstance(error, UnprovedQuotationError) else _DEFECT
    return say(sentence, request=_request_id())


def _request_id() -> object:
    """Return the id of the present request, which its log lines have."""
    return get_contextvars().get("request", "?")


def _describe_failure(error: Exception) -> dict[str, object]:
    """Return the log's fields for a request that Discord refused or never got."""
    if isinstance(error, discord.HTTPException):
        remedy = _REMEDIES.get(error.code) or _REMEDIES.get(
            error.status, "ask again; if it stays, look at discordstatus.com"
        )
        return {"status": error.status, "code": error.code, "remedy": remedy}
    remedy = str(error) if isinstance(error, BotError) else "look at the network"
    return {"reason": type(error).__name__, "remedy": remedy}
