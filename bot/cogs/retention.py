"""Retention: what is past its time is deleted, and servers that were left are noted."""

from collections.abc import Collection

import discord
import structlog
from discord.ext import commands

from bot.cogs.common.periodic import PeriodicCog
from bot.servers.shards import Shards
from bot.storage.errors import StorageError

_log = structlog.get_logger(__name__)

HOUR = 3600.0
"""Seconds between two sweeps."""

FIRST_DELAY = 15.0
"""Seconds from the start to the first sweep, to see that the start went well."""


class RetentionCog(PeriodicCog):
    """Deletes what is past its time, and notes which servers the bot is in."""

    async def cog_load(self) -> None:
        """Begin to sweep, if there is a database."""
        self.repeat(HOUR, self.sweep, FIRST_DELAY)

    async def sweep(self) -> None:
        """Delete what is past its time; a failure is repeated in an hour."""
        storage = self.bot.settings_cache.storage
        if storage is None:
            return
        try:
            await self._record_servers(self.bot.ready_shards)
            await storage.delete_expired(self.bot.clock.now())
        except StorageError as error:
            _log.warning("retention_sweep_failed", remedy=error.remedy)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """Record which servers of a shard the bot is in."""
        await self._try_to_record(shard_id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Record that the bot is in a server, perhaps again."""
        await self._try_to_record(guild.shard_id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Record that a server was left: its data is deleted after 30 days."""
        storage = self.bot.settings_cache.storage
        if storage is None:
            return
        try:
            await storage.record_departure(guild.id, self.bot.clock.now())
        except StorageError as error:
            _log.warning("retention_sweep_failed", server=guild.id, remedy=error.remedy)

    async def _try_to_record(self, shard_id: int) -> None:
        try:
            await self._record_servers([shard_id])
        except StorageError as error:
            _log.warning("retention_sweep_failed", remedy=error.remedy)

    async def _record_servers(self, shard_ids: Collection[int]) -> None:
        """Record the servers of some shards; before a shard is ready they are unknown."""
        storage = self.bot.settings_cache.storage
        if storage is not None and shard_ids:
            shards = Shards(tuple(shard_ids), self.bot.own_shards.count)
            await storage.record_presence(self.bot.servers_of(shards), self.bot.clock.now(), shards)
