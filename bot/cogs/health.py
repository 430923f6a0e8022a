"""The health server, which runs as long as the bot does."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from discord.ext import commands

from bot.process.health_server import serve_health
from bot.storage.batched_reads import read_in_time
from bot.storage.errors import StorageError
from embeddings.models.query_cache import TALLY

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_UNCONNECTED = "is not connected"


class HealthCog(commands.Cog):
    """Answers /healthz, /readyz and /metrics, if a port is given."""

    def __init__(self, bot: "Bot", port: int | None = None) -> None:
        self.bot, self._port, self._open = bot, port, AsyncExitStack()
        bot.metrics.watch(
            lambda: bot.answer_queue.waiting,
            lambda: [
                (shard, latency, shard not in bot.unconnected) for shard, latency in bot.latencies
            ],
            lambda: bot.answer_queue.texts.editions,
            lambda: {"hit": TALLY.hits, "miss": TALLY.misses},
        )

    async def cog_load(self) -> None:
        """Open the port."""
        server = serve_health(self._port, self.bot.metrics, self.ready)
        await self._open.enter_async_context(server)

    async def cog_unload(self) -> None:
        """Close the port."""
        await self._open.aclose()

    @commands.Cog.listener()
    async def on_shard_connect(self, _: int) -> None:
        """Count a new session."""
        self.bot.metrics.count_connection("begun")

    @commands.Cog.listener()
    async def on_shard_resumed(self, _: int) -> None:
        """Count a resumed session."""
        self.bot.metrics.count_connection("resumed")

    async def ready(self) -> Mapping[str, str | None]:
        """Return what is wrong with gateway, index and database, None for what is ready.

        If there are several shards, each is listed too.
        """
        unconnected = set(self.bot.unconnected)
        connected = self.bot.is_ready() and not self.bot.is_closed() and not unconnected
        parts = {
            "gateway": None if connected else _UNCONNECTED,
            "index": self.bot.answer_queue.damage,
            "database": await self._database_problem(),
        }
        if self.bot.own_shards.count == 1:
            return parts
        shards = {
            f"shard {shard}": _UNCONNECTED if shard in unconnected else None
            for shard in self.bot.own_shards.ids
        }
        return parts | shards

    async def _database_problem(self) -> str | None:
        storage = self.bot.settings_cache.storage
        if storage is None:
            return None
        try:
            await read_in_time(storage.version(0))
        except StorageError as error:
            return error.problem
        return None
