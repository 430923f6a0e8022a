"""The queries of processes that share a bot: who has which shards, and whose turn it is."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from bot.servers.shards import Shards
from bot.storage.database import Stored
from bot.storage.records import Claim, Holder
from bot.storage.tables import running, turns

LEASE = timedelta(seconds=15)
"""For which a process has its shards after it last said that it runs."""

APART = timedelta(seconds=5.25)
"""Between two sessions of a bucket: Discord asks for 5 s, and the network is not always as fast."""

_FARTHEST = timedelta(minutes=30)
"""Beyond which no turn is given: one that is seems so because the clock was set back."""


class ProcessQueries(Stored):
    """Keeps the processes of a bot out of each other's way, all by the database's own clock."""

    async def hold(self, claim: Claim) -> Holder | None:
        """Have shards from now on, or still; return who has one of them already, instead.

        What a process has that says no more that it runs is free after a while.
        """
        async with self._database.writing(claim.bot, noting=True) as connection:
            now = await self._database.now(connection)
            over = or_(running.c.until <= now, running.c.until > now + LEASE)
            await connection.execute(delete(running).where(running.c.bot == claim.bot, over))
            others = select(running).where(
                running.c.bot == claim.bot, running.c.holder != claim.holder
            )
            for row in await connection.execute(others.order_by(running.c.first)):
                if (shards := _shards(row)).overlap(claim.shards):
                    return Holder(row.holder, shards, row.until)
            await connection.execute(delete(running).where(running.c.holder == claim.holder))
            await connection.execute(insert(running).values(_values(claim, now + LEASE)))
            return None

    async def release(self, claim: Claim) -> None:
        """Have shards no more."""
        async with self._database.writing(claim.bot, noting=True) as connection:
            await connection.execute(delete(running).where(running.c.holder == claim.holder))

    async def until_turn(self, bot: int, bucket: int) -> float:
        """Return the seconds until a session of a bucket could be begun, without a turn for it."""
        async with self._database.reading() as connection:
            now = await self._database.now(connection)
            query = select(turns.c.free).where(turns.c.bot == bot, turns.c.bucket == bucket)
            free = (await connection.execute(query)).scalar_one_or_none()
        return (_turn(now, free) - now).total_seconds()

    async def turn(self, bot: int, bucket: int, longest: float) -> float | None:
        """Take the next turn to begin a session of a bucket; return the seconds until it comes.

        None, and no turn is taken, where that is longer than somebody can wait.
        """
        mine = turns.c.bot == bot, turns.c.bucket == bucket
        async with self._database.writing(bot, noting=True) as connection:
            now = await self._database.now(connection)
            free = (
                await connection.execute(select(turns.c.free).where(*mine))
            ).scalar_one_or_none()
            turn = _turn(now, free)
            if (seconds := (turn - now).total_seconds()) > longest:
                return None
            next_: dict[str, Any] = {"free": turn + APART}
            if not (await connection.execute(update(turns).where(*mine).values(next_))).rowcount:
                key = {"bot": bot, "bucket": bucket}
                await connection.execute(insert(turns).values(key | next_))
            return seconds


def _turn(now: datetime, free: datetime | None) -> datetime:
    return now if free is None or free > now + _FARTHEST else max(now, free)


def _shards(row: Row[Any]) -> Shards:
    return Shards(tuple(range(row.first, row.last + 1)), row.total)


def _values(claim: Claim, until: datetime) -> dict[str, Any]:
    shards = claim.shards
    return {
        "holder": claim.holder,
        "bot": claim.bot,
        "first": shards.ids[0],
        "last": shards.ids[-1],
        "total": shards.count,
        "until": until,
    }
