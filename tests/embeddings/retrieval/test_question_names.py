"""Names in questions: recognised by their form or by the text, and those that it never has."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.retrieval.question_names import QuestionNames, find_definition_subject
from embeddings.retrieval.vocabulary import Vocabulary

TEXT = (
    "The keepers met Ada Marlow in May. Nobody asked Marlow why the war began. In Georgia the "
    "Spanish Lamp went out; the lamp of Okafor’s ship did not. Voss wrote of it, and of the NEP."
)
NAMES = QuestionNames.of(TEXT)
VOCABULARY = Vocabulary(re.findall(r"\w+", TEXT.casefold()), TEXT)


def absent(question: str) -> list[str]:
    """Return the names of a question that the text never has."""
    return NAMES.list_absent(question, VOCABULARY)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who was Ada Marlow?", ["Ada Marlow"]),
        ("who was ada marlow?", ["ada marlow"]),
        ("What did Marlow’s lamp do to Okafor's?", ["Marlow", "Okafor"]),
        ("Marlow met Zubrowka and Zubrowka met Marlow", ["Marlow", "Zubrowka"]),
        ("Zubrowka lit it", []),
        ("So it did. Zubrowka lit it", []),
        ("Who lit the lamp in May?", []),
        ("Who began the war?", []),
    ],
)
def test_names_are_known_by_a_capital_within_a_sentence_or_by_the_text(
    question: str, names: list[str]
) -> None:
    assert NAMES.list_names(question) == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who was Zubrowka?", ["Zubrowka"]),
        ("What did Zubrowka say to Lindqvist of Marlow?", ["Zubrowka", "Lindqvist"]),
        ("What did Zubrowka’s brother and Zubrowka do?", ["Zubrowka"]),
        ("What did Ada Zubrowka write?", ["Ada Zubrowka"]),
        ("Who won the Spanish Lamp War?", ["Spanish Lamp War"]),
        ("who was zubrowka?", ["zubrowka"]),
        ("and what is a photosynthesis", ["photosynthesis"]),
        ("what did zubrowka think of the lamp", ["zubrowka"]),
    ],
)
def test_a_name_that_the_text_never_has_is_absent(question: str, names: list[str]) -> None:
    assert absent(question) == names


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Who was Marlow?", id="a name of the text"),
        pytest.param("who was marlow?", id="the same without a capital"),
        pytest.param("What did Ines Marlow write?", id="by the family name"),
        pytest.param("What did Clara Voss write?", id="which only begins a sentence"),
        pytest.param("Who was Marlowe, or Okafer?", id="misspelt"),
        pytest.param("What is a Georgian?", id="of the same root"),
        pytest.param("What happened in May to the Lamp?", id="no name"),
        pytest.param("Who broke the Spanish Lamp?", id="as a whole"),
        pytest.param("Which keepers in Norway met her before the war?", id="only a place"),
        pytest.param("WHO WAS ZUBROWKA", id="all in capitals"),
        pytest.param("What was the NATO?", id="an abbreviation"),
        pytest.param("how does photosynthesis work", id="not asked to be explained"),
        pytest.param("Who was it?", id="a pronoun"),
        pytest.param("", id="nothing"),
    ],
)
def test_nothing_else_is_absent(question: str) -> None:
    assert absent(question) == []


def test_a_place_in_a_question_about_nothing_else_is_absent() -> None:
    assert absent("Who was in Norway?") == ["Norway"]


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("who was parvus?", "parvus"),
        ("And what's the N.E.P.", "N.E.P."),
        ("What is a lamp keeper?", "lamp keeper"),
        ("who were the red guards", "red guards"),
        ("who was he?", None),
        ("what is it about?", None),
        ("Who lit the lamp?", None),
        ("who was the keeper of the lamp", None),
    ],
)
def test_what_is_to_be_explained_is_found(question: str, subject: str | None) -> None:
    assert find_definition_subject(question) == subject


WORDS = "Who was Ada Marlow in zubrowka Zubrowka’s May War (the) ? . ’s Éva NEP 1917 …".split()


@given(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(max_size=60))
def test_names_stand_apart_in_the_question_and_absent_ones_are_its_words(question: str) -> None:
    end = -1
    for start, stop in NAMES.find_spans(question):
        assert end < start < stop <= len(question)
        assert question[start:stop].strip() == question[start:stop]
        end = stop
    assert all(name in question for name in absent(question))


@given(st.lists(st.sampled_from(WORDS), min_size=1).map(" ".join))
def test_no_name_of_a_text_is_absent_from_it(text: str) -> None:
    names = QuestionNames.of(text)
    vocabulary = Vocabulary(set(re.findall(r"\w+", text.casefold())), text)
    for name in names.list_names(text):
        assert names.list_absent(f"Who was {name} then?", vocabulary) == []


@given(st.text(max_size=200))
def test_what_a_text_writes_in_lower_case_is_no_proper_name(text: str) -> None:
    lower = {word for word in re.findall(r"\w+", text) if word[0].islower()}
    assert QuestionNames.of(text).proper.isdisjoint(lower)
