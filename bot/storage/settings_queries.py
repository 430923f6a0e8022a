"""The queries of settings and of their history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.records import Change, Entry, Kept
from bot.storage import row_mapping
from bot.storage.database import Stored
from bot.storage.errors import ConflictError, NothingToUndoError
from bot.storage.tables import history, servers

SHOWN = 25
"""Changes of the history that are shown at once."""


class SettingsQueries(Stored):
    """Keeps the settings of servers, each change with its row in the history."""

    async def version(self, server: int) -> int:
        """Return the version of a server's settings; 0 where none was set."""
        return (await self.versions({server})).get(server, 0)

    async def versions(self, asked: Collection[int]) -> Mapping[int, int]:
        """Return the versions of servers' settings by one cheap query; none where none was set."""
        query = select(servers.c.server, servers.c.version).where(servers.c.server.in_(asked))
        async with self._database.reading() as connection:
            return {row.server: row.version for row in await connection.execute(query)}

    async def settings(self, server: int) -> Kept:
        """Return a server's settings, the defaults where nothing is set."""
        async with self._database.reading() as connection:
            return await row_mapping.kept(connection, server)

    async def several(self, asked: Collection[int]) -> Mapping[int, Kept]:
        """Return the settings of servers, of those where any were ever set."""
        query = select(servers).where(servers.c.server.in_(asked))
        async with self._database.reading() as connection:
            return {row.server: row_mapping.kept_in(row) for row in await connection.execute(query)}

    async def every(self, most: int) -> Sequence[tuple[int, Kept]]:
        """Return the settings of all servers that the bot is in, at most so many."""
        query = select(servers).where(servers.c.left_at.is_(None)).limit(most)
        async with self._database.reading() as connection:
            return [
                (row.server, row_mapping.kept_in(row)) for row in await connection.execute(query)
            ]

    async def change(self, server: int, change: Change) -> Kept:
        """Change settings, and write the history's row with it; what is so already stays.

        Raises ConflictError where one of the fields was changed since the version seen by
        another, or since the values were made by anybody; pydantic's ValidationError for values
        that are none.
        """
        async with self._database.writing(server) as connection:
            kept = await row_mapping.kept(connection, server)
            settings = kept.settings.changed(**change.values)
            entry = row_mapping.entry_of(kept, settings, change)
            if entry is None:
                return kept
            await _hold(connection, server, change, entry.after)
            return await row_mapping.write(connection, server, settings, entry)

    async def undo(self, server: int, by: int, seen: int | None = None) -> tuple[Kept, Entry]:
        """Take back the last change that is not taken back, and return it.

        It may be taken back only once; the one before it is next. Raises NothingToUndoError,
        and ConflictError where anything was changed since the version seen.
        """
        async with self._database.writing(server) as connection:
            row = (await connection.execute(_standing(server))).one_or_none()
            if row is None:
                raise NothingToUndoError
            kept = await row_mapping.kept(connection, server)
            if seen not in (None, kept.version):
                raise await _overtaken(connection, server)
            undone = update(history).where(
                history.c.server == server, history.c.version == row.version
            )
            await connection.execute(undone.values(undone=True))
            now = kept.settings.model_dump(mode="json")
            back = {name: now[name] for name in row.before}
            entry = Entry(kept.version, datetime.now(UTC), by, "undo", back, row.before)
            settings = row_mapping.settings_of({**now, **row.before}, server)
            return (
                await row_mapping.write(connection, server, settings, entry),
                replace(row_mapping.entry(row), undone=True),
            )

    async def last(self, server: int) -> Entry | None:
        """Return the change that would be taken back next."""
        async with self._database.reading() as connection:
            row = (await connection.execute(_standing(server))).one_or_none()
            return None if row is None else row_mapping.entry(row)

    async def history(self, server: int, before: int | None = None) -> Sequence[Entry]:
        """Return the last changes, the latest first; those before a version, where it is given."""
        async with self._database.reading() as connection:
            found = await connection.execute(_latest(server, before).limit(SHOWN))
            return [row_mapping.entry(row) for row in found]


def _latest(server: int, before: int | None = None) -> Select[Any]:
    """Return the query of a server's history, the latest first."""
    query = select(history).where(history.c.server == server)
    if before is not None:
        query = query.where(history.c.version < before)
    return query.order_by(history.c.version.desc())


def _standing(server: int) -> Select[Any]:
    """Return the query of the last change that is not taken back."""
    return _latest(server).where(history.c.kind != "undo", history.c.undone == false()).limit(1)


async def _overtaken(connection: AsyncConnection, server: int) -> ConflictError:
    """Return what is told of settings whose last change was not seen."""
    row = (await connection.execute(_latest(server).limit(1))).one()
    return ConflictError(next(iter(row.after), ""), row.by)


async def _hold(
    connection: AsyncConnection, server: int, change: Change, fields: Collection[str]
) -> None:
    """Raise ConflictError where one of the fields was changed unseen."""
    unseen: list[ColumnElement[bool]] = []
    if change.seen is not None:
        unseen.append(and_(history.c.version > change.seen, history.c.by != change.by))
    if change.made is not None:
        unseen.append(history.c.version > change.made)
    if not unseen:
        return
    for row in await connection.execute(_latest(server).where(or_(*unseen))):
        for field in row.after:
            if field in fields:
                raise ConflictError(field, row.by)
