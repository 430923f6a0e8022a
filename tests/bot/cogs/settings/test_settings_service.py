"""A change of the settings, made of what was read of them a moment before."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.cogs.settings.settings_service import SettingsService
from bot.i18n.translations import ENGLISH
from bot.render import SettingsPanel
from bot.servers.records import SettingsChange
from bot.servers.settings_text import SettingsText
from bot.storage.errors import ConflictError
from bot.storage.repository import Storage

SERVER, MO = 1, 4


def test_of_two_changes_at_once_by_one_moderator_none_is_lost_unseen(storage: Storage) -> None:
    bot: Any = SimpleNamespace(settings_cache=SimpleNamespace(storage=storage))
    used: Any = SimpleNamespace(guild_id=SERVER, permissions=SimpleNamespace(value=0))

    def private(channel: int) -> SettingsChange:
        return SettingsChange(MO, {"overrides": {str(channel): {"private": True}}}, seen_version=0)

    async def act() -> None:
        read = SettingsPanel(await storage.settings(SERVER), SettingsText(ENGLISH))
        await SettingsService(bot).change(used, read, private(7))
        with pytest.raises(ConflictError):
            await SettingsService(bot).change(used, read, private(8))
        kept = await storage.settings(SERVER)
        assert [*kept.settings.overrides] == [7]
        await storage.close()

    asyncio.run(act())
