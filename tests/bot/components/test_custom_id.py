"""Fields of a `custom_id` are read as they were written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.custom_id import decode, encode, prefix_of
from bot.errors import UnknownButtonError

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
