"""Plain text: its paragraphs, its white space, its left-overs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import blocks
from embeddings.types import Document

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
WHITE = " \t\n\r\v\f\x1c\x85\u00a0\u2003\u2028\u3000"


messy = st.text(alphabet=f"ab“”(1) .{WHITE}{INVISIBLE}", max_size=60)
printable = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cf")), min_size=1)


def visible(text: str) -> str:
    """Return a text without white space and invisible characters."""
    return "".join(c for c in text if not c.isspace() and c not in INVISIBLE)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("one\n\ntwo", ["one", "two"], id="a blank line parts"),
        pytest.param("one\r\n\r\ntwo\r\n", ["one", "two"], id="lines of Windows"),
        pytest.param("one\r\rtwo\r", ["one", "two"], id="lines of the old Macintosh"),
        pytest.param("\n\n\none\n\n\n\n\ntwo\n\n\n", ["one", "two"], id="several blank lines"),
        pytest.param("one\ntwo", ["one two"], id="a line break is a space"),
        pytest.param("one\u00a0two", ["one two"], id="a non-breaking space"),
        pytest.param("one   two \t three", ["one two three"], id="doubled spaces and tabs"),
        pytest.param("  one \n\t two  ", ["one two"], id="white space around a line"),
        pytest.param("one\n \t \ntwo", ["one", "two"], id="a line of white space"),
        pytest.param("one\n\u00a0\u2003\ntwo", ["one", "two"], id="a line of odd spaces"),
        pytest.param("one\n\u200b\ntwo", ["one", "two"], id="a line of zero width"),
        pytest.param("one\n\u200b\u2060\ufeff\ntwo", ["one", "two"], id="a line of several"),
        pytest.param("one\n \u200b \ntwo", ["one", "two"], id="zero width between spaces"),
        pytest.param("one\n\u200b \u200d \u200b\ntwo", ["one", "two"], id="both by turns"),
        pytest.param("one\u200b \u200btwo", ["one\u200b \u200btwo"], id="zero width in words"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\u200b\n", [], id="nothing to see"),
    ],
)
def test_paragraphs_stand_between_blank_lines_with_white_space_folded(
    source: str, expected: list[str]
) -> None:
    assert list(blocks(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("one\n\nShow more\n\ntwo", ["one", "two"], id="as a paragraph"),
        pytest.param("one\nShow more\n\ntwo", ["one", "two"], id="as a last line"),
        pytest.param("one\nShow more\ntwo", ["one two"], id="as a line between"),
        pytest.param("one\n\n  Show \u00a0 more\t\r\n", ["one"], id="with other white space"),
        pytest.param("one\n\nShow more", ["one"], id="at the very end"),
        pytest.param("Show more", [], id="alone"),
        pytest.param("I will Show more", ["I will Show more"], id="not inside a line"),
        pytest.param("Show more of it", ["Show more of it"], id="not as a beginning"),
        pytest.param("show more", ["show more"], id="not in other letters"),
    ],
)
def test_a_left_over_is_dropped_where_it_is_a_line_of_its_own(
    source: str, expected: list[str]
) -> None:
    assert list(blocks(source, ["Show more"])) == expected


@given(messy)
def test_blocks_are_blocks_of_themselves(source: str) -> None:
    once = list(blocks(source))
    assert list(blocks("\n\n".join(once))) == once


@given(messy)
def test_blocks_hold_single_spaces_inside_and_none_around(source: str) -> None:
    for block in blocks(source):
        assert visible(block)
        assert block == block.strip()
        assert not re.search(r"\s\s|[^\S ]", block)


@given(messy)
def test_blocks_lose_no_character_that_can_be_seen(source: str) -> None:
    assert visible("".join(blocks(source))) == visible(source)


@given(st.lists(printable.filter(str.strip), max_size=6))
def test_a_document_is_made_of_its_blocks_and_gives_them_back(sources: list[str]) -> None:
    made = list(blocks("\n\n".join(sources)))
    document = Document.of("key", "title", made)
    assert [document.text[p.start : p.end] for p in document.paragraphs] == made
    assert [p.number for p in document.paragraphs] == list(range(1, len(made) + 1))
    assert list(blocks(document.text)) == made
