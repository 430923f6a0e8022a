"""The words of a text: found in any form, and several of them only one after another."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.retrieval.vocabulary import Vocabulary

TEXT = "The keepers of Georgia wrote little of the N.E.P., and Ada Marlow lit the lamp on the 17th."
WORDS = Vocabulary(re.findall(r"\w+", TEXT.casefold()), TEXT)


@pytest.mark.parametrize(
    "word", ["keepers", "keeper", "Georgian", "GEORGIA", "nep", "17", "Marlow", "lamps"]
)
def test_a_word_is_there_in_another_form_or_of_the_same_root(word: str) -> None:
    assert WORDS.has_word(word)


@pytest.mark.parametrize("word", ["Geology", "Geor", "Norway", "Mar", "wharf", "", "zz"])
def test_a_word_with_only_a_few_letters_in_common_is_not(word: str) -> None:
    assert not WORDS.has_word(word)


@pytest.mark.parametrize(
    "words", ["Ada Marlow", "ada marlow", "keeper of georgia", "the NEP", "the 17", "lamp"]
)
def test_words_are_there_one_after_another_in_any_forms(words: str) -> None:
    assert WORDS.has_phrase(words)


@pytest.mark.parametrize("words", ["Marlow Ada", "keepers Georgia", "Ada Marl", "Ines Marlow"])
def test_words_that_stand_apart_or_begin_alike_are_no_phrase(words: str) -> None:
    assert not WORDS.has_phrase(words)


def test_a_text_without_a_word_has_none() -> None:
    nothing = Vocabulary([], "")
    assert not nothing.has_word("lamp")
    assert not nothing.has_phrase("lamp")


@given(st.lists(st.from_regex(r"[a-zé]{1,9}", fullmatch=True), min_size=1), st.data())
def test_each_word_and_each_stretch_of_a_text_is_there(
    words: list[str], data: st.DataObject
) -> None:
    vocabulary = Vocabulary(set(words), " ".join(words))
    assert all(map(vocabulary.has_word, words))
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert vocabulary.has_phrase(" ".join(words[start:end]))


@given(
    st.lists(st.from_regex(r"[a-m]{1,4}", fullmatch=True)),
    st.from_regex(r"[n-z]{1,9}", fullmatch=True),
)
def test_a_word_of_other_letters_is_never_there(words: list[str], other: str) -> None:
    vocabulary = Vocabulary(words, " ".join(words))
    assert not vocabulary.has_word(other)
    assert not vocabulary.has_phrase(other)
