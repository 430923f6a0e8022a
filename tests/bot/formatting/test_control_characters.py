"""Nothing that is printed controls a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.formatting.control_characters import strip_control_characters


@given(st.text() | st.text("\x1b\x07\x08\x9b\x7f[31m]0;a\r\n"))
def test_no_control_character_is_left_and_nothing_else_is_changed(line: str) -> None:
    stripped = strip_control_characters(line)
    assert not any(unicodedata.category(letter) == "Cc" for letter in stripped)
    assert len(stripped) == len(line)
    assert all(b in {a, " "} for a, b in zip(line, stripped, strict=True))
