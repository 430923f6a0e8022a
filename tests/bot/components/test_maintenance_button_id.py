"""What a maintainer's button carries: it is read as it was written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components import answer_buttons
from bot.components.custom_id import MAX_CUSTOM_ID_LENGTH, prefix_of
from bot.components.maintenance_button_id import (
    PREFIX,
    MaintenanceAction,
    MaintenanceButtonId,
    read,
)
from bot.errors import UnknownButtonError

NAMES = st.from_regex(r"[0-9a-f]{16}-[1-9][0-9]{0,6}", fullmatch=True)


@given(st.sampled_from([*MaintenanceAction]), NAMES, NAMES | st.just(""))
def test_what_is_written_is_read(doing: MaintenanceAction, name: str, seen: str) -> None:
    pushed = MaintenanceButtonId(doing, name, seen)
    assert len(pushed.custom_id) <= MAX_CUSTOM_ID_LENGTH
    assert read(pushed.custom_id) == pushed
    assert prefix_of(pushed.custom_id) == PREFIX
    with pytest.raises(UnknownButtonError):
        answer_buttons.read(pushed.custom_id)


@given(st.text(max_size=40) | st.text("abc:0123-", max_size=40).map("maintain:{}".format))
def test_nothing_else_is_read(custom_id: str) -> None:
    try:
        pushed = read(custom_id)
    except UnknownButtonError:
        return
    assert pushed.custom_id == custom_id


@pytest.mark.parametrize("custom_id", ["maintain:leap:0-1:", "maintain:promote:../x:", ""])
def test_what_was_never_made_is_refused(custom_id: str) -> None:
    with pytest.raises(UnknownButtonError):
        read(custom_id)
