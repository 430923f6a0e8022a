"""A database beside a bot, opened as another process does that does not change its schema."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage import schema
from bot.storage.database import Database
from bot.storage.repository import Storage


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Storage]:
    """Open a database whose schema is this version's; raise SchemaError where it is not."""
    database, storage = Database(url), Storage(url)
    try:
        await schema.check_schema(database)
        yield storage
    finally:
        await database.close()
        await storage.close()
