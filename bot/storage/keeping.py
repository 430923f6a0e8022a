"""The queries of settings and of their history."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import false, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import rows
from bot.storage.database import Stored
from bot.storage.errors import ConflictError, NothingToUndoError
from bot.storage.tables import history, servers
from bot.storage.types import Change, Entry, Kept

_SHOWN = 25


class Keeping(Stored):
    """Keeps the settings of servers, each change with its row in the history."""

    async def version(self, server: int) -> int:
        """Return the version of a server's settings by one cheap query; 0 where none was set."""
        query = select(servers.c.version).where(servers.c.server == server)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one_or_none() or 0

    async def settings(self, server: int) -> Kept:
        """Return a server's settings, the defaults where nothing is set."""
        async with self._database.reading() as connection:
            return await rows.kept(connection, server)

    async def change(self, server: int, change: Change) -> Kept:
        """Change settings, and write the history's row with it; what is so already stays.

        Raises ConflictError where another changed one of the fields since the version seen,
        pydantic's ValidationError for values that are none.
        """
        async with self._database.writing(server) as connection:
            kept = await rows.kept(connection, server)
            settings = kept.settings.changed(**change.values)
            entry = rows.entry_of(kept, settings, change)
            if entry is None:
                return kept
            if change.seen is not None:
                await _hold(connection, server, change, entry.after)
            return await rows.write(connection, server, settings, entry)

    async def undo(self, server: int, by: int, seen: int | None = None) -> tuple[Kept, Entry]:
        """Take back the last change that is not taken back, and return it.

        It may be taken back only once; the one before it is next. Raises NothingToUndoError,
        and ConflictError where anything was changed since the version seen.
        """
        standing = select(history).where(
            history.c.server == server, history.c.kind != "undo", history.c.undone == false()
        )
        async with self._database.writing(server) as connection:
            last = standing.order_by(history.c.version.desc()).limit(1)
            row = (await connection.execute(last)).one_or_none()
            if row is None:
                raise NothingToUndoError
            kept = await rows.kept(connection, server)
            if seen not in (None, kept.version):
                raise ConflictError("", row.by)
            undone = update(history).where(
                history.c.server == server, history.c.version == row.version
            )
            await connection.execute(undone.values(undone=True))
            now = kept.settings.model_dump(mode="json")
            back = {name: now[name] for name in row.before}
            entry = Entry(kept.version, datetime.now(UTC), by, "undo", back, row.before)
            settings = rows.settings_of({**now, **row.before})
            return (
                await rows.write(connection, server, settings, entry),
                replace(rows.entry(row), undone=True),
            )

    async def history(self, server: int, limit: int = _SHOWN) -> Sequence[Entry]:
        """Return the last changes, the latest first."""
        query = select(history).where(history.c.server == server)
        async with self._database.reading() as connection:
            found = await connection.execute(query.order_by(history.c.version.desc()).limit(limit))
            return [rows.entry(row) for row in found]


async def _hold(
    connection: AsyncConnection, server: int, change: Change, fields: Collection[str]
) -> None:
    """Raise ConflictError where another changed one of the fields since the version seen."""
    since = select(history).where(
        history.c.server == server,
        history.c.version > change.seen,
        history.c.by != change.by,
    )
    for row in await connection.execute(since.order_by(history.c.version.desc())):
        for field in row.after:
            if field in fields:
                raise ConflictError(field, row.by)
