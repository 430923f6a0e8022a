"""The port on which a supervisor asks after the process, open as long as the bot is."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from discord.ext import commands

from bot.process.health_server import told
from bot.storage.errors import StorageError
from bot.storage.read_timeout import soon
from embeddings.models.query_cache import TALLY

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_UNCONNECTED = "is not connected"


class Supervised(commands.Cog):
    """Answers /healthz, /readyz and /metrics on a port, where one is given."""

    def __init__(self, bot: "Bot", port: int | None = None) -> None:
        self.bot, self._port, self._open = bot, port, AsyncExitStack()
        bot.metrics.watch(
            lambda: bot.thinking.waiting,
            lambda: [(one, of, one not in bot.unconnected) for one, of in bot.latencies],
            lambda: bot.thinking.texts.editions,
            lambda: {"hit": TALLY.hits, "miss": TALLY.misses},
        )

    async def cog_load(self) -> None:
        """Open the port."""
        server = told(self._port, self.bot.metrics, self.ready)
        await self._open.enter_async_context(server)

    async def cog_unload(self) -> None:
        """Close the port."""
        await self._open.aclose()

    @commands.Cog.listener()
    async def on_shard_connect(self, _: int) -> None:
        """Count a session that was begun."""
        self.bot.metrics.connected("begun")

    @commands.Cog.listener()
    async def on_shard_resumed(self, _: int) -> None:
        """Count a session that was resumed."""
        self.bot.metrics.connected("resumed")

    async def ready(self) -> Mapping[str, str | None]:
        """Return what the gateway, the index and the database lack; None of what is ready.

        Where there are several shards, each is named.
        """
        lacking = set(self.bot.unconnected)
        connected = self.bot.is_ready() and not self.bot.is_closed() and not lacking
        parts = {
            "gateway": None if connected else _UNCONNECTED,
            "index": None,  # without one the program does not come this far
            "database": await self._database(),
        }
        if self.bot.own_shards.count == 1:
            return parts
        shards = {
            f"shard {one}": _UNCONNECTED if one in lacking else None
            for one in self.bot.own_shards.ids
        }
        return parts | shards

    async def _database(self) -> str | None:
        storage = self.bot.servers.storage
        if storage is None:
            return None
        try:
            await soon(storage.version(0))
        except StorageError as error:
            return error.problem
        return None
