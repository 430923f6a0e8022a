"""The quotation of the day: posted once, at the hour that a server has chosen."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot import render
from bot.answers.answer_queue import QueueResult
from bot.answers.open_texts import OpenTexts
from bot.cogs.common.periodic import PeriodicCog
from bot.components.answer_buttons import Look, build_daily_rows
from bot.errors import UserError
from bot.i18n.translations import Translator
from bot.process.background import start
from bot.replies import FAILED
from bot.replies.sending import may_post, post_messages
from bot.servers.daily_schedule import due
from bot.servers.language import spoken
from bot.servers.settings import Daily, ServerSettings
from bot.storage.errors import StorageError
from embeddings.lookup import lookups
from embeddings.types import Answer

if TYPE_CHECKING:
    import asyncio

    from bot.gateway.client import Bot
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

MINUTE = 60.0

MAX_TRIED = 10_000
"""Posts, each of a server and a day, that are known to have been tried."""

_CLOSED = (
    "let a moderator give the bot View Channel, Send Messages and Embed Links there, or choose "
    "another channel with /settings; it is tried again tomorrow"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A server's quotation that is to be posted."""

    server: int
    settings: ServerSettings
    daily: Daily
    day: date

    @property
    def origin(self) -> int:
        """What the nonces of its messages are made from: two processes have the same."""
        words = f"{self.server} {self.day.isoformat()}".encode()
        return int.from_bytes(blake2b(words, digest_size=8).digest())


class Dailies(PeriodicCog):
    """Posts quotations of the day: of several processes one does it."""

    def __init__(self, bot: "Bot") -> None:
        super().__init__(bot)
        self._tried: LRUCache[tuple[int, date], None] = LRUCache(MAX_TRIED)
        self._posting: set[asyncio.Task[None]] = set()

    async def cog_load(self) -> None:
        """Begin the rounds, where there is a database."""
        self.begin(MINUTE, self.tick, MINUTE / 4)

    async def tick(self) -> None:
        """Post what is due now; a database that is away is asked again in a minute."""
        storage = self.bot.servers.storage
        if storage is None or not self.bot.is_ready():
            return
        now = self.bot.clock.now()
        try:
            for server, kept in await storage.dailies():
                if (daily := kept.settings.daily) and (day := due(daily, now)):
                    await self._take(storage, Due(server, kept.settings, daily, day))
        except (StorageError, UserError) as error:
            remedy = getattr(error, "remedy", "it is tried again in a minute")
            _log.warning("daily_quotation_delayed", remedy=remedy)

    async def _take(self, storage: "Storage", due_post: Due) -> None:
        """Post a quotation, if no other process has it already."""
        what = due_post.server, due_post.day
        if what in self._tried or self.bot.get_guild(due_post.server) is None:
            return
        quotation = await self._found(due_post)
        mine = await storage.claim(due_post.server, due_post.day)
        self._tried[what] = None
        if mine:
            task = start(self._post(due_post, quotation))
            self._posting.add(task)
            task.add_done_callback(self._posting.discard)

    async def _found(self, one: Due) -> QueueResult[Answer]:
        server, day = one.server, one.day.toordinal()
        return await self.bot.thinking.submit(
            lambda texts: _of_the_day(texts, server, day), one.settings.documents
        )

    async def _post(self, one: Due, thought: QueueResult[Answer]) -> None:
        """Post a quotation; where it cannot be posted, it is tried no more that day."""
        found = thought.result
        guild = self.bot.get_guild(one.server)
        channel = None if guild is None else guild.get_channel_or_thread(one.daily.channel)
        if guild is None or channel is None or not found.shown:
            remedy = _CLOSED if found.shown else "the text quotes nothing"
            _log.warning("daily_quotation_failed", channel=one.daily.channel, remedy=remedy)
            return
        if not may_post(channel, channel.permissions_for(guild.me)):
            _log.warning("daily_quotation_failed", channel=one.daily.channel, remedy=_CLOSED)
            return
        say = spoken(one.settings, guild.preferred_locale.value)
        try:
            await post_messages(channel, _messages(found, say), str(one.origin))
        except FAILED as failed:
            status = getattr(failed, "status", None)
            _log.warning(
                "daily_quotation_failed", channel=one.daily.channel, status=status, remedy=_CLOSED
            )


def _of_the_day(texts: OpenTexts, server: int, day: int) -> Answer:
    """Return the quotation of a day: of several texts each has its turn."""
    turn, at = divmod(day, len(texts.all))
    found = lookups.of_the_day(texts.all[at].concordance, server, turn)
    return found if found.shown else lookups.of_the_day(texts.first.concordance, server, turn)


def _messages(found: Answer, say: Translator) -> tuple[render.Message, ...]:
    titled = replace(found, question=say("Quotation of the day"))
    first, *rest = render.answer(titled, Look(say))
    return (replace(first, rows=build_daily_rows(found, say)), *rest)
