"""The settings panel: within Discord's limits whatever is set, and all of it can be changed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.controls import EntitySelect, OptionSelect
from bot.components.settings_control_id import SettingsAction, SettingsControlId, read
from bot.i18n.translations import ENGLISH, LOCALES, get_translator
from bot.render import Message, SettingsPanel
from bot.render.settings_panel import truncate_lines
from bot.replies.sending import build_modal, to_send_arguments
from bot.servers import settings_changes
from bot.servers.records import MAX_VERSION, HistoryEntry, StoredSettings
from bot.servers.settings import DEFAULTS, LOG_LEVELS, ServerSettings
from bot.servers.settings_fields import FIELD_LABELS, ROW_FIELDS, SettingsRow
from bot.servers.settings_text import ServerInventory, SettingsText
from bot.storage.records import LogDeletions
from tests.standin import limits
from tests.support.made_settings import every_settings

NOW = datetime(2026, 3, 4, tzinfo=UTC)
NOBODY: dict[str, Any] = {"allowed_mentions": {"parse": []}}
LANGUAGES = ["en", *(path.stem for path in LOCALES.glob("*.po"))]
LEVELS = {level: ["“Who?” " * 40] * 5 for level in ("lenient", "balanced", "strict")}


TEXTS = {"7": "The Seventh", "8": "The Eighth"}
MANY_TEXTS = {f"text-{number:02}": "Some Text " * 20 for number in range(120)}


def panel(
    settings: ServerSettings = DEFAULTS, language: str = "en", known: ServerInventory | None = None
) -> SettingsPanel:
    """Return the panel of some settings."""
    wording = SettingsText(get_translator(language), known or ServerInventory(documents=TEXTS))
    return SettingsPanel(StoredSettings(settings, MAX_VERSION), wording, LEVELS)  # type: ignore[arg-type]


def sent(message: Message) -> dict[str, Any]:
    """Return a message as it is sent."""
    body = to_send_arguments(message)
    view = body.pop("view", None)
    rows = view.to_components() if view else []
    embeds = [one.to_dict() for one in body["embeds"]]
    return {"content": body["content"], "embeds": embeds, "components": rows, **NOBODY}


def hold(message: Message) -> None:
    """Hold a message against Discord's limits."""
    assert [*limits.message(sent(message))] == []


def dumped(settings: ServerSettings) -> dict[str, Any]:
    """Return settings as the history keeps them."""
    return settings.model_dump(mode="json")


def custom_ids(message: Message) -> Iterator[str]:
    """Yield the ids of all controls of a message."""
    for row in message.rows:
        yield from (one.custom_id for one in row)


@pytest.mark.parametrize("language", LANGUAGES)
@given(every_settings(), every_settings(), st.integers(0, (1 << 64) - 1), st.booleans())
def test_whatever_is_set_is_shown_within_discords_limits(
    language: str, settings: ServerSettings, before: ServerSettings, channel: int, deleted: bool
) -> None:
    known = ServerInventory(frozenset(), frozenset()) if deleted else ServerInventory()
    shown = panel(settings, language, known)
    note = shown.describe_changes(before)
    hold(shown.overview(note))
    for row in SettingsRow:
        hold(shown.row(row, channel, note))
        assert [*limits.modal(build_modal(shown.form(row)).to_dict())] == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.lists(st.tuples(every_settings(), every_settings()), max_size=4))
def test_the_history_is_within_discords_limits(
    language: str, changes: list[tuple[ServerSettings, ServerSettings]]
) -> None:
    entries = [
        HistoryEntry(number, NOW, (1 << 64) - 1, "import", dumped(before), dumped(after))
        for number, (before, after) in enumerate(changes * 6)
    ]
    shown = panel(language=language)
    hold(shown.history(entries))
    assert all(len(shown.describe_undo(one)) <= 2000 for one in entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_before_is_within_discords_limits(language: str) -> None:
    shown, lost = panel(language=language), LogDeletions(10**9, 10**9)
    asked = [shown.ask_confirmation(what, lost) for what in ("reset", "delete")]
    for message in (*asked, *(shown.ask_log_confirmation(log, lost) for log in LOG_LEVELS)):
        hold(message)
        doings = [read(one).action for one in custom_ids(message)]
        assert doings == [SettingsAction.SURE, SettingsAction.OPEN]


def test_the_state_says_every_setting() -> None:
    embed = panel().overview().embeds[0]
    assert embed.description is not None
    assert all(f"**{label}:**" in embed.description for label in FIELD_LABELS.values())
    (select,), buttons = panel().overview().rows
    assert isinstance(select, OptionSelect)
    assert [one.value for one in select.options] == [*SettingsRow]
    pressed = [read(button.custom_id) for button in buttons]
    assert [(picked.action, picked.what) for picked in pressed] == [
        (SettingsAction.UNDO, ""),
        (SettingsAction.HISTORY, ""),
        (SettingsAction.EXPORT, ""),
        (SettingsAction.ASK, "reset"),
        (SettingsAction.ASK, "delete"),
    ]


def settable(row: SettingsRow, settings: ServerSettings = DEFAULTS, channel: int = 0) -> set[str]:
    """Return the fields that the controls of a row change."""
    shown, known = panel(settings), ServerInventory(documents=TEXTS)
    fields: set[str] = set()
    for custom_id in custom_ids(shown.row(row, channel)):
        picked = read(custom_id)
        assert picked.version == MAX_VERSION
        if picked.action is SettingsAction.FORM:
            names = [one.name for one in shown.form(row).fields]
            fields |= {
                *settings_changes.change_by_form(picked.what, dict.fromkeys(names, "7"), settings)
            }
        elif picked.action in (SettingsAction.YES, SettingsAction.NO):
            fields.add(picked.what)
        elif picked.action is SettingsAction.SET:
            words = ["everywhere"] if picked.what == "where" else ["7"]
            fields |= {
                *settings_changes.change_by_choice(
                    picked.what, words, settings, picked.channel, known
                )
            }
    return fields


@pytest.mark.parametrize("row", [*SettingsRow])
def test_every_field_of_a_row_can_be_changed_there(row: SettingsRow) -> None:
    assert settable(row, channel=7 if row is SettingsRow.CHANNEL else 0) == {*ROW_FIELDS[row]}


def test_what_is_set_is_chosen_in_its_select() -> None:
    settings = DEFAULTS.change(passages=5, channels={"where": "except", "chosen": [7, 8]})
    (select, *_), *_ = panel(settings).row(SettingsRow.ANSWERS).rows
    assert isinstance(select, OptionSelect)
    assert [one.value for one in select.options if one.chosen] == ["5"]
    known = ServerInventory({7}, frozenset())
    _, (pick,), _ = panel(settings, known=known).row(SettingsRow.CHANNELS).rows
    assert isinstance(pick, EntitySelect)
    assert pick.chosen == (7,)


def test_a_list_that_fills_its_select_is_added_to_and_loses_nothing() -> None:
    settings = DEFAULTS.change(asking=range(1, 26), managing=range(1, 25))
    rows = panel(settings).row(SettingsRow.ROLES).rows
    selects = [select for (select, *_) in rows if isinstance(select, EntitySelect)]
    assert [read(select.custom_id).what for select in selects] == ["asking_more", "managing"]
    assert [len(select.chosen) for select in selects] == [0, 24]
    assert selects[0].prompt == "Who may ask: pick what is to be added or taken out"


def test_what_is_deleted_by_another_log_is_said_before() -> None:
    kept = panel(DEFAULTS.change(log="90 days"))
    (embed,) = kept.ask_log_confirmation("off", LogDeletions(2, 3)).embeds
    assert (embed.description or "").splitlines() == [
        "Log: questions are kept for 90 days → off: nothing is kept",
        "2 questions that are kept will be deleted, within an hour.",
        "What was counted until now will be deleted, within an hour.",
        "Until then, undoing the change keeps them.",
    ]
    (embed,) = kept.ask_confirmation("reset", LogDeletions(1)).embeds
    assert "1 question that is kept will be deleted" in (embed.description or "")
    (embed,) = kept.ask_confirmation("reset", LogDeletions()).embeds
    assert "deleted" not in (embed.description or "")


def test_who_changed_what_meanwhile_is_said() -> None:
    said = panel().describe_conflict("passages", 4)
    assert said.startswith("<@4> has changed this since you looked at it: Passages shown.")


def test_that_everyone_can_read_the_channel_of_reports_is_said() -> None:
    settings = DEFAULTS.change(reports=7)
    for public in ({7}, {8}):
        (embed,) = (
            panel(settings, known=ServerInventory(public=public)).row(SettingsRow.REPORTS).embeds
        )
        assert ("Everyone here can read that channel" in (embed.description or "")) == (7 in public)


def test_a_category_and_a_thread_can_be_chosen() -> None:
    (_, pick, _) = sent(panel().row(SettingsRow.CHANNELS))["components"]
    offered = pick["components"][0]["channel_types"]
    kinds = discord.ChannelType.category, discord.ChannelType.public_thread
    assert {kind.value for kind in kinds} <= {*offered}


def test_a_channels_texts_are_chosen_in_a_row_of_its_own_and_back_leads_to_the_channel() -> None:
    shown = panel(DEFAULTS.change(overrides={7: {"documents": ["8"]}}))
    *_, (texts, _) = shown.row(SettingsRow.CHANNEL, 7).rows
    assert read(texts.custom_id) == SettingsControlId(SettingsAction.OPEN, MAX_VERSION, "texts", 7)
    (select,), (back,) = shown.row(SettingsRow.TEXTS, 7).rows
    assert isinstance(select, OptionSelect)
    assert read(select.custom_id) == SettingsControlId(
        SettingsAction.SET, MAX_VERSION, "documents", 7
    )
    assert [option.value for option in select.options if option.chosen] == ["8"]
    assert read(back.custom_id) == SettingsControlId(SettingsAction.OPEN, MAX_VERSION, "channel", 7)


def test_a_channel_is_offered_no_texts_where_there_is_no_choice() -> None:
    only = ServerInventory(documents={"7": "The Seventh"})
    assert len(panel(known=only).row(SettingsRow.CHANNEL, 7).rows[-1]) == 1
    own = DEFAULTS.change(overrides={7: {"documents": ["7"]}})
    assert len(panel(own, known=only).row(SettingsRow.CHANNEL, 7).rows[-1]) == 2


@pytest.mark.parametrize("channel", [0, 7])
def test_of_many_texts_a_hundred_are_offered_in_four_selects(channel: int) -> None:
    settings = DEFAULTS.change(documents=["text-26"], overrides={7: {"documents": ["text-26"]}})
    message = panel(settings, "de", ServerInventory(documents=MANY_TEXTS)).row(
        SettingsRow.TEXTS, channel
    )
    hold(message)
    selects = [select for (select,) in message.rows[:-1] if isinstance(select, OptionSelect)]
    offered = [option.value for select in selects for option in select.options]
    assert offered == [*MANY_TEXTS][:100]
    assert [option.value for option in selects[1].options if option.chosen] == ["text-26"]


def test_the_history_is_shown_page_by_page_down_to_the_first_change() -> None:
    ids = range(10**18, 10**18 + 9)
    after = dumped(DEFAULTS.change(asking=ids, managing=ids, channels={"chosen": ids}))
    entries = [
        HistoryEntry(number, NOW, 4, "set", dumped(DEFAULTS), after) for number in range(30, 5, -1)
    ]
    message = panel().history(entries)
    (older, _), *_ = message.rows
    shown = (message.embeds[0].description or "").splitlines()
    assert 0 < len(shown) < len(entries)
    assert read(older.custom_id).action is SettingsAction.HISTORY
    assert read(older.custom_id).channel == entries[len(shown) - 1].version
    last = panel().history([replace(entries[0], version=1)])
    assert [one.action for one in map(read, custom_ids(last))] == [SettingsAction.OPEN]


def test_each_strictness_is_shown_with_what_it_lets_through() -> None:
    embed = panel().row(SettingsRow.STRICTNESS).embeds[0]
    assert embed.description is not None
    assert embed.description.count("> “Who?”") == 9
    bare = (
        SettingsPanel(StoredSettings(DEFAULTS), SettingsText(ENGLISH))
        .row(SettingsRow.STRICTNESS)
        .embeds[0]
    )
    assert bare.description is not None
    assert "for example" not in bare.description
    assert "**strict**" in bare.description


def test_a_form_shows_what_is_set() -> None:
    settings = DEFAULTS.change(daily={"channel": 7, "hour": 6, "zone": "Asia/Tokyo"})
    assert [one.value for one in panel(settings).form(SettingsRow.DAILY).fields] == [
        "6",
        "Asia/Tokyo",
    ]
    limits_ = panel(DEFAULTS.change(word_limit=70)).form(SettingsRow.LIMITS).fields
    assert [one.value for one in limits_] == ["20", "600", "70"]
    assert [one.required for one in limits_] == [True, True, False]


def test_a_change_and_its_way_back_are_said() -> None:
    changed = panel(DEFAULTS.change(passages=5))
    assert changed.describe_changes(DEFAULTS) == "Passages shown: 3 → 5"
    assert panel().describe_changes(DEFAULTS) == "Nothing changes: it is so already."
    entry = HistoryEntry(1, NOW, 4, "set", {"passages": 3}, {"passages": 5}, undone=True)
    assert changed.describe_undo(entry).splitlines()[1] == "Passages shown: 5 → 3"
    (embed,) = changed.history([entry]).embeds
    assert embed.description == "<t:1772582400:f> <@4> (taken back): Passages shown: 3 → 5"
    (empty,) = changed.history([]).embeds
    assert empty.description == "Nobody has changed anything."


@given(st.lists(st.text("a😀", min_size=1, max_size=30), max_size=30), st.integers(60, 300))
def test_as_many_lines_as_fit_are_shown_and_the_rest_is_counted(
    lines: list[str], room: int
) -> None:
    said = truncate_lines(lines, ENGLISH, room)
    assert len(said.encode("utf-16-le")) // 2 <= room
    shown = said.splitlines()
    if shown == lines:
        return
    more = re.fullmatch(r"… and (\d+) more lines?", shown.pop())
    assert more is not None
    assert shown == lines[: len(shown)]
    assert len(shown) + int(more[1]) == len(lines)
