"""Note marks: set in brackets, never glued to a word, and not made of what is no mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers.note_marks import linked_mark, raised_mark, set_apart


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("1", "[1]"),
        (" 12 ", "[12]"),
        ("[12]", "[12]"),
        ("(3)", None),
        ("11,12", "[11, 12]"),
        ("11 , 12; 14", "[11, 12; 14]"),
        ("11–13", "[11–13]"),
        ("[1][2]", "[1][2]"),
        ("[1], [2]", "[1], [2]"),
        ("note 10", "[note 10]"),
        ("nb 2", "[nb 2]"),
        ("a", "[a]"),
        ("xiv", "[xiv]"),
        ("*", "[*]"),
        ("††", "[††]"),
        ("^", None),
        ("the lamp", None),
        ("see", None),
        ("", None),
    ],
)
def test_a_mark_that_links_to_a_note_is_set_in_brackets(words: str, mark: str | None) -> None:
    assert linked_mark(words) == mark


@pytest.mark.parametrize(
    ("before", "words", "after", "set_as"),
    [
        ("The lamp never sleeps.", "12", " The sea", "[12]"),
        ("“the lamp”", "1", "", "[1]"),
        ("In 1917", "15", " the sea", "[15]"),
        ("keep", "17", "ers", "[17]"),
        ("a word ", "3", " goes on", "[3]"),
        ("the lamp", "1,2", "", "[1, 2]"),
        ("the lamp", "*", "", "[*]"),
        ("", "4", " See the letters.", "[4]"),
        ("about 10", "3", " men", "³"),
        ("a room of 12 m", "2", "", "²"),
        ("a room of 12", "2", "", "²"),
        ("where x", "2", " grows", "²"),
        ("E = mc", "2", "", "²"),
        ("10", "−3", " m", "⁻³"),
        ("men per km", "2", "", "²"),
        ("the lamp", "note 3", "", "[note 3]"),
        ("the arm", "2", "", "[2]"),
        ("dawn. ", "13", "And the sea", "¹³"),
        ("kept 2", "1", "⁄2 lamps", "¹"),
        ("on the 5", "th", " of May", None),
        ("the XIX", "e", " siècle", None),
        ("the lamp", "ii", " burned", "[ii]"),
        ("a brand", "™", "", None),
    ],
)
def test_raised_signs_are_told_apart(
    before: str, words: str, after: str, set_as: str | None
) -> None:
    assert raised_mark(words, before, after) == set_as


@given(st.text(max_size=20), st.text("0123456789,–* []", max_size=8), st.text(max_size=3))
def test_no_raised_number_is_glued_to_a_word(before: str, words: str, after: str) -> None:
    mark = raised_mark(words, before, after)
    assert mark is None or not any(c in "0123456789" for c in (mark[0], mark[-1]))


def test_a_mark_at_the_head_of_its_note_stands_apart() -> None:
    assert set_apart("[1]", " ", "See") == "[1] "
    assert set_apart("[1]", "", " See") == "[1]"
    assert set_apart("[1]", "the lamp", "s") == "[1]"
