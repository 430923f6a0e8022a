"""Queries of daily tasks: deleting what is kept too long, and posting quotations."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.records import StoredSettings
from bot.servers.settings import LOG_LEVELS
from bot.servers.shards import Shards
from bot.storage import row_mapping
from bot.storage.database import Queries
from bot.storage.member_queries import is_expired
from bot.storage.tables import blocks, claims, counts, feedback, pages, questions, servers

DEPARTED_RETENTION = timedelta(days=30)
"""How long the data of a server is kept after the bot has left it."""

COUNT_RETENTION = timedelta(days=365)
"""How long counts are kept: as long as insights can look back."""

_MAX_DAYS_APART = timedelta(days=2)
"""The most that dates differ between time zones; a later claim came from a wrong clock."""


class RetentionQueries(Queries):
    """Deletes what may no longer be kept, and records who posts the quotation of a day."""

    async def forget_server(self, server: int) -> None:
        """Delete everything that is kept of a server."""
        async with self._database.writing(server) as connection:
            await row_mapping.delete_server(connection, server)
        await self._database.wipe()

    async def record_departure(self, server: int, now: datetime) -> None:
        """Record that the bot has left a server, whose data is deleted after 30 days."""
        async with self._database.writing(server) as connection:
            departure = update(servers).where(
                servers.c.server == server, servers.c.left_at.is_(None)
            )
            await connection.execute(departure.values(left_at=now))

    async def record_presence(
        self, servers_now: Collection[int], now: datetime, shards: Shards
    ) -> None:
        """Record which servers the bot is in; it has left all others of these shards."""
        present = set(servers_now)
        async with self._database.writing() as connection:
            rows = (await connection.execute(select(servers.c.server, servers.c.left_at))).all()
            rejoined = [
                server for server, left_at in rows if server in present and left_at is not None
            ]
            departed = [
                server
                for server, left_at in rows
                if shards.include_server(server) and server not in present and left_at is None
            ]
            await _set_departure(connection, rejoined, None)
            await _set_departure(connection, departed, now)

    async def delete_expired(self, now: datetime) -> None:
        """Delete what may no longer be kept: blocks, claims, questions, counts and servers."""
        # what goes at once, from all servers
        async with self._database.writing() as connection:
            await connection.execute(delete(blocks).where(blocks.c.until <= now))
            first_day = (now - DEPARTED_RETENTION).date()
            await connection.execute(delete(claims).where(claims.c.day < first_day))
            await _delete_expired(connection, now)
            overdue = servers.c.left_at < now - DEPARTED_RETENTION
            left = (
                (await connection.execute(select(servers.c.server).where(overdue))).scalars().all()
            )

        # servers, each in a transaction of its own: the bot may have come back meanwhile
        for server in left:
            async with self._database.writing(server) as connection:
                query = select(servers.c.server).where(servers.c.server == server, overdue)
                if (await connection.execute(query)).one_or_none() is not None:
                    await row_mapping.delete_server(connection, server)
        await self._database.wipe()

    async def list_daily_servers(self) -> Sequence[tuple[int, StoredSettings]]:
        """Return the servers that want a daily quotation, with their settings."""
        wanted = servers.c.settings["daily"].as_string().is_not(None)
        query = select(servers).where(wanted, servers.c.left_at.is_(None))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(servers.c.server))
            candidates = [(row.server, row_mapping.parse_kept_settings(row)) for row in rows]
        return [(server, kept) for server, kept in candidates if kept.settings.daily is not None]

    async def claim_day(self, server: int, day: date) -> bool:
        """Claim a server's quotation of a day; return whether this process is to post it.

        It is not where this day or a later one is claimed already. A claim more than two days
        ahead came from a wrong clock, and does not count.
        """
        near = (claims.c.day >= day, claims.c.day <= day + _MAX_DAYS_APART)
        async with self._database.writing(server) as connection:
            later = select(claims.c.day).where(claims.c.server == server, *near).limit(1)
            if (await connection.execute(later)).one_or_none() is not None:
                return False
            await row_mapping.ensure_server(connection, server)
            await connection.execute(insert(claims).values(server=server, day=day))
            return True


async def _set_departure(
    connection: AsyncConnection, ids: Sequence[int], at: datetime | None
) -> None:
    """Record when the bot has left some servers, or None where it is there."""
    if ids:
        query = update(servers).where(servers.c.server == bindparam("id")).values(left_at=at)
        await connection.execute(query, [{"id": id_} for id_ in ids])


async def _delete_expired(connection: AsyncConnection, now: datetime) -> None:
    """Delete questions and counts that servers' logs no longer keep, or that are too old."""
    log = servers.c.settings["log"].as_string()
    levels = [level for level in LOG_LEVELS if level != "off"]
    off = select(servers.c.server).where(or_(log.is_(None), log.not_in(levels)))
    await connection.execute(delete(questions).where(questions.c.server.in_(off)))
    for level in levels:
        in_level = questions.c.server.in_(select(servers.c.server).where(log == level))
        await connection.execute(delete(questions).where(in_level, is_expired(level, now)))
    for table in (counts, pages, feedback):
        old = table.c.day < (now - COUNT_RETENTION).date()
        await connection.execute(delete(table).where(or_(old, table.c.server.in_(off))))
