"""The pages that somebody gives for words, as they are found in a message."""

import pytest
from hypothesis import given

from embeddings.checking.given_pages import find_given_pages
from embeddings.checking.location import locate_span
from embeddings.citations import KnownWorks
from embeddings.types import Span
from tests.support.made_up_texts import LORE, texts
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small

SMALL = small()
KNOWN = KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS)


@pytest.mark.parametrize(
    ("message", "printed", "right"),
    [
        ("“loneliest of all offices” (p. 45)", ["(p. 45)"], [True]),
        ("“loneliest of all offices” (45)", ["(45)"], [True]),
        ("loneliest of all offices (45)", ["(45)"], [True]),
        ("loneliest of all offices (44, 45)", ["(44, 45)"], [True]),
        ("loneliest of all offices (pp. 44–46)", ["(pp. 44–46)"], [True]),
        ("loneliest of all offices (p. 44)", ["(p. 44)"], [False]),
        ("loneliest of all offices (Okafor, p. 45)", ["(Okafor, p. 45)"], [True]),
        ("loneliest of all offices (Lindqvist, p. 45)", ["(Lindqvist, p. 45)"], [False]),
        ("loneliest of all offices (Smith, p. 45)", ["(Smith, p. 45)"], [False]),
        ("(p. 45) loneliest (p. 9)", ["(p. 45)", "(p. 9)"], [True, False]),
        ("loneliest (a) of all offices", [], []),
        ("loneliest\n(p. 45)", ["(p. 45)"], [True]),
    ],
)
def test_a_page_is_right_where_the_text_prints_it(
    message: str, printed: list[str], right: list[bool]
) -> None:
    start = SMALL.document.text.index("loneliest")
    here = locate_span(SMALL, Span(start, start + 9))
    found = find_given_pages(message, KNOWN)
    assert [one.printed for one in found] == printed
    assert [one.is_right(here) for one in found] == right


@pytest.mark.parametrize(
    ("message", "belongs"),
    [
        ("“abc” (p. 45)", True),
        ("“abc”\n— (p. 45)", True),
        ("“abc (p. 45)”", True),
        ("“abc” he writes (p. 45)", False),
        ("(p. 45) “abc”", False),
    ],
)
def test_a_page_belongs_to_the_words_that_it_follows(message: str, belongs: bool) -> None:
    stretch = Span(message.index("“") + 1, message.index("”"))
    (one,) = find_given_pages(message, KNOWN)
    assert one.belongs_to(stretch, stretch, message) == belongs


@given(texts())
def test_pages_stand_in_the_message_in_order(message: str) -> None:
    found = find_given_pages(message, LORE)
    assert [one.span for one in found] == sorted(one.span for one in found)
    for one in found:
        assert one.printed.split() == message[one.span.start : one.span.end].split()
