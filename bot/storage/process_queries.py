"""Queries of processes that share a bot: which shards they hold, and whose turn it is."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from bot.servers.shards import Shards
from bot.storage.database import Queries
from bot.storage.records import ShardClaim, ShardHolder
from bot.storage.tables import running, turns

LEASE = timedelta(seconds=15)
"""How long a process holds its shards after it last renewed its claim."""

SESSION_INTERVAL = timedelta(seconds=5.25)
"""Time between two sessions of a bucket: Discord asks for 5 s, and networks vary in speed."""

_MAX_WAIT = timedelta(minutes=30)
"""The longest wait for a turn; a later turn only means that the clock was set back."""


class ProcessQueries(Queries):
    """Keeps the processes of a bot out of each other's way, by the database's own clock."""

    async def hold_shards(self, claim: ShardClaim) -> ShardHolder | None:
        """Hold shards, or go on holding them; if another process has any of them, return it.

        The shards of a process that no longer renews its claim become free after LEASE.
        """
        async with self._database.writing(claim.bot, durable=False) as connection:
            # free what other processes no longer hold
            now = await self._database.now(connection)
            over = or_(running.c.until <= now, running.c.until > now + LEASE)
            await connection.execute(delete(running).where(running.c.bot == claim.bot, over))

            # look for another holder
            others = select(running).where(
                running.c.bot == claim.bot, running.c.holder != claim.holder
            )
            for row in await connection.execute(others.order_by(running.c.first)):
                if (shards := _parse_shards(row)).overlap(claim.shards):
                    return ShardHolder(row.holder, shards, row.until)

            # hold the shards
            await connection.execute(delete(running).where(running.c.holder == claim.holder))
            await connection.execute(insert(running).values(_make_row(claim, now + LEASE)))
            return None

    async def release_shards(self, claim: ShardClaim) -> None:
        """Release the shards of a claim."""
        async with self._database.writing(claim.bot, durable=False) as connection:
            await connection.execute(delete(running).where(running.c.holder == claim.holder))

    async def seconds_until_turn(self, bot: int, bucket: int) -> float:
        """Return the seconds until a session of a bucket could begin, without taking a turn."""
        async with self._database.reading() as connection:
            now = await self._database.now(connection)
            query = select(turns.c.free).where(turns.c.bot == bot, turns.c.bucket == bucket)
            free = (await connection.execute(query)).scalar_one_or_none()
        return (_next_turn(now, free) - now).total_seconds()

    async def take_turn(self, bot: int, bucket: int, longest: float) -> float | None:
        """Take the next turn to begin a session of a bucket; return the seconds until then.

        Returns None, and takes no turn, where that is longer than `longest` seconds.
        """
        condition = turns.c.bot == bot, turns.c.bucket == bucket
        async with self._database.writing(bot, durable=False) as connection:
            now = await self._database.now(connection)
            free = (
                await connection.execute(select(turns.c.free).where(*condition))
            ).scalar_one_or_none()
            turn = _next_turn(now, free)
            if (seconds := (turn - now).total_seconds()) > longest:
                return None
            next_: dict[str, Any] = {"free": turn + SESSION_INTERVAL}
            updated = await connection.execute(update(turns).where(*condition).values(next_))
            if not updated.rowcount:
                key = {"bot": bot, "bucket": bucket}
                await connection.execute(insert(turns).values(key | next_))
            return seconds


def _next_turn(now: datetime, free: datetime | None) -> datetime:
    return now if free is None or free > now + _MAX_WAIT else max(now, free)


def _parse_shards(row: Row[Any]) -> Shards:
    return Shards(tuple(range(row.first, row.last + 1)), row.total)


def _make_row(claim: ShardClaim, until: datetime) -> dict[str, Any]:
    shards = claim.shards
    return {
        "holder": claim.holder,
        "bot": claim.bot,
        "first": shards.ids[0],
        "last": shards.ids[-1],
        "total": shards.count,
        "until": until,
    }
