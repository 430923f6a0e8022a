"""A change of the settings, made of what was read of them a moment before."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.catalogue import ENGLISH
from bot.cogs.configuring.desk import Desk
from bot.render import Panel
from bot.servers.wording import Wording
from bot.storage.errors import ConflictError
from bot.storage.repository import Storage
from bot.storage.types import Change

SERVER, MO = 1, 4


def test_of_two_changes_at_once_by_one_moderator_none_is_lost_unseen(storage: Storage) -> None:
    bot: Any = SimpleNamespace(servers=SimpleNamespace(storage=storage))
    used: Any = SimpleNamespace(guild_id=SERVER, permissions=SimpleNamespace(value=0))

    def private(channel: int) -> Change:
        return Change(MO, {"overrides": {str(channel): {"private": True}}}, seen=0)

    async def act() -> None:
        read = Panel(await storage.settings(SERVER), Wording(ENGLISH))
        await Desk(bot).changed(used, read, private(7))
        with pytest.raises(ConflictError):
            await Desk(bot).changed(used, read, private(8))
        kept = await storage.settings(SERVER)
        assert [*kept.settings.overrides] == [7]
        await storage.close()

    asyncio.run(act())
