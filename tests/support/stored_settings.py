"""What a running bot keeps, read and changed from beside it, as another process does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.servers.records import SettingsChange
from bot.storage.repository import Storage
from tests.support.live_bot import Live
from tests.support.open_storage import opened

Result = TypeVar("Result")


def kept(live: Live, act: Callable[[Storage], Awaitable[Result]]) -> Result:
    """Do something with the database of a bot."""

    async def done() -> Result:
        async with opened(f"sqlite:///{live.database}") as storage:
            return await act(storage)

    return asyncio.run(done())


def settle(live: Live, **values: Any) -> None:
    """Change settings of the server, as a moderator does."""
    kept(live, lambda storage: storage.change(live.server.id, SettingsChange(4, values)))
