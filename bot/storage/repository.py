"""All that is read from the database and written to it: every query of the bot stands here."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime

from bot.storage.types import Asked, Block, Change, Entry, Held, Insights, Kept


class Storage:
    """What is kept of servers, in SQLite or in PostgreSQL.

    Every method raises StorageError where the database cannot be used; what it changes is
    changed whole or not at all, with its row in the history.
    """

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str) -> AsyncIterator["Storage"]:
        """Open a database whose schema is this version's; raise SchemaError where it is not."""
        raise NotImplementedError(url)
        yield cls()

    async def version(self, server: int) -> int:
        """Return the version of a server's settings by one cheap query; 0 where none was set."""
        raise NotImplementedError

    async def settings(self, server: int) -> Kept:
        """Return a server's settings, the defaults where nothing is set."""
        raise NotImplementedError

    async def change(self, server: int, change: Change) -> Kept:
        """Change settings, and write the history's row with it.

        Raises ConflictError where another changed one of the fields since the version seen,
        pydantic's ValidationError for values that are none.
        """
        raise NotImplementedError

    async def undo(self, server: int, by: int) -> tuple[Kept, Entry]:
        """Take back the last change that is not taken back; raise NothingToUndoError if none is."""
        raise NotImplementedError

    async def history(self, server: int, limit: int = 25) -> Sequence[Entry]:
        """Return the last changes, the latest first."""
        raise NotImplementedError

    async def block(self, server: int, block: Block) -> None:
        """Let a member ask no more, until a time or for always; a later block takes its place."""
        raise NotImplementedError

    async def unblock(self, server: int, member: int) -> bool:
        """Let a member ask again; say whether he was blocked."""
        raise NotImplementedError

    async def blocked(self, server: int, member: int, now: datetime) -> Block | None:
        """Return the block that holds for a member now."""
        raise NotImplementedError

    async def blocks(self, server: int, now: datetime) -> Sequence[Block]:
        """Return the blocks that hold in a server now."""
        raise NotImplementedError

    async def count(self, server: int, asked: Asked, now: datetime) -> None:
        """Count a question, or keep it with its words, as the server's log setting says."""
        raise NotImplementedError

    async def feedback(self, server: int, judged: str, now: datetime) -> None:
        """Count what was thought of a passage: neither by whom nor what was asked."""
        raise NotImplementedError

    async def insights(self, server: int, since: date) -> Insights:
        """Return what is known of a server's questions since a day."""
        raise NotImplementedError

    async def held(self, member: int) -> Sequence[Held]:
        """Return what is kept on a member, server by server."""
        raise NotImplementedError

    async def forget_member(self, member: int) -> int:
        """Delete the questions kept of a member; return how many. Blocks and history stay."""
        raise NotImplementedError

    async def forget_server(self, server: int) -> None:
        """Delete all that is kept of a server, at once."""
        raise NotImplementedError

    async def left(self, server: int, now: datetime) -> None:
        """Note that the bot has left a server: what is kept of it is deleted after 30 days."""
        raise NotImplementedError

    async def here(self, servers: Sequence[int], now: datetime) -> None:
        """Note which servers the bot is in: those are not left, all others that are kept are."""
        raise NotImplementedError

    async def sweep(self, now: datetime) -> None:
        """Delete what is past its time: questions, blocks that have ended, servers left."""
        raise NotImplementedError

    async def dailies(self) -> Sequence[tuple[int, Kept]]:
        """Return the servers that want a quotation a day, with their settings."""
        raise NotImplementedError

    async def claim(self, server: int, day: date) -> bool:
        """Take on a server's quotation of a day; False where another process has, or it is past."""
        raise NotImplementedError
