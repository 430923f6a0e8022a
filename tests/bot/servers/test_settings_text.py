"""The settings in words: all of them, each change, and what is deleted by now."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.i18n.translations import ENGLISH, get_translator
from bot.servers.records import HistoryEntry
from bot.servers.settings import DEFAULTS, Override, ServerSettings
from bot.servers.settings_fields import (
    FIELD_CHOICES,
    FIELD_LABELS,
    FIELD_ROWS,
    OVERRIDABLE_FIELDS,
    ROW_FIELDS,
    ROW_HINTS,
    ROW_TITLES,
    STRICTNESS_LEVELS,
    SettingsRow,
    format_choice,
    parse_choice,
)
from bot.servers.settings_text import ServerInventory, SettingsText
from tests.support.made_settings import FIELDS as MADE
from tests.support.made_settings import every_settings

WORDING = SettingsText(ENGLISH)


def settings(**values: object) -> ServerSettings:
    """Return settings that are otherwise as at first."""
    return DEFAULTS.change(**values)


def test_every_setting_has_a_row_a_label_and_words() -> None:
    every = set(ServerSettings.model_fields)
    assert set(FIELD_LABELS) == set(FIELD_ROWS) == set(MADE) == every
    assert {*ROW_TITLES} == {*ROW_HINTS} == {*ROW_FIELDS} == {*SettingsRow}
    assert {*OVERRIDABLE_FIELDS, "documents"} == set(Override.model_fields)
    assert set(STRICTNESS_LEVELS) == set(FIELD_CHOICES["strictness"])


@pytest.mark.parametrize("field", sorted(set(FIELD_CHOICES) - {"where"}))
def test_every_word_that_may_be_chosen_is_a_value_and_back(field: str) -> None:
    for word in FIELD_CHOICES[field]:
        changed = settings(**{field: parse_choice(word)})
        assert format_choice(getattr(changed, field)) == word


def test_what_nobody_has_set_is_said_plainly() -> None:
    lines = WORDING.describe_settings(DEFAULTS)
    assert len(lines) == len(FIELD_LABELS) - 1  # of one text there is no choice
    assert lines[0] == "**Channels:** everywhere"
    assert "**Who may ask:** everyone" in lines
    assert "**Log:** off: nothing is kept" in lines


def test_texts_are_said_by_their_titles_where_there_is_a_choice() -> None:
    wording = SettingsText(
        ENGLISH, ServerInventory(documents={"one": "The *First*", "two": "The Second"})
    )
    assert "**Texts:** all" in wording.describe_settings(DEFAULTS)
    chosen = settings(documents=["two", "gone"], overrides={7: {"documents": ["one"]}})
    said = "\n".join(wording.describe_settings(chosen))
    assert "**Texts:** a text that is gone (gone), The Second" in said
    assert r"<#7>: The \*First\*" in said
    alone = SettingsText(ENGLISH, ServerInventory(documents={"one": "The First"}))
    assert not any("Texts" in line for line in alone.describe_settings(DEFAULTS))
    assert any("Texts" in line for line in alone.describe_settings(chosen))


def test_channels_and_roles_are_mentioned_and_the_deleted_are_said_to_be() -> None:
    known = ServerInventory({7}, {9})
    wording = SettingsText(ENGLISH, known)
    one = settings(
        channels={"where": "only", "chosen": [7, 8]},
        asking=[9, 10],
        reports=8,
        daily={"channel": 8, "hour": 7, "zone": "America/Port_of_Spain"},
        overrides={8: {"private": True, "threads": "thread"}},
    )
    said = "\n".join(wording.describe_settings(one))
    assert "only in <#7>, deleted channel (8)" in said
    assert "<@&9>, deleted role (10)" in said
    assert "**Reports:** to deleted channel (8)" in said
    assert r"in deleted channel (8) at 7:00 (America/Port\_of\_Spain)" in said
    assert "deleted channel (8): for the member alone, in a thread for each question" in said
    assert "deleted" not in "\n".join(WORDING.describe_settings(one))


def test_only_some_channels_of_which_none_is_chosen_is_nowhere() -> None:
    assert "nowhere" in WORDING.describe_value("channels", settings(channels={"where": "only"}))
    assert "everywhere" in WORDING.describe_value(
        "channels", settings(channels={"where": "except"})
    )
    chosen = settings(channels={"chosen": [7]})
    assert WORDING.describe_value("channels", chosen) == "everywhere; chosen so far: <#7>"


def test_a_change_is_what_was_and_what_is() -> None:
    changed = settings(passages=5, asking=[9])
    assert WORDING.describe_changes(DEFAULTS, changed) == [
        "Who may ask: everyone → <@&9>",
        "Passages shown: 3 → 5",
    ]
    assert WORDING.describe_changes(changed, changed) == []


def test_of_long_lists_what_has_come_and_gone_is_said() -> None:
    before = settings(asking=range(1, 50))
    after = settings(asking=[*range(1, 48), 60])
    (line,) = WORDING.describe_changes(before, after)
    assert line == "Who may ask: + <@&60>, − <@&48>, − <@&49>"


def test_of_single_channels_those_that_changed_are_said() -> None:
    before = settings(overrides={7: {"private": True}, 8: {"mentions": False}})
    after = settings(overrides={7: {"private": True}, 9: {"threads": "here"}})
    (line,) = WORDING.describe_changes(before, after)
    assert line == "Single channels: <#8>: as the server, <#9>: in place"


def test_a_row_of_the_history_that_this_version_cannot_read_names_its_fields() -> None:
    entry = HistoryEntry(
        3, datetime.now(UTC), 5, "set", {"passages": 3}, {"passages": 50, "gone": 1}
    )
    assert WORDING.describe_entry(entry) == ["Passages shown", "gone"]


@given(every_settings(), every_settings())
def test_all_settings_and_all_changes_can_be_said(
    before: ServerSettings, after: ServerSettings
) -> None:
    wording = SettingsText(get_translator("de"), ServerInventory(frozenset(), frozenset()))
    assert all(wording.describe_settings(before))
    fields = [name for name in FIELD_LABELS if getattr(before, name) != getattr(after, name)]
    changes = wording.describe_changes(before, after)
    assert len(changes) == len(fields)
    halves = [line.split(": ", 1)[1] for line in changes]
    assert all(halves)
    assert not any("→" in one and one.split(" → ")[0] == one.split(" → ")[1] for one in halves)
