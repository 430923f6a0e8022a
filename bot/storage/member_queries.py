"""Queries about members who ask: their blocks, their questions, their feedback."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, insert, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.settings import Log
from bot.storage import row_mapping
from bot.storage.database import Queries
from bot.storage.records import Insights, LogDeletions, LoggedQuestion, MemberBlock, MemberData
from bot.storage.tables import blocks, counts, feedback, history, pages, questions

_UNANSWERED = "nearest"
"""The outcome of a question without an answer."""

_MAX_UNANSWERED = 25
"""Unanswered questions that insights list."""


class MemberQueries(Queries):
    """Keeps what is known about members: no more than the server's settings allow."""

    async def block(self, server: int, block: MemberBlock) -> None:
        """Block a member until a time or for ever, in place of any earlier block."""
        async with self._database.writing(server) as connection:
            await row_mapping.ensure_server(connection, server)
            await connection.execute(delete(blocks).where(*_match_member(server, block.member)))
            values = {name: getattr(block, name) for name in ("member", "by", "at", "until")}
            await connection.execute(insert(blocks).values(server=server, **values))

    async def unblock(self, server: int, member: int) -> bool:
        """Let a member ask again; return whether the member was blocked."""
        async with self._database.writing(server) as connection:
            deleted = await connection.execute(delete(blocks).where(*_match_member(server, member)))
            return deleted.rowcount > 0

    async def find_blocks(
        self, asked: Collection[tuple[int, int]], now: datetime
    ) -> Mapping[tuple[int, int], MemberBlock]:
        """Return the present blocks of some members, by server and member."""
        member = tuple_(blocks.c.server, blocks.c.member)
        query = select(blocks).where(member.in_(asked), _is_active(now))
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return {(row.server, row.member): row_mapping.parse_block(row) for row in rows}

    async def list_blocks(self, server: int, now: datetime) -> Sequence[MemberBlock]:
        """Return the present blocks of a server, the earliest first."""
        query = select(blocks).where(blocks.c.server == server, _is_active(now))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(blocks.c.at, blocks.c.member))
            return [row_mapping.parse_block(row) for row in rows]

    async def count_question(self, server: int, asked: LoggedQuestion, now: datetime) -> None:
        """Count a question, and keep its words, as far as the server's log allows."""
        async with self._database.reading() as connection:
            if (await row_mapping.read_kept_settings(connection, server)).settings.log == "off":
                return
        async with self._database.writing(server) as connection:
            log = (await row_mapping.read_kept_settings(connection, server)).settings.log
            if log == "off":
                return
            day = {"server": server, "day": _to_day(now)}
            await row_mapping.increment(connection, counts, {**day, "outcome": asked.outcome})
            for page in dict.fromkeys(asked.pages):
                await row_mapping.increment(connection, pages, {**day, "page": page})
            if row_mapping.parse_retention_days(log) is not None and asked.words is not None:
                await _insert_question(connection, server, asked, now)

    async def count_feedback(self, server: int, judged: str, now: datetime) -> None:
        """Count a verdict on a passage, with neither the member nor the question."""
        async with self._database.writing(server) as connection:
            await row_mapping.ensure_server(connection, server)
            key = {"server": server, "day": _to_day(now), "judged": judged}
            await row_mapping.increment(connection, feedback, key)

    async def read_insights(self, server: int, since: date) -> Insights:
        """Return what is known about a server's questions since a day."""
        async with self._database.reading() as connection:
            by_day: dict[date, dict[str, int]] = defaultdict(dict)
            query = select(counts).where(counts.c.server == server, counts.c.day >= since)
            for row in await connection.execute(query.order_by(counts.c.day, counts.c.outcome)):
                by_day[row.day][row.outcome] = row.n
            return Insights(
                since,
                dict(by_day),
                await _sum_counts(connection, pages, "page", (server, since)),
                await _read_unanswered(connection, server, since),
                await _sum_counts(connection, feedback, "judged", (server, since)),
            )

    async def read_member_data(self, member: int) -> Sequence[MemberData]:
        """Return what is kept about a member, for each server."""
        asked: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
        async with self._database.reading() as connection:
            asker = questions.c.asker == await row_mapping.hash_member(connection, member)
            for row in await connection.execute(
                select(questions).where(asker).order_by(questions.c.at)
            ):
                asked[row.server].append((row.at, row.words))
            rows = await connection.execute(select(blocks).where(blocks.c.member == member))
            blocked = {row.server: row_mapping.parse_block(row) for row in rows}
            changes = await _count_rows_by(connection, history, member)
            blocking = await _count_rows_by(connection, blocks, member)
        return [
            MemberData(
                server,
                tuple(asked.get(server, ())),
                blocked.get(server),
                changes.get(server, 0),
                blocking.get(server, 0),
            )
            for server in sorted({*asked, *blocked, *changes, *blocking})
        ]

    async def preview_deletions(self, server: int, log: Log, now: datetime) -> LogDeletions:
        """Return what would be deleted of a server if its log were set to another value."""
        expired = select(func.count()).where(questions.c.server == server, is_expired(log, now))
        counted = select(func.coalesce(func.sum(counts.c.n), 0)).where(counts.c.server == server)
        async with self._database.reading() as connection:
            number = (await connection.execute(expired)).scalar_one()
            if log != "off":
                return LogDeletions(number)
            return LogDeletions(number, int((await connection.execute(counted)).scalar_one()))

    async def forget_member(self, member: int) -> int:
        """Delete a member's questions; return how many. Blocks and history stay."""
        async with self._database.writing() as connection:
            asker = questions.c.asker == await row_mapping.hash_member(connection, member)
            deleted = await connection.execute(delete(questions).where(asker))
        await self._database.wipe()
        return deleted.rowcount


def _match_member(server: int, member: int) -> tuple[ColumnElement[bool], ...]:
    return blocks.c.server == server, blocks.c.member == member


def _is_active(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a block has not ended."""
    return or_(blocks.c.until.is_(None), blocks.c.until > now)


def is_expired(log: Log, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a question is kept longer than a log allows."""
    days = row_mapping.parse_retention_days(log)
    return true() if days is None else questions.c.at < now - timedelta(days=days)


def _to_day(now: datetime) -> date:
    return now.astimezone(UTC).date()


async def _insert_question(
    connection: AsyncConnection, server: int, asked: LoggedQuestion, now: datetime
) -> None:
    """Keep a question with its words, and with a keyed hash of its member's id."""
    values = {
        "server": server,
        "id": secrets.token_hex(16),
        "at": now,
        "words": _make_storable(asked.words or ""),
        "outcome": asked.outcome,
        "asker": await row_mapping.hash_member(connection, asked.member),
    }
    await connection.execute(insert(questions).values(values))


def _make_storable(words: str) -> str:
    """Return words that both databases accept: without lone surrogates or null characters."""
    return words.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


async def _sum_counts(
    connection: AsyncConnection, table: Table, name: str, scope: tuple[int, date]
) -> dict[str, int]:
    """Return the total counts by the column of a name, the greatest first.

    The scope is a server and the first day.
    """
    (server, since), key, total = scope, table.c[name], func.sum(table.c.n)
    query = select(key, total).where(table.c.server == server, table.c.day >= since)
    rows: Any = await connection.execute(query.group_by(key).order_by(total.desc(), key))
    return {value: int(number) for value, number in rows}


async def _read_unanswered(
    connection: AsyncConnection, server: int, since: date
) -> tuple[str, ...]:
    """Return the latest questions without an answer; none where the log keeps none."""
    settings = (await row_mapping.read_kept_settings(connection, server)).settings
    if row_mapping.parse_retention_days(settings.log) is None:
        return ()
    query = select(questions.c.words).where(
        questions.c.server == server,
        questions.c.outcome == _UNANSWERED,
        questions.c.at >= datetime.combine(since, time(), UTC),
    )
    latest = query.order_by(questions.c.at.desc(), questions.c.id).limit(_MAX_UNANSWERED)
    return tuple((await connection.execute(latest)).scalars())


async def _count_rows_by(connection: AsyncConnection, table: Table, member: int) -> dict[int, int]:
    """Return how many rows of a table a member has made, by server."""
    query = select(table.c.server, func.count()).where(table.c.by == member)
    rows: Any = await connection.execute(query.group_by(table.c.server))
    return {server: int(number) for server, number in rows}
