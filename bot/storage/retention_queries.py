"""The queries of what ends or comes every day: servers left, what is past its time, quotations."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.records import Kept
from bot.servers.settings import LOGS
from bot.servers.shards import Shards
from bot.storage import row_mapping
from bot.storage.database import Stored
from bot.storage.member_queries import past
from bot.storage.tables import blocks, claims, counts, feedback, pages, questions, servers

LEFT = timedelta(days=30)
"""For which what is kept of a server stays after the bot has left it."""

COUNTED = timedelta(days=365)
"""For which counts are kept: no longer than they can be looked back on."""

_CLAIMED = timedelta(days=2)
"""Two places of the earth are no more days apart; a day further on was claimed by a wrong clock."""


class RetentionQueries(Stored):
    """Keeps nothing for longer than it may, and says whose turn it is each day."""

    async def forget_server(self, server: int) -> None:
        """Delete all that is kept of a server, at once."""
        async with self._database.writing(server) as connection:
            await row_mapping.delete_server(connection, server)
        await self._database.wipe()

    async def left(self, server: int, now: datetime) -> None:
        """Note that the bot has left a server: what is kept of it is deleted after 30 days."""
        async with self._database.writing(server) as connection:
            still = update(servers).where(servers.c.server == server, servers.c.left_at.is_(None))
            await connection.execute(still.values(left_at=now))

    async def here(self, servers_now: Collection[int], now: datetime, shards: Shards) -> None:
        """Note in which of the servers of some shards the bot is: the others of theirs are left."""
        present = set(servers_now)
        async with self._database.writing() as connection:
            kept = (await connection.execute(select(servers.c.server, servers.c.left_at))).all()
            back = [one for one, at in kept if one in present and at is not None]
            theirs = ((one, at) for one, at in kept if shards.have(one))
            gone = [one for one, at in theirs if one not in present and at is None]
            await _note(connection, back, None)
            await _note(connection, gone, now)

    async def sweep(self, now: datetime) -> None:
        """Delete what is past its time: of the log, blocks that have ended, servers left."""
        async with self._database.writing() as connection:
            await connection.execute(delete(blocks).where(blocks.c.until <= now))
            await connection.execute(delete(claims).where(claims.c.day < (now - LEFT).date()))
            await _shorten(connection, now)
            past = servers.c.left_at < now - LEFT
            left = (await connection.execute(select(servers.c.server).where(past))).scalars().all()
        for server in left:
            async with self._database.writing(server) as connection:
                query = select(servers.c.server).where(servers.c.server == server, past)
                if (await connection.execute(query)).one_or_none() is not None:
                    await row_mapping.delete_server(connection, server)
        await self._database.wipe()

    async def dailies(self) -> Sequence[tuple[int, Kept]]:
        """Return the servers that want a quotation a day, with their settings."""
        wanted = servers.c.settings["daily"].as_string().is_not(None)
        query = select(servers).where(wanted, servers.c.left_at.is_(None))
        async with self._database.reading() as connection:
            found = await connection.execute(query.order_by(servers.c.server))
            every = [(row.server, row_mapping.kept_in(row)) for row in found]
        return [(server, kept) for server, kept in every if kept.settings.daily is not None]

    async def claim(self, server: int, day: date) -> bool:
        """Take on a server's quotation of a day; False where another process has, or it is past.

        A day long before one that was claimed is not past: the clock was wrong then.
        """
        near = (claims.c.day >= day, claims.c.day <= day + _CLAIMED)
        async with self._database.writing(server) as connection:
            later = select(claims.c.day).where(claims.c.server == server, *near).limit(1)
            if (await connection.execute(later)).one_or_none() is not None:
                return False
            await row_mapping.ensure(connection, server)
            await connection.execute(insert(claims).values(server=server, day=day))
            return True


async def _note(connection: AsyncConnection, those: Sequence[int], at: datetime | None) -> None:
    """Note of servers when they were left, None where they were not."""
    if those:
        one = update(servers).where(servers.c.server == bindparam("one")).values(left_at=at)
        await connection.execute(one, [{"one": server} for server in those])


async def _shorten(connection: AsyncConnection, now: datetime) -> None:
    """Delete what servers do not keep any more: by what their logs are set to, and by its age."""
    log = servers.c.settings["log"].as_string()
    levels = [one for one in LOGS if one != "off"]
    off = select(servers.c.server).where(or_(log.is_(None), log.not_in(levels)))
    await connection.execute(delete(questions).where(questions.c.server.in_(off)))
    for level in levels:
        those = questions.c.server.in_(select(servers.c.server).where(log == level))
        await connection.execute(delete(questions).where(those, past(level, now)))
    for table in (counts, pages, feedback):
        old = table.c.day < (now - COUNTED).date()
        await connection.execute(delete(table).where(or_(old, table.c.server.in_(off))))
