"""The state of the panel's controls: it is read as it was written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components import answer_button_id
from bot.components.custom_id import MAX_LENGTH, prefix_of
from bot.components.settings_control_id import PREFIX, Doing, SettingsControlId, read
from bot.errors import UnknownButtonError
from bot.servers.settings import ServerSettings

WHAT = ["", "where", "chosen", *ServerSettings.model_fields]


@given(
    st.sampled_from([*Doing]),
    st.integers(0, 10**18 - 1),
    st.sampled_from(WHAT),
    st.integers(0, (1 << 64) - 1),
)
def test_what_is_written_is_read(doing: Doing, version: int, what: str, channel: int) -> None:
    picked = SettingsControlId(doing, version, what, channel)
    assert len(picked.custom_id) <= MAX_LENGTH
    assert read(picked.custom_id) == picked
    assert prefix_of(picked.custom_id) == PREFIX
    with pytest.raises(UnknownButtonError):
        answer_button_id.read(picked.custom_id)


@given(st.text(max_size=40) | st.text("settings:0123", max_size=40).map("settings:{}".format))
def test_nothing_else_is_read(custom_id: str) -> None:
    try:
        picked = read(custom_id)
    except UnknownButtonError:
        return
    assert read(picked.custom_id) == picked


@pytest.mark.parametrize(
    "custom_id",
    ["settings:1:leap::0", "settings:1:open:", "settings:-1:open::0", "settings:١:open::0", ""],
)
def test_what_was_never_made_is_refused(custom_id: str) -> None:
    with pytest.raises(UnknownButtonError):
        read(custom_id)
