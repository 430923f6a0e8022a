"""Settings that were made before the bot was started, within one process."""

import asyncio

import pytest

from bot.servers.records import SettingsChange
from bot.storage.errors import StorageError
from bot.storage.repository import Storage
from tests.support.chat_actions import played
from tests.support.manual_clock import Moved
from tests.support.simulated_bot import Scene

SERVER = 101


def test_they_hold_though_the_database_goes_before_the_first_question(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def set_before() -> None:
        await storage.change(SERVER, SettingsChange(4, {"private": True}))
        await storage.close()

    async def away(*_: object) -> None:
        raise StorageError("is away", "wait for it")

    async def act(scene: Scene) -> None:
        for name in ("version", "settings"):
            monkeypatch.setattr(storage, name, away)
        assert (await scene.bot.settings_cache.of(SERVER)).private
        assert (await scene.asks()).response is not None

    asyncio.run(set_before())
    played(act, storage, Moved())
