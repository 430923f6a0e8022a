"""Settings that are kept: what a change writes, what is refused, what is taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.servers.records import SettingsChange, StoredSettings
from bot.servers.settings import DEFAULTS, Channels, Daily, Override
from bot.storage import row_mapping
from bot.storage.errors import ConflictError, NothingToUndoError
from bot.storage.repository import Storage
from bot.storage.settings_queries import MAX_HISTORY_ENTRIES
from tests.support.storage_actions import (
    ALICE,
    BOB,
    NOW,
    OTHER,
    SERVER,
    block,
    hold_together,
    on,
    rows_of,
    setting,
    sql,
    whole_history,
)

BIG = (1 << 64) - 1
EVERY: dict[str, Any] = {
    "channels": Channels(where="except", chosen=(BIG, 5)),
    "overrides": {BIG: Override(private=True, threads="thread"), 7: Override()},
    "asking": (1, BIG),
    "managing": (3,),
    "documents": ("one", "two"),
    "passages": 1,
    "length": "compact",
    "marked": False,
    "language": "de",
    "private": True,
    "mentions": False,
    "strictness": "strict",
    "threads": "thread",
    "member_limit": 1,
    "channel_limit": 1,
    "word_limit": 50,
    "reports": BIG,
    "daily": Daily(channel=BIG, hour=0, zone="Asia/Kathmandu"),
    "log": "7 days",
}


def test_the_versions_of_many_servers_are_read_at_once(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(passages=5))
        for number in (1, 2):
            await storage.change(OTHER, setting(passages=number))
        assert await storage.versions({SERVER, OTHER, 77}) == {SERVER: 1, OTHER: 2}
        assert await storage.versions([]) == {}

    on(url, act)


def test_what_nobody_has_set_is_the_default(url: str) -> None:
    async def act(storage: Storage) -> None:
        assert await storage.settings(SERVER) == StoredSettings(DEFAULTS)
        assert await storage.version(SERVER) == 0
        assert await storage.history(SERVER) == []

    on(url, act)


def test_every_setting_is_kept_as_it_was_set(url: str) -> None:
    assert EVERY.keys() == type(DEFAULTS).model_fields.keys()

    async def act(storage: Storage) -> None:
        for number, (name, value) in enumerate(EVERY.items(), 1):
            changed = await storage.change(SERVER, setting(**{name: value}))
            assert changed == StoredSettings(changed.settings, number)
            assert getattr(changed.settings, name) == value
        assert (
            await storage.settings(SERVER)
            == changed
            == StoredSettings(DEFAULTS.change(**EVERY), 19)
        )
        assert await storage.settings(OTHER) == StoredSettings(DEFAULTS)

    on(url, act)


def test_values_as_json_are_the_same_as_values(url: str) -> None:
    given = DEFAULTS.change(**EVERY).model_dump(mode="json")

    async def act(storage: Storage) -> None:
        kept = await storage.change(SERVER, SettingsChange(ALICE, given, kind="import"))
        assert kept.settings == DEFAULTS.change(**EVERY)
        (entry,) = await storage.history(SERVER)
        assert entry.after == given
        assert entry.before == DEFAULTS.model_dump(mode="json")

    on(url, act)


def test_a_change_stands_in_the_history_with_who_and_when(url: str) -> None:
    async def act(storage: Storage) -> None:
        before = datetime.now(UTC)
        await storage.change(SERVER, setting(ALICE, passages=5, private=False, reports=9))
        await storage.change(SERVER, SettingsChange(BOB, {"passages": 3}, kind="reset"))
        second, first = await storage.history(SERVER)
        assert (first.version, first.by, first.kind) == (1, ALICE, "set")
        assert first.before == {"passages": 3, "reports": None}
        assert first.after == {"passages": 5, "reports": "9"}
        assert before <= first.at <= second.at <= datetime.now(UTC)
        assert (second.version, second.by, second.kind) == (2, BOB, "reset")
        assert not first.undone
        assert await storage.history(SERVER, second.version) == [first]

    on(url, act)


def test_what_is_so_already_writes_nothing(url: str) -> None:
    async def act(storage: Storage) -> None:
        assert await storage.change(SERVER, setting(passages=3)) == StoredSettings(DEFAULTS)
        kept = await storage.change(SERVER, setting(passages=4))
        assert await storage.change(SERVER, setting(BOB, passages=4)) == kept
        assert len(await storage.history(SERVER)) == 1

    on(url, act)
    assert len(rows_of(url, "servers")) == 1


@pytest.mark.parametrize(
    "values", [{"passages": 6}, {"nothing": 1}, {"daily": {"hour": 3}}, {"private": True, "log": 1}]
)
def test_a_value_that_is_none_changes_nothing(url: str, values: dict[str, Any]) -> None:
    async def act(storage: Storage) -> None:
        with pytest.raises(ValidationError):
            await storage.change(SERVER, setting(**values))
        assert await storage.settings(SERVER) == StoredSettings(DEFAULTS)

    on(url, act)


def test_what_another_has_changed_is_not_changed_unseen(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(ALICE, passages=4, private=True))
        with pytest.raises(ConflictError) as caught:
            await storage.change(SERVER, setting(BOB, seen=0, passages=5, marked=False))
        assert (caught.value.field, caught.value.by) == ("passages", ALICE)
        kept = await storage.settings(SERVER)
        assert (kept.version, kept.settings.marked) == (1, True)
        await storage.change(SERVER, setting(BOB, seen=0, marked=False))
        await storage.change(SERVER, setting(BOB, seen=1, passages=5))
        await storage.change(SERVER, setting(BOB, seen=0, private=True, log="counts"))
        assert (await storage.change(SERVER, setting(BOB, seen=2, passages=1))).version == 5

    on(url, act)


def test_what_was_made_of_older_settings_is_refused_whoever_changed_them(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(ALICE, passages=4))
        hasty = SettingsChange(ALICE, {"passages": 5}, seen_version=1, base_version=0)
        with pytest.raises(ConflictError) as caught:
            await storage.change(SERVER, hasty)
        assert (caught.value.field, caught.value.by) == ("passages", ALICE)
        await storage.change(
            SERVER, SettingsChange(ALICE, {"private": True}, seen_version=0, base_version=0)
        )
        assert (await storage.change(SERVER, replace(hasty, base_version=2))).settings.passages == 5

    on(url, act)


def test_the_history_goes_back_to_the_first_change(url: str) -> None:
    async def act(storage: Storage) -> None:
        for number in range(1, 2 * MAX_HISTORY_ENTRIES + 2):
            await storage.change(SERVER, setting(channel_limit=number))
        assert len(await storage.history(SERVER)) == MAX_HISTORY_ENTRIES
        versions = [one.version for one in await whole_history(storage)]
        assert versions == list(range(2 * MAX_HISTORY_ENTRIES + 1, 0, -1))

    on(url, act)


def test_the_settings_of_all_servers_are_read_but_of_those_left(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(passages=4))
        await storage.change(OTHER, setting(passages=5))
        every = dict(await storage.list_settings(9))
        assert every == {one: await storage.settings(one) for one in (SERVER, OTHER)}
        assert len(await storage.list_settings(1)) == 1
        await storage.record_departure(OTHER, NOW)
        assert [server for server, _ in await storage.list_settings(9)] == [SERVER]

    on(url, act)


def test_the_last_change_is_taken_back_then_the_one_before(url: str) -> None:
    async def act(storage: Storage) -> None:
        first = (await storage.change(SERVER, setting(passages=4, private=True))).settings
        await storage.change(SERVER, setting(BOB, passages=5))
        kept, entry = await storage.undo(SERVER, ALICE)
        assert (kept, entry.version, entry.by) == (StoredSettings(first, 3), 2, BOB)
        await storage.change(SERVER, setting(daily={"channel": 1, "hour": 2}))
        assert (await storage.undo(SERVER, BOB))[0] == StoredSettings(first, 5)
        kept, entry = await storage.undo(SERVER, BOB)
        assert (kept, entry.version, entry.undone) == (StoredSettings(DEFAULTS, 6), 1, True)
        with pytest.raises(NothingToUndoError):
            await storage.undo(SERVER, ALICE)
        history = list(await storage.history(SERVER))
        assert [(one.kind, one.by, one.undone) for one in history] == [
            ("undo", BOB, False),
            ("undo", BOB, False),
            ("set", ALICE, True),
            ("undo", ALICE, False),
            ("set", BOB, True),
            ("set", ALICE, True),
        ]
        hold_together(await storage.settings(SERVER), history)

    on(url, act)


def test_where_nothing_was_set_nothing_is_taken_back(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.block(SERVER, block())
        with pytest.raises(NothingToUndoError):
            await storage.undo(SERVER, ALICE)
        assert await storage.version(SERVER) == 0

    on(url, act)


def test_a_setting_that_this_version_does_not_take_is_as_nobody_had_set_it(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(passages=4, length="compact"))

    on(url, act)
    sql(
        url,
        """UPDATE servers SET settings = '{"passages"\\: 99, "length"\\: "compact", "x"\\: 1}'""",
    )

    async def later(storage: Storage) -> None:
        assert (await storage.settings(SERVER)).settings == DEFAULTS.change(length="compact")
        kept = await storage.change(SERVER, setting(private=True))
        assert kept.settings == DEFAULTS.change(length="compact", private=True)

    on(url, later)


def test_with_the_clock_set_back_the_last_change_is_still_the_last(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        passed = timedelta()

        @classmethod
        def now(cls, tz: Any = None) -> "Clock":
            del tz
            cls.passed -= timedelta(days=400)
            return cls.fromisoformat((NOW + cls.passed).isoformat())

    async def act(storage: Storage) -> None:
        monkeypatch.setattr(row_mapping, "datetime", Clock)
        for number in (1, 2, 4):
            await storage.change(SERVER, setting(passages=number))
        assert [one.version for one in await storage.history(SERVER)] == [3, 2, 1]
        assert (await storage.undo(SERVER, BOB))[0].settings.passages == 2
        hold_together(await storage.settings(SERVER), list(await storage.history(SERVER)))

    on(url, act)


def test_a_version_of_a_server_that_was_forgotten_never_comes_again(url: str) -> None:
    async def act(storage: Storage) -> None:
        for number in (1, 2, 4):
            await storage.change(SERVER, setting(passages=number))
        await storage.change(OTHER, setting(passages=1))
        await storage.forget_server(OTHER)
        await storage.forget_server(SERVER)
        assert await storage.settings(SERVER) == StoredSettings(DEFAULTS)
        assert await storage.history(SERVER) == []
        assert (await storage.change(SERVER, setting(passages=5))).version == 4
        assert [one.version for one in await storage.history(SERVER)] == [4]

    on(url, act)


def test_what_another_changed_meanwhile_is_not_taken_back_unseen(url: str) -> None:
    async def act(storage: Storage) -> None:
        seen = (await storage.change(SERVER, SettingsChange(ALICE, {"passages": 2}))).version
        await storage.change(SERVER, SettingsChange(BOB, {"passages": 5}))
        with pytest.raises(ConflictError) as caught:
            await storage.undo(SERVER, ALICE, seen)
        assert (caught.value.field, caught.value.by) == ("passages", BOB)
        assert (await storage.settings(SERVER)).settings.passages == 5
        assert (await storage.undo(SERVER, ALICE, seen + 1))[0].settings.passages == 2

    on(url, act)
