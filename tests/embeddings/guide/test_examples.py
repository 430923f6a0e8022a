"""Examples of what to ask a text: its entry's own, or else about the names it speaks of most."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.answerer import Answerer
from embeddings.concordance.concordance import Concordance
from embeddings.guide.examples import (
    MAX_NAMES,
    MAX_SUGGESTIONS,
    QUESTION_ABOUT,
    ask_about_names,
    choose_examples,
    choose_suggestions,
)
from embeddings.manifest.tables import MAX_EXAMPLE_LENGTH
from tests.embeddings.index.test_index import concordance_of
from tests.support.made_up_texts import concordances

SAID = (
    "They say that the lamp was lit by Ada Marlow, and that it froze in Rotterdam.",
    "They say that Marlow slept, and that a ship, the Endurance, was held in the ice.",
    "They say that in Rotterdam, nobody woke Marlow.",
)


def about(*names: str) -> tuple[str, ...]:
    """Return the questions about some names."""
    return tuple(QUESTION_ABOUT.format(name) for name in names)


def test_the_examples_of_an_entry_are_taken_as_they_stand() -> None:
    given_ones = ("Who lit the lamp?", "Where did it freeze?")
    assert choose_examples(given_ones, concordance_of(*SAID)) == given_ones


def test_without_any_the_names_of_most_paragraphs_are_asked_about_each_once() -> None:
    found = choose_examples((), concordance_of(*SAID))
    assert found == about("Rotterdam", "Marlow", "the Endurance")


def test_a_name_in_many_paragraphs_goes_before_one_that_is_often_in_one() -> None:
    often = "They say it of Ada, of Ada, of Ada, and of Eve."
    assert ask_about_names(concordance_of(often, "It was Eve, they say.")) == about("Eve", "Ada")


def test_names_that_mean_the_same_are_asked_about_by_the_commonest() -> None:
    said = ("They say that Bronstein slept.", "It was Trotsky, and Trotsky woke.", "They met Ben.")
    concordance = replace(concordance_of(*said), names=(("Trotsky", "Bronstein"),))
    assert ask_about_names(concordance) == about("Trotsky", "Ben")


def test_a_heading_names_nothing_to_ask_about() -> None:
    concordance = concordance_of("Notes on Eve Marsh", *SAID)
    assert not any("Marsh" in question for question in ask_about_names(concordance))


@pytest.mark.parametrize("said", [("It froze all night.", "Nobody slept."), ("It froze in May.",)])
def test_a_text_without_a_name_has_no_examples(said: tuple[str, ...]) -> None:
    assert choose_examples((), concordance_of(*said)) == ()


@given(concordances())
def test_examples_are_few_and_short_and_no_two_alike(concordance: Concordance) -> None:
    found = choose_examples((), concordance)
    assert len(found) == len(set(found)) <= MAX_NAMES
    assert all(len(question) <= MAX_EXAMPLE_LENGTH for question in found)


def test_a_long_name_is_not_asked_about() -> None:
    long = "Union of the " + " ".join(["Harbourkeepers"] * 7)
    assert ask_about_names(concordance_of(f"He joined the {long}.")) == ()


@given(st.lists(st.text(min_size=1), unique=True, max_size=40))
def test_a_hint_names_three_examples_at_most_in_their_order(asked: list[str]) -> None:
    found = choose_suggestions(asked)
    assert len(found) == len(set(found)) == min(MAX_SUGGESTIONS, len(asked))
    assert list(found) == sorted(found, key=asked.index)


def test_a_hint_names_examples_from_all_over_the_list() -> None:
    assert choose_suggestions("abcdefghijkl") == ("a", "e", "i")


def test_the_names_of_the_sample_essay_are_asked_about_and_answered(
    sample_answerer: Answerer,
) -> None:
    found = ask_about_names(sample_answerer.concordance)
    assert len(found) == MAX_NAMES
    assert found[:3] == about("Trotsky", "Lenin", "the Bolsheviks")
    answered = [question for question in found if sample_answerer.answer(question).answered]
    assert len(answered) >= MAX_NAMES - 2
