"""Buttons of messages that stand in channels for years mean what they meant."""

import pytest

from bot.components.answer_button_id import AnswerAction, AnswerButtonId, read
from bot.components.custom_id import prefix_of
from bot.components.old_custom_id import upgrade
from embeddings.types import Span

OLD = "1.more.0123456789ab.2s.rs.3"
"""As it was written before December 2026: passages after the third, of the letters 100 to 1000."""


def test_a_button_of_the_version_before_is_read() -> None:
    button = AnswerButtonId(AnswerAction.MORE, "0123456789ab", Span(100, 1000), 3)
    assert read(OLD) == button
    assert read(upgrade(OLD)) == button
    assert prefix_of(OLD) == "answer"


@pytest.mark.parametrize(
    "custom_id", ["", "2.more.0123456789ab.2s.rs.3", f"{OLD}\n", "settings:1:open::0", "1.more"]
)
def test_what_is_no_old_button_stays_as_it_is(custom_id: str) -> None:
    assert upgrade(custom_id) == custom_id
