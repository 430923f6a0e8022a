"""Nothing is kept longer than it may be: every hour, and when the bot leaves a server."""

from collections.abc import Collection

import discord
import structlog
from discord.ext import commands

from bot.cogs.common.periodic import PeriodicCog
from bot.servers.shards import Shards
from bot.storage.errors import StorageError

_log = structlog.get_logger(__name__)

HOUR = 3600.0
FIRST = 15.0
"""Seconds after the start: whoever starts it may look at it first."""


class Retention(PeriodicCog):
    """Deletes what is past its time."""

    async def cog_load(self) -> None:
        """Begin the rounds, where there is a database."""
        self.begin(HOUR, self.sweep, FIRST)

    async def sweep(self) -> None:
        """Delete what is past its time; what cannot be deleted now is in an hour."""
        storage = self.bot.servers.storage
        if storage is None:
            return
        try:
            await self._here(self.bot.ready_shards)
            await storage.sweep(self.bot.clock.now())
        except StorageError as error:
            _log.warning("retention_sweep_failed", remedy=error.remedy)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """Note which of a shard's servers the bot is in."""
        await self._note(shard_id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that a server is not left any more."""
        await self._note(guild.shard_id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server was left: what is kept of it is deleted after 30 days."""
        storage = self.bot.servers.storage
        if storage is None:
            return
        try:
            await storage.left(guild.id, self.bot.clock.now())
        except StorageError as error:
            _log.warning("retention_sweep_failed", server=guild.id, remedy=error.remedy)

    async def _note(self, shard_id: int) -> None:
        try:
            await self._here([shard_id])
        except StorageError as error:
            _log.warning("retention_sweep_failed", remedy=error.remedy)

    async def _here(self, shard_ids: Collection[int]) -> None:
        """Note the servers of shards that Discord has told of: of others nothing is known."""
        storage = self.bot.servers.storage
        if storage is not None and shard_ids:
            known = Shards(tuple(shard_ids), self.bot.own_shards.count)
            await storage.here(self.bot.servers_of(known), self.bot.clock.now(), known)
