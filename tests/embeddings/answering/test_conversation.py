"""What was asked before: its words, the work that it named, the passages that it points to."""

from dataclasses import replace

import pytest

from embeddings.answering.conversation import MAX_PASSAGE_NAMES, Context
from embeddings.retrieval.question_names import QuestionNames
from embeddings.types import EarlierTurn
from tests.support.small_text import ICE, small

SMALL = small()
NAMES = QuestionNames(frozenset({"okafor", "lindqvist"}))
QUOTING = SMALL.passages[2]


def after(question: str, place: int | None = 2) -> Context:
    """Return what a question is asked after, of which a passage was shown."""
    passage = None if place is None else SMALL.passages[place]
    return Context(EarlierTurn(question, passage), SMALL, NAMES)


def test_a_question_stands_for_itself() -> None:
    assert after("Who <@1> carried  light?").question == "Who carried light?"


@pytest.mark.parametrize(
    "place", ["p. 45", "What is on page 45?", "the loneliest of the public offices", ""]
)
def test_a_page_or_a_quotation_stands_for_the_names_in_its_passage(place: str) -> None:
    names = after(place).question.split(", ")
    assert names[0] == "Okafor"
    assert "Lindqvist" in names
    assert len(names) <= MAX_PASSAGE_NAMES
    assert after(place, None).question == place


def test_a_question_with_words_of_the_passage_is_still_a_question() -> None:
    assert after("the loneliest of the public offices?").question.endswith("offices?")


def test_the_work_is_the_one_that_was_named() -> None:
    assert after("What does Lindqvist say on page 45?").work == ICE
    assert after("Who lit the lamp?").work is None


def test_what_came_next_stands_in_the_passages_after_the_one_shown() -> None:
    assert list(after("Who?").list_boosted("What happened next?")) == [3, 4, 5]
    assert list(after("Who?", 5).list_boosted("and then?")) == []


def test_who_says_so_stands_in_the_passage_itself() -> None:
    assert list(after("Who?").list_boosted("Who wrote that?")) == [2]
    assert list(after("Who?").list_boosted("Who lit the lamp?")) == []
    assert list(after("Who?", None).list_boosted("Who wrote that?")) == []


def test_a_passage_that_is_not_in_the_text_points_nowhere() -> None:
    other = replace(QUOTING, end=QUOTING.end - 1, text=QUOTING.text[:-1])
    context = Context(EarlierTurn("Who?", other), SMALL, NAMES)
    assert list(context.list_boosted("and then?")) == []
