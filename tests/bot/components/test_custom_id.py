"""Fields of a `custom_id` are read as they were written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.answer_buttons import AnswerAction, AnswerButtonId, read
from bot.components.custom_id import decode, encode, prefix_of, upgrade
from bot.errors import UnknownButtonError
from embeddings.types import Span

PREFIXES = st.from_regex(r"[a-z]{1,9}", fullmatch=True)
FIELDS = st.lists(st.from_regex(r"[a-z0-9]{0,9}", fullmatch=True), max_size=5)


@given(PREFIXES, FIELDS)
def test_fields_are_read_as_they_were_written(prefix: str, fields: list[str]) -> None:
    custom_id = encode(prefix, *fields)
    assert decode(custom_id, prefix, *["[a-z0-9]*"] * len(fields)) == tuple(fields)
    assert prefix_of(custom_id) == prefix


@given(PREFIXES, FIELDS, st.text(max_size=20))
def test_what_has_another_prefix_or_other_fields_is_refused(
    prefix: str, fields: list[str], other: str
) -> None:
    for custom_id in (
        encode(f"{prefix}s", *fields),
        encode(prefix, *fields, "-"),
        f"{prefix}{other}٣",
    ):
        with pytest.raises(UnknownButtonError):
            decode(custom_id, prefix, *["[a-z0-9]*"] * len(fields))


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
