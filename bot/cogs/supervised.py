"""The port on which a supervisor asks after the process, open as long as the bot is."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from discord.ext import commands

from bot.health import told
from bot.storage.errors import StorageError
from bot.storage.soon import soon

if TYPE_CHECKING:
    from bot.client import Bot


class Supervised(commands.Cog):
    """Answers /healthz, /readyz and /metrics where a port is set."""

    def __init__(self, bot: "Bot") -> None:
        self.bot, self._open = bot, AsyncExitStack()
        bot.metrics.watch(
            lambda: bot.thinking.waiting,
            lambda: bot.latency,
            lambda: bot.thinking.shelf.editions,
        )

    async def cog_load(self) -> None:
        """Open the port."""
        bot = self.bot
        await self._open.enter_async_context(told(bot.http_port, bot.metrics, self.ready))

    async def cog_unload(self) -> None:
        """Close the port."""
        await self._open.aclose()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Count a session that was begun."""
        self.bot.metrics.connected("begun")

    @commands.Cog.listener()
    async def on_resumed(self) -> None:
        """Count a session that was resumed."""
        self.bot.metrics.connected("resumed")

    async def ready(self) -> Mapping[str, str | None]:
        """Return what the gateway, the index and the database lack; None of what is ready."""
        connected = self.bot.is_ready() and not self.bot.is_closed()
        return {
            "gateway": None if connected else "is not connected",
            "index": None,  # without one the program does not come this far
            "database": await self._database(),
        }

    async def _database(self) -> str | None:
        storage = self.bot.servers.storage
        if storage is None:
            return None
        try:
            await soon(storage.version(0))
        except StorageError as error:
            return error.problem
        return None
