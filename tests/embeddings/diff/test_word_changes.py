"""Which words differ between two texts, and which are only spelled anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.diff.word_changes import WordChange, compare_words, is_near, list_words

WORDS = st.lists(st.sampled_from("the lamp is lit and was never put out".split()), max_size=12)


@pytest.mark.parametrize(
    ("word", "other"),
    [("teh", "the"), ("remembres", "remembers"), ("harbour", "harbor"), ("recieve", "receive"),
     ("organisation", "organization"), ("Trotzky".lower(), "trotsky"), ("lihgt", "light")],
)  # fmt: skip
def test_a_misspelling_is_near(word: str, other: str) -> None:
    assert is_near(word, other)
    assert is_near(other, word)


@pytest.mark.parametrize(
    ("word", "other"),
    [("he", "she"), ("not", "now"), ("was", "saw"), ("seen", "unseen"), ("moral", "immoral"),
     ("1917", "1971"), ("17th", "18th"), ("keeper", "sailor"), ("is", "was")],
)  # fmt: skip
def test_another_word_is_not(word: str, other: str) -> None:
    assert not is_near(word, other)
    assert not is_near(other, word)


@pytest.mark.parametrize(
    ("was", "now", "changes"),
    [
        ("The lamp is lit.", "the LAMP – is lit", []),
        ("The lamp is lit", "The lamp is", [(("lit",), ())]),
        ("The lamp is lit", "The old lamp is lit", [((), ("old",))]),
        ("to day it is lit", "today it is lit", []),
        ("revo- lution", "revolution", []),
        ("the keeper's lamp", "the keepers lamp", []),
        (
            "before the tide",
            "behind the storm",
            [(("before",), ("behind",)), (("tide",), ("storm",))],
        ),
    ],
)
def test_words_are_compared_whatever_is_around_them(
    was: str, now: str, changes: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    assert compare_words(was, now) == [WordChange(*each) for each in changes]


def test_a_word_that_stands_elsewhere_is_no_misspelling() -> None:
    assert compare_words("the lamp was lost", "the lamp was last") == []
    assert compare_words("the lamp was lost", "the lamp was last", {"lost"}) != []


@given(WORDS, WORDS)
def test_all_that_differs_is_named(was: list[str], now: list[str]) -> None:
    changes = compare_words(" ".join(was), " ".join(now), set(was))
    lost = sum(len(change.was) for change in changes)
    put_in = sum(len(change.now) for change in changes)
    assert len(was) - lost == len(now) - put_in or "".join(was) == "".join(now)
    assert list_words(" ".join(was)) == was
