"""Controls that no message of the bot's ever had: a sentence each, and no defect."""

import asyncio
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord

from bot.cogs import FEATURES
from bot.components.block_list_id import BlockListId
from bot.components.maintenance_button_id import MaintenanceAction
from bot.components.settings_control_id import SettingsAction
from bot.gateway.client import Bot
from bot.servers.records import SettingsChange
from bot.servers.settings import ServerSettings
from bot.servers.settings_fields import SettingsRow
from bot.storage.repository import Storage
from bot.storage.schema import upgrade
from tests.support.simulated_bot import Log, Search, logged, thinking
from tests.support.small_text import small

SERVER, MO = 1, 4
Control = tuple[str, list[str]]
NUMBERS = (2**31, 2**63, 10**20 - 1)
WHAT = ("", "delete", "daily", "log", "asking", SettingsRow.CHANNEL)
FIELDS = ("where", "chosen", "chosen_more", "hour", *ServerSettings.model_fields)
VALUES: tuple[list[str], ...] = ([], [str(2**64)], ["9" * 5000])


def forged() -> Iterator[Control]:
    """Yield a `custom_id` and what was chosen, of each kind."""
    for action, what, number in product(SettingsAction, WHAT, NUMBERS):
        yield f"settings:0:{action}:{what}:{number}", []
    for what, channel, values in product(FIELDS, (0, 7), VALUES):
        yield f"settings:0:set:{what}:{channel}", values
    for number, values in product(NUMBERS, VALUES):
        yield f"settings:{number}:open:channel:{number}", values
        yield f"settings:{number}:undo::0", values
        yield BlockListId("lift", number).custom_id, values
        yield BlockListId("lift", 0).custom_id, values
    for pressed in MaintenanceAction:
        yield f"maintain:{pressed}:{'0' * 36}:{'9' * 36}", []


async def take(*_: Any, **__: Any) -> None:
    """Take whatever the bot answers."""


RESPONSE = SimpleNamespace(
    is_done=lambda: False, defer=take, edit_message=take, send_message=take, send_modal=take
)


def used(control: Control) -> Any:
    """Return the use of a control by a moderator whose client sends what it likes."""
    custom_id, values = control
    return SimpleNamespace(
        data={"custom_id": custom_id, "values": values},
        type=discord.InteractionType.component,
        guild_id=SERVER,
        guild=None,
        channel=None,
        channel_id=7,
        locale=discord.Locale.american_english,
        permissions=discord.Permissions.all(),
        user=SimpleNamespace(id=MO, name="mo", roles=[]),
        response=RESPONSE,
        edit_original_response=lambda **_: take_message(),
        followup=SimpleNamespace(send=take),
        is_user_integration=lambda: False,
        is_guild_integration=lambda: True,
    )


async def take_message() -> SimpleNamespace:
    """Take a changed answer, which is a message."""
    return SimpleNamespace(id=1)


def play(url: str, controls: Iterator[Control]) -> Log:
    """Let a bot with a database meet controls one after the other; return what it logs."""
    queue = thinking(Search(small()))

    async def act() -> None:
        await upgrade(url)
        storage = Storage(url)
        bot = Bot(FEATURES, queue, storage)
        for feature in FEATURES:
            feature(bot)
        await storage.change(SERVER, SettingsChange(MO, {"passages": 2}))
        for control in controls:
            await bot.on_interaction(used(control))
        await storage.close()

    with logged() as lines:
        asyncio.run(act())
    queue.stop()
    return lines


def test_a_forged_control_is_a_sentence_and_no_defect(tmp_path: Path) -> None:
    lines = play(f"sqlite:///{tmp_path}/settings.db", forged())
    assert lines.of("defect") == []
    assert lines.of("answer_failed") == []
    assert lines.of("refused")
