"""Characters in HTML's way of writing them, in a text that is none."""

import pytest

from embeddings.readers.character_references import find_references, resolve_references


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&ldquo;The lamp&rdquo; (45)", "“The lamp” (45)"),
        ("&quot;It isn&#39;t so&quot;", '"It isn\'t so"'),
        ("&#8220;No&#x201D;&nbsp;(47)", "“No”\u00a0(47)"),
        ("don&#146;t", "don’t"),
        ("AT&amp;T", "AT&T"),
    ],
)
def test_they_are_the_characters_they_stand_for(written: str, meant: str) -> None:
    assert resolve_references(written) == meant
    assert find_references(meant) == []


@pytest.mark.parametrize("text", ["AT&T; so", "R&D", "&nosuchname;", "a & b;", "“plain”"])
def test_other_words_with_the_sign_are_left_alone(text: str) -> None:
    assert resolve_references(text) == text
    assert find_references(text) == []


def test_a_text_that_shows_html_keeps_them_and_they_are_told() -> None:
    text = "Write <b>&ldquo;</b> for a mark."
    assert resolve_references(text) == text
    assert [text[start:end] for start, end in find_references(text)] == ["&ldquo;"]
