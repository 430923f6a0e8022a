"""The queries of those who ask: blocks, questions, what was thought of answers."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, insert, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.settings import Log
from bot.storage import row_mapping
from bot.storage.database import Stored
from bot.storage.records import Block, Held, Insights, LoggedQuestion, Lost
from bot.storage.tables import blocks, counts, feedback, history, pages, questions

_NOTHING = "nearest"
"""The outcome of a question that found nothing."""
_SHOWN = 25


class MemberQueries(Stored):
    """Keeps what is known of those who ask: as little as the server's settings say."""

    async def block(self, server: int, block: Block) -> None:
        """Let a member ask no more, until a time or for always; a later block takes its place."""
        async with self._database.writing(server) as connection:
            await row_mapping.ensure(connection, server)
            await connection.execute(delete(blocks).where(*_of(server, block.member)))
            values = {name: getattr(block, name) for name in ("member", "by", "at", "until")}
            await connection.execute(insert(blocks).values(server=server, **values))

    async def unblock(self, server: int, member: int) -> bool:
        """Let a member ask again; say whether he was blocked."""
        async with self._database.writing(server) as connection:
            done = await connection.execute(delete(blocks).where(*_of(server, member)))
            return done.rowcount > 0

    async def blocked(
        self, asked: Collection[tuple[int, int]], now: datetime
    ) -> Mapping[tuple[int, int], Block]:
        """Return the blocks that hold now for members, each of a server, by server and member."""
        member = tuple_(blocks.c.server, blocks.c.member)
        query = select(blocks).where(member.in_(asked), _holds(now))
        async with self._database.reading() as connection:
            found = await connection.execute(query)
            return {(row.server, row.member): row_mapping.block(row) for row in found}

    async def blocks(self, server: int, now: datetime) -> Sequence[Block]:
        """Return the blocks that hold in a server now."""
        query = select(blocks).where(blocks.c.server == server, _holds(now))
        async with self._database.reading() as connection:
            found = await connection.execute(query.order_by(blocks.c.at, blocks.c.member))
            return [row_mapping.block(row) for row in found]

    async def count(self, server: int, asked: LoggedQuestion, now: datetime) -> None:
        """Count a question, or keep it with its words, as the server's log setting says."""
        async with self._database.reading() as connection:
            if (await row_mapping.kept(connection, server)).settings.log == "off":
                return
        async with self._database.writing(server) as connection:
            log = (await row_mapping.kept(connection, server)).settings.log
            if log == "off":
                return
            day = {"server": server, "day": _day(now)}
            await row_mapping.add(connection, counts, {**day, "outcome": asked.outcome})
            for page in dict.fromkeys(asked.pages):
                await row_mapping.add(connection, pages, {**day, "page": page})
            if row_mapping.days(log) is not None and asked.words is not None:
                await _keep(connection, server, asked, now)

    async def feedback(self, server: int, judged: str, now: datetime) -> None:
        """Count what was thought of a passage: neither by whom nor what was asked."""
        async with self._database.writing(server) as connection:
            await row_mapping.ensure(connection, server)
            key = {"server": server, "day": _day(now), "judged": judged}
            await row_mapping.add(connection, feedback, key)

    async def insights(self, server: int, since: date) -> Insights:
        """Return what is known of a server's questions since a day."""
        async with self._database.reading() as connection:
            by_day: dict[date, dict[str, int]] = defaultdict(dict)
            query = select(counts).where(counts.c.server == server, counts.c.day >= since)
            for row in await connection.execute(query.order_by(counts.c.day, counts.c.outcome)):
                by_day[row.day][row.outcome] = row.n
            return Insights(
                since,
                dict(by_day),
                await _sums(connection, pages, "page", (server, since)),
                await _unanswered(connection, server, since),
                await _sums(connection, feedback, "judged", (server, since)),
            )

    async def held(self, member: int) -> Sequence[Held]:
        """Return what is kept on a member, server by server."""
        asked: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
        async with self._database.reading() as connection:
            asker = questions.c.asker == await row_mapping.hashed(connection, member)
            for row in await connection.execute(
                select(questions).where(asker).order_by(questions.c.at)
            ):
                asked[row.server].append((row.at, row.words))
            found = await connection.execute(select(blocks).where(blocks.c.member == member))
            blocked = {row.server: row_mapping.block(row) for row in found}
            changes = await _made(connection, history, member)
            blocking = await _made(connection, blocks, member)
        return [
            Held(
                one,
                tuple(asked.get(one, ())),
                blocked.get(one),
                changes.get(one, 0),
                blocking.get(one, 0),
            )
            for one in sorted({*asked, *blocked, *changes, *blocking})
        ]

    async def lost(self, server: int, log: Log, now: datetime) -> Lost:
        """Return what would be deleted of a server if its log were set to this."""
        asked = select(func.count()).where(questions.c.server == server, past(log, now))
        counted = select(func.coalesce(func.sum(counts.c.n), 0)).where(counts.c.server == server)
        async with self._database.reading() as connection:
            number = (await connection.execute(asked)).scalar_one()
            if log != "off":
                return Lost(number)
            return Lost(number, int((await connection.execute(counted)).scalar_one()))

    async def forget_member(self, member: int) -> int:
        """Delete the questions kept of a member; return how many. Blocks and history stay."""
        async with self._database.writing() as connection:
            asker = questions.c.asker == await row_mapping.hashed(connection, member)
            deleted = await connection.execute(delete(questions).where(asker))
        await self._database.wipe()
        return deleted.rowcount


def _of(server: int, member: int) -> tuple[ColumnElement[bool], ...]:
    return blocks.c.server == server, blocks.c.member == member


def _holds(now: datetime) -> ColumnElement[bool]:
    return or_(blocks.c.until.is_(None), blocks.c.until > now)


def past(log: Log, now: datetime) -> ColumnElement[bool]:
    """Return which questions are past their time by a log that is set to this."""
    days = row_mapping.days(log)
    return true() if days is None else questions.c.at < now - timedelta(days=days)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


async def _keep(
    connection: AsyncConnection, server: int, asked: LoggedQuestion, now: datetime
) -> None:
    """Keep a question with its words, and with what stands for its member."""
    values = {
        "server": server,
        "id": secrets.token_hex(16),
        "at": now,
        "words": storable(asked.words or ""),
        "outcome": asked.outcome,
        "asker": await row_mapping.hashed(connection, asked.member),
    }
    await connection.execute(insert(questions).values(values))


def storable(words: str) -> str:
    """Return words as both databases take them: no half characters, and none of number 0."""
    return words.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


async def _sums(
    connection: AsyncConnection, table: Table, name: str, of: tuple[int, date]
) -> dict[str, int]:
    """Return the sums of a server since a day, the greatest first."""
    (server, since), key, total = of, table.c[name], func.sum(table.c.n)
    query = select(key, total).where(table.c.server == server, table.c.day >= since)
    found: Any = await connection.execute(query.group_by(key).order_by(total.desc(), key))
    return {one: int(number) for one, number in found}


async def _unanswered(connection: AsyncConnection, server: int, since: date) -> tuple[str, ...]:
    """Return the last questions that found nothing, none where none are to be kept any more."""
    if row_mapping.days((await row_mapping.kept(connection, server)).settings.log) is None:
        return ()
    query = select(questions.c.words).where(
        questions.c.server == server,
        questions.c.outcome == _NOTHING,
        questions.c.at >= datetime.combine(since, time(), UTC),
    )
    latest = query.order_by(questions.c.at.desc(), questions.c.id).limit(_SHOWN)
    return tuple((await connection.execute(latest)).scalars())


async def _made(connection: AsyncConnection, table: Table, member: int) -> dict[int, int]:
    """Return how many rows of a table are by a member, server by server."""
    query = select(table.c.server, func.count()).where(table.c.by == member)
    found: Any = await connection.execute(query.group_by(table.c.server))
    return {server: int(number) for server, number in found}
