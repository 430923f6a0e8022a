"""What is checked of a message: its quotations, or all of it, and never a mention or a link."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.checking.message_spans import find_all_spans, find_quoted_spans
from embeddings.text.words import normalize_text
from tests.support.made_up_texts import texts


def pieces(message: str) -> list[str]:
    """Return the stretches of a message as they are written."""
    return [message[one.start : one.end] for one in find_quoted_spans(message)]


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("the lamp went out that night", ["the lamp went out that night"]),
        ("He said “the lamp went out” twice", ["the lamp went out"]),
        (
            "“the lamp went out” and 'nobody lit it again'",
            ["the lamp went out", "nobody lit it again"],
        ),
        (
            "«la lampe s’est éteinte hier» 「the lamp went out」",
            ["la lampe s’est éteinte hier", "the lamp went out"],
        ),
        (
            "“he called it ‘the loneliest of offices’ then”",
            ["he called it ‘the loneliest of offices’ then"],
        ),
        ("“the lamp went out”, not “lit”", ["the lamp went out", "lit"]),
        ("a “lamp” went out in the storm", ["a “lamp” went out in the storm"]),
        ("> the lamp went out\n> that night\nso there", ["> the lamp went out\n> that night"]),
        (
            "look:\n> he said “the lamp went out”\n“nobody lit it again”",
            ["> he said “the lamp went out”", "nobody lit it again"],
        ),
        (">>> the lamp went out\nthat very night", [">>> the lamp went out\nthat very night"]),
        ("a > b and the lamp went out", ["a > b and the lamp went out"]),
        ("“the lamp went out and nobody", ["“the lamp went out and nobody"]),
        ("<@123> the lamp went out <:wave:45> https://a.org/b?c=1", ["the lamp went out"]),
        ("the lamp <#12> went out <t:1700000000:R> at night", ["the lamp", "went out", "at night"]),
        ("**the lamp** went __out__ 🕯️", ["**the lamp** went __out__ 🕯️"]),
        ("“<@!1> <a:b:2>” the lamp", ["“", "” the lamp"][1:]),
        ("", []),
        ("!?", []),
    ],
)
def test_quotations_are_taken_out_of_a_message(message: str, found: list[str]) -> None:
    assert pieces(message) == found


@given(st.one_of(texts(), st.text(), st.text(alphabet="> \n“”\"'abc<@1>")))
def test_stretches_stand_in_order_apart_and_begin_and_end_with_something(message: str) -> None:
    found = find_quoted_spans(message)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for one in found:
        words = message[one.start : one.end]
        assert words == words.strip()
        assert normalize_text(words)


@given(st.one_of(texts(), st.text()))
def test_all_of_a_message_is_all_its_words(message: str) -> None:
    words = " ".join(
        normalize_text(message[one.start : one.end]) for one in find_all_spans(message)
    )
    assert words == normalize_text(message)
