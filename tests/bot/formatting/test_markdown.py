"""Markdown: what is escaped shows as it stands, and what may not is refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.formatting import markdown
from tests.standin.markdown_rules import SPACES
from tests.support.made_answers import ACTIVE, Seen, seen, words

ALONE = [word for word in ACTIVE if word.strip(SPACES + "\u200b")]

lines = st.lists(words(), min_size=1, max_size=4).map(" ".join)
"""A line of a text; the canonical text has no white space at its ends."""


def shown(line: str) -> str:
    """Return a line as it should be seen."""
    return markdown.one_line(line).strip(SPACES)


def only(lines: list[Seen]) -> tuple[str, bool]:
    """Return the words of the one line there is, and whether it is quoted."""
    (line,) = lines
    return line.words.strip(SPACES), line.quoted


@pytest.mark.parametrize("word", ALONE)
@pytest.mark.parametrize(
    "form", ["{}", "{} {}", "a{}", "{}a", "a {} b", "  {} a", "({})", "{0}{0}"]
)
def test_every_mark_of_markdown_shows_as_it_stands(word: str, form: str) -> None:
    line = form.format(word, word)
    for embed in (True, False):
        assert only(seen(markdown.escape(line), embed=embed)) == (shown(line), False)
        quoted = markdown.quote(markdown.escape(line))
        assert only(seen(quoted, embed=embed)) == (shown(line), True)


@given(line=lines.filter(shown), embed=st.booleans())
@example(line="- a", embed=True)
@example(line="12. a", embed=True)
@example(line="-# a", embed=True)
@example(line="> a", embed=False)
@example(line="\\", embed=True)
@example(line="http://t.de/a_b_c", embed=False)
def test_what_is_escaped_shows_as_it_stands(line: str, embed: bool) -> None:
    assert only(seen(markdown.escape(line), embed=embed)) == (shown(line), False)


@given(lines.filter(str.strip))
def test_what_is_escaped_reads_back(line: str) -> None:
    words = markdown.one_line(line)
    assert markdown.read_shown(markdown.escape(line)) == ((words, False),)
    assert markdown.read_shown(markdown.quote(markdown.escape(line))) == ((words, True),)


@given(st.lists(lines.filter(str.strip), min_size=1, max_size=5), st.data())
def test_lines_of_both_kinds_stay_apart(texts: list[str], data: st.DataObject) -> None:
    wanted = [(markdown.one_line(text), data.draw(st.booleans())) for text in texts]
    written = "\n".join(
        markdown.quote(markdown.escape(words)) if quoted else markdown.escape(words)
        for words, quoted in wanted
    )
    assert markdown.read_shown(written) == tuple(wanted)
    visible = [(shown(words), quoted) for words, quoted in wanted if shown(words)]
    found = [(line.words.strip(SPACES), line.quoted) for line in seen(written)]
    assert [one for one in found if one[0]] == visible


@given(lines.filter(shown), st.data())
def test_what_is_marked_is_bold_and_nothing_else(line: str, data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.tuples(*[st.integers(-3, len(line) + 3)] * 2), max_size=4))
    written = markdown.embolden(line, marks)
    assert markdown.read_shown(written) == ((markdown.one_line(line), False),)
    (found,) = seen(written)
    start = line.index(found.words.strip(SPACES)) - found.words.index(found.words.strip(SPACES))
    wanted = {at for a, b in marks for at in range(max(a, 0), b) if at < len(line)}
    visible = {at for at in range(len(line)) if line[at] not in SPACES}
    assert {at + start for at in found.bold} & visible == wanted & visible


@pytest.mark.parametrize("line", ["- a", "+ a", "12. a", "3) a", "-# a", "> a", "# a", "* a", "a"])
def test_what_is_bold_begins_no_list(line: str) -> None:
    for end in range(1, len(line) + 1):
        written = markdown.embolden(line, [(0, end)])
        (found,) = seen(written)
        assert (found.words, found.quoted, found.bold) == (line, False, frozenset(range(end)))


def test_marks_that_overlap_touch_or_hold_nothing_are_one_or_none() -> None:
    assert markdown.embolden("abcdef", [(3, 4), (0, 2), (1, 3)]) == "**abcd**ef"
    assert markdown.embolden("abc", [(1, 1), (2, 1), (5, 9), (-4, 0)]) == "abc"
    assert markdown.embolden("a b", [(0, 1), (2, 3)]) == "**a** **b**"
    assert markdown.embolden("a*b", [(1, 2)]) == "a**\\***b"


@pytest.mark.parametrize("breaking", "\n\r\v\f\t\x1c\x1d\x1e\x85\u2028\u2029")
def test_a_line_stays_one_line(breaking: str) -> None:
    assert markdown.one_line(f"a{breaking}b") == "a b"
    assert markdown.escape(f"a{breaking}# b") == "a \\# b"
    assert markdown.embolden(f"a{breaking}b", [(0, 3)]) == "**a b**"


@pytest.mark.parametrize(
    "unsafe",
    [
        "a *b* c",
        "_b_",
        "~~b~~",
        "`b`",
        "||b||",
        "# b",
        "a # b",
        "-# b",
        "- b",
        "+ b",
        "  - b",
        "1. b",
        "12) b",
        "> - b",
        "> > b",
        ">>> b",
        ">b",
        "a > b",
        "<@1>",
        "@everyone",
        "[a](https://b.de)",
        "https://b.de",
        ":smile:",
        "a\\",
        "a \\b",
        "**a",
        "a\x00b",
        "a\x92b",
        "a\rb",
        "***a***",
        "**- a**",
        "> **12. a**",
        "**1**. a",
        "\u00a0- a",
        "> **a\n> b**",
    ],
)
def test_what_may_not_show_as_it_stands_is_refused(unsafe: str) -> None:
    with pytest.raises(markdown.UnreadableMarkdownError) as caught:
        markdown.read_shown(unsafe)
    assert "may not show as it stands" in str(caught.value)
    assert caught.value.line in unsafe


def test_empty_lines_show_nothing() -> None:
    assert markdown.read_shown("\n\na\n> \n> b\n") == (("a", False), ("b", True))


@given(st.text(st.characters(codec="utf-8")))
def test_length_counts_what_lies_beyond_the_basic_plane_twice(text: str) -> None:
    assert markdown.length(text) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
