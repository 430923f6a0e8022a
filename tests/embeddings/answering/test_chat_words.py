"""Questions of chat written out: what stands for a word is one, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.chat_words import _WRITTEN_OUT, drop_asking, write_out


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("how many ppl got shot", "how many people got shot"),
        ("why did he lose w/o a fight", "why did he lose without a fight"),
        ("whats permanent revolution", "what is permanent revolution"),
        ("how come Kornilov lost?", "why Kornilov lost?"),
        ("T(n) of the U.S. and yr’s", "T(n) of the U.S. and yr’s"),
    ],
)
def test_short_forms_are_written_out_and_parts_of_words_left(typed: str, written: str) -> None:
    assert write_out(typed) == written


@given(st.text(max_size=80))
def test_writing_out_twice_changes_nothing_more(question: str) -> None:
    written = write_out(question)
    assert write_out(written) == written


@given(st.lists(st.sampled_from("lamp Okafor who? 1905 ice".split()), max_size=8).map(" ".join))
def test_words_that_are_no_short_form_stay(question: str) -> None:
    assert write_out(question) == question


def test_what_is_written_out_is_no_short_form() -> None:
    words = [word for whole in _WRITTEN_OUT.values() for word in whole.split()]
    assert not _WRITTEN_OUT.keys() & set(words)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("can someone explain the lamp", "the lamp"),
        ("hey, can you tell me who lit it?", "who lit it?"),
        ("does anyone know when it froze", "when it froze"),
        ("i want to know about ice", "about ice"),
        ("tell me about the trial", "about the trial"),
        ("Who can tell me the hour?", "Who can tell me the hour?"),
        ("tell me", "tell me"),
    ],
)
def test_words_that_only_ask_are_left_out_at_the_beginning(question: str, left: str) -> None:
    assert drop_asking(question) == left
