"""Queries of settings and of their history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.records import MAX_VERSION, HistoryEntry, SettingsChange, StoredSettings
from bot.storage import row_mapping
from bot.storage.database import Queries
from bot.storage.errors import ConflictError, NothingToUndoError
from bot.storage.tables import history, servers

MAX_HISTORY_ENTRIES = 25
"""Entries of the history that are read at once."""


class SettingsQueries(Queries):
    """Keeps the settings of servers, and each change in the history."""

    async def version(self, server: int) -> int:
        """Return the version of a server's settings; 0 where none were ever set."""
        return (await self.versions({server})).get(server, 0)

    async def versions(self, asked: Collection[int]) -> Mapping[int, int]:
        """Return the versions of servers' settings, by a cheap query, where any were ever set."""
        query = select(servers.c.server, servers.c.version).where(servers.c.server.in_(asked))
        async with self._database.reading() as connection:
            return {row.server: row.version for row in await connection.execute(query)}

    async def settings(self, server: int) -> StoredSettings:
        """Return a server's settings; the defaults where none are set."""
        async with self._database.reading() as connection:
            return await row_mapping.read_kept_settings(connection, server)

    async def read_several_settings(self, asked: Collection[int]) -> Mapping[int, StoredSettings]:
        """Return the settings of servers where any were ever set."""
        query = select(servers).where(servers.c.server.in_(asked))
        async with self._database.reading() as connection:
            return {
                row.server: row_mapping.parse_kept_settings(row)
                for row in await connection.execute(query)
            }

    async def list_settings(self, most: int) -> Sequence[tuple[int, StoredSettings]]:
        """Return the settings of at most so many of the servers that the bot is in."""
        query = select(servers).where(servers.c.left_at.is_(None)).limit(most)
        async with self._database.reading() as connection:
            return [
                (row.server, row_mapping.parse_kept_settings(row))
                for row in await connection.execute(query)
            ]

    async def change(self, server: int, change: SettingsChange) -> StoredSettings:
        """Change settings and add an entry to the history, unless nothing changes.

        Raises ConflictError where another member has changed one of the fields since the version
        seen, or anybody since the version that the values were made from; pydantic's
        ValidationError for invalid values.
        """
        async with self._database.writing(server) as connection:
            kept = await row_mapping.read_kept_settings(connection, server)
            settings = kept.settings.change(**change.values)
            entry = row_mapping.make_entry(kept, settings, change)
            if entry is None:
                return kept
            await _check_conflicts(connection, server, change, entry.after)
            return await row_mapping.write_settings(connection, server, settings, entry)

    async def undo(
        self, server: int, by: int, seen: int | None = None
    ) -> tuple[StoredSettings, HistoryEntry]:
        """Take back the last change that still applies; return the settings, and that change.

        Each change can be taken back once; undoing again takes back the one before. Raises
        NothingToUndoError, and ConflictError where anything was changed since the version seen.
        """
        async with self._database.writing(server) as connection:
            row = (await connection.execute(_select_last_change(server))).one_or_none()
            if row is None:
                raise NothingToUndoError
            kept = await row_mapping.read_kept_settings(connection, server)
            if seen not in (None, kept.version):
                raise await _make_conflict(connection, server)

            # mark the change as undone, and write its reverse as a new one
            undone = update(history).where(
                history.c.server == server, history.c.version == row.version
            )
            await connection.execute(undone.values(undone=True))
            now = kept.settings.model_dump(mode="json")
            before = {name: now[name] for name in row.before}
            entry = HistoryEntry(kept.version, datetime.now(UTC), by, "undo", before, row.before)
            settings = row_mapping.parse_settings({**now, **row.before}, server)
            return (
                await row_mapping.write_settings(connection, server, settings, entry),
                replace(row_mapping.parse_entry(row), undone=True),
            )

    async def read_last_change(self, server: int) -> HistoryEntry | None:
        """Return the change that would be taken back next."""
        async with self._database.reading() as connection:
            row = (await connection.execute(_select_last_change(server))).one_or_none()
            return None if row is None else row_mapping.parse_entry(row)

    async def history(self, server: int, before: int | None = None) -> Sequence[HistoryEntry]:
        """Return the latest changes, newest first, or the latest before a version."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _select_history(server, before).limit(MAX_HISTORY_ENTRIES)
            )
            return [row_mapping.parse_entry(row) for row in rows]


def _select_history(server: int, before: int | None = None) -> Select[Any]:
    """Return a query of a server's history, newest first."""
    query = select(history).where(history.c.server == server)
    if before is not None:
        query = query.where(history.c.version < min(before, MAX_VERSION))
    return query.order_by(history.c.version.desc())


def _select_last_change(server: int) -> Select[Any]:
    """Return a query of the last change that is not taken back."""
    changes = history.c.kind != "undo", history.c.undone == false()
    return _select_history(server).where(*changes).limit(1)


async def _make_conflict(connection: AsyncConnection, server: int) -> ConflictError:
    """Return the error for a last change that a moderator has not seen."""
    row = (await connection.execute(_select_history(server).limit(1))).one()
    return ConflictError(next(iter(row.after), ""), row.by)


async def _check_conflicts(
    connection: AsyncConnection, server: int, change: SettingsChange, fields: Collection[str]
) -> None:
    """Raise ConflictError where one of the fields was changed unseen."""
    unseen: list[ColumnElement[bool]] = []
    if change.seen_version is not None:
        unseen.append(and_(history.c.version > change.seen_version, history.c.by != change.by))
    if change.base_version is not None:
        unseen.append(history.c.version > change.base_version)
    if not unseen:
        return
    for row in await connection.execute(_select_history(server).where(or_(*unseen))):
        for field in row.after:
            if field in fields:
                raise ConflictError(field, row.by)
