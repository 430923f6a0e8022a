"""The daily quotation, posted at the hour that a server has chosen."""

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
from bot.process.background import start_in_background
from bot.replies import DELIVERY_ERRORS
from bot.replies.sending import may_post, post_messages
from bot.servers.daily_schedule import find_due_day
from bot.servers.policy import choose_translator
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
"""Seconds between two looks at what is due."""

MAX_ATTEMPTS = 10_000
"""Attempts to post, by server and day, that are remembered so as not to be repeated."""

_CLOSED = (
    "let a moderator give the bot View Channel, Send Messages and Embed Links there, or choose "
    "another channel with /settings; it is tried again tomorrow"
)


@dataclass(frozen=True, slots=True)
class DuePost:
    """A quotation that is due in a server."""

    server: int
    settings: ServerSettings
    daily: Daily
    day: date

    @property
    def origin(self) -> int:
        """The seed of its messages' nonces, the same in all processes."""
        words = f"{self.server} {self.day.isoformat()}".encode()
        return int.from_bytes(blake2b(words, digest_size=8).digest())


class DailyQuotationCog(PeriodicCog):
    """Posts daily quotations; of several processes, one posts each."""

    def __init__(self, bot: "Bot") -> None:
        super().__init__(bot)
        self._attempts: LRUCache[tuple[int, date], None] = LRUCache(MAX_ATTEMPTS)
        self._posting: set[asyncio.Task[None]] = set()

    async def cog_load(self) -> None:
        """Begin to look for due quotations, if there is a database."""
        self.repeat(MINUTE, self.tick, MINUTE / 4)

    async def tick(self) -> None:
        """Post what is due now; if the database is away, try again in a minute."""
        storage = self.bot.settings_cache.storage
        if storage is None or not self.bot.is_ready():
            return
        now = self.bot.clock.now()
        try:
            for server, kept in await storage.list_daily_servers():
                if (daily := kept.settings.daily) and (day := find_due_day(daily, now)):
                    await self._claim_and_post(storage, DuePost(server, kept.settings, daily, day))
        except (StorageError, UserError) as error:
            remedy = getattr(error, "remedy", "it is tried again in a minute")
            _log.warning("daily_quotation_delayed", remedy=remedy)

    async def _claim_and_post(self, storage: "Storage", post: DuePost) -> None:
        """Post a quotation, unless another process has claimed it."""
        key = post.server, post.day
        if key in self._attempts or self.bot.get_guild(post.server) is None:
            return
        quotation = (await self._choose(post)).result
        claimed = await storage.claim_day(post.server, post.day)
        self._attempts[key] = None
        if claimed:
            task = start_in_background(self._post(post, quotation))
            self._posting.add(task)
            task.add_done_callback(self._posting.discard)

    async def _choose(self, post: DuePost) -> QueueResult[Answer]:
        server, day = post.server, post.day.toordinal()
        return await self.bot.answer_queue.submit(
            lambda texts: _choose_quotation(texts, server, day), post.settings.documents
        )

    async def _post(self, post: DuePost, quotation: Answer) -> None:
        """Post a quotation; if it cannot be posted, it is not tried again that day."""
        guild = self.bot.get_guild(post.server)
        channel = None if guild is None else guild.get_channel_or_thread(post.daily.channel)
        if guild is None or channel is None or not quotation.shown:
            _log_failure(post, _CLOSED if quotation.shown else "the text quotes nothing")
            return
        if not may_post(channel, channel.permissions_for(guild.me)):
            _log_failure(post, _CLOSED)
            return
        say = choose_translator(post.settings, guild.preferred_locale.value)
        try:
            await post_messages(channel, _render(quotation, say), str(post.origin))
        except DELIVERY_ERRORS as failure:
            _log_failure(post, _CLOSED, status=getattr(failure, "status", None))


def _log_failure(post: DuePost, remedy: str, **fields: object) -> None:
    _log.warning("daily_quotation_failed", channel=post.daily.channel, remedy=remedy, **fields)


def _choose_quotation(texts: OpenTexts, server: int, day: int) -> Answer:
    """Return the quotation of a day, from each of several texts in turn."""
    turn, at = divmod(day, len(texts.all))
    quotation = lookups.choose_daily_quotation(texts.all[at].concordance, server, turn)
    if quotation.shown:
        return quotation
    return lookups.choose_daily_quotation(texts.first.concordance, server, turn)


def _render(quotation: Answer, say: Translator) -> tuple[render.Message, ...]:
    titled = replace(quotation, question=say("Quotation of the day"))
    first, *rest = render.answer(titled, Look(say))
    return (replace(first, rows=build_daily_rows(quotation, say)), *rest)
