"""The state of the panel's controls: it is read as it was written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components import answer_buttons
from bot.components.custom_id import MAX_CUSTOM_ID_LENGTH, MAX_NUMBER, prefix_of
from bot.components.settings_control_id import PREFIX, SettingsAction, SettingsControlId, read
from bot.errors import UnknownButtonError
from bot.servers.records import MAX_VERSION
from bot.servers.settings import ServerSettings

WHAT = ["", "where", "chosen", *ServerSettings.model_fields]


@given(
    st.sampled_from([*SettingsAction]),
    st.integers(0, MAX_VERSION),
    st.sampled_from(WHAT),
    st.integers(0, MAX_NUMBER),
)
def test_what_is_written_is_read(
    doing: SettingsAction, version: int, what: str, channel: int
) -> None:
    picked = SettingsControlId(doing, version, what, channel)
    assert len(picked.custom_id) <= MAX_CUSTOM_ID_LENGTH
    assert read(picked.custom_id) == picked
    assert prefix_of(picked.custom_id) == PREFIX
    with pytest.raises(UnknownButtonError):
        answer_buttons.read(picked.custom_id)


@given(st.text(max_size=40) | st.text("settings:0123", max_size=40).map("settings:{}".format))
def test_nothing_else_is_read(custom_id: str) -> None:
    try:
        picked = read(custom_id)
    except UnknownButtonError:
        return
    assert read(picked.custom_id) == picked


@pytest.mark.parametrize(
    "custom_id",
    [
        "settings:1:leap::0",
        "settings:1:open:",
        "settings:-1:open::0",
        "settings:١:open::0",
        "",
        f"settings:1:history::{2**63}",
        f"settings:{2**31}:undo::0",
    ],
)
def test_what_was_never_made_is_refused(custom_id: str) -> None:
    with pytest.raises(UnknownButtonError):
        read(custom_id)


BEFORE = {
    "settings:0:open::0": SettingsControlId(SettingsAction.OPEN, 0),
    "settings:7:open:channel:0": SettingsControlId(SettingsAction.OPEN, 7, "channel"),
    "settings:7:set:documents:0": SettingsControlId(SettingsAction.SET, 7, "documents"),
    "settings:7:set:chosen_more:0": SettingsControlId(SettingsAction.SET, 7, "chosen_more"),
    "settings:7:set:private:1180000000000000003": SettingsControlId(
        SettingsAction.SET, 7, "private", 1180000000000000003
    ),
    "settings:7:yes:marked:0": SettingsControlId(SettingsAction.YES, 7, "marked"),
    "settings:7:no:private:0": SettingsControlId(SettingsAction.NO, 7, "private"),
    "settings:7:form:limits:0": SettingsControlId(SettingsAction.FORM, 7, "limits"),
    "settings:7:fill:daily:0": SettingsControlId(SettingsAction.FILL, 7, "daily"),
    "settings:7:undo::0": SettingsControlId(SettingsAction.UNDO, 7),
    "settings:7:history::3": SettingsControlId(SettingsAction.HISTORY, 7, "", 3),
    "settings:7:ask:reset:0": SettingsControlId(SettingsAction.ASK, 7, "reset"),
    "settings:7:sure:log:1": SettingsControlId(SettingsAction.SURE, 7, "log", 1),
}


@pytest.mark.parametrize(("custom_id", "picked"), BEFORE.items(), ids=BEFORE)
def test_a_control_made_before_the_panel_was_all_there_is_is_read(
    custom_id: str, picked: SettingsControlId
) -> None:
    assert read(custom_id) == picked
    assert picked.custom_id == custom_id
