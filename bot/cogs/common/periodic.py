"""Features that repeat something at intervals, if there is a database."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from discord.ext import commands

from bot.process.background import start_in_background
from bot.process.clock import run_periodically

if TYPE_CHECKING:
    import asyncio

    from bot.gateway.client import Bot


class PeriodicCog(commands.Cog):
    """A cog that repeats its work until it is unloaded."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._rounds: asyncio.Task[None] | None = None

    def repeat(self, seconds: float, work: Callable[[], Awaitable[None]], first: float) -> None:
        """Begin to repeat some work at intervals, the first time after `first` seconds."""
        if self.bot.settings_cache.storage is not None:
            self._rounds = start_in_background(
                run_periodically(seconds, work, self.bot.clock, first)
            )

    async def cog_unload(self) -> None:
        """Stop repeating."""
        if self._rounds is not None:
            self._rounds.cancel()
