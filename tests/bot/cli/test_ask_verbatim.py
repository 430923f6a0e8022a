"""`concordance ask`: a piece of the text finds its place, and the words that answer are marked."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.bot_fixtures import AskAll

PIECES = {
    "as it stands": (
        "seized Chernov, a socialist minister",
        "seized Chernov, a socialist minister",
    ),
    "in capitals": ("AN ANGRY CROWD SEIZED CHERNOV", "an angry crowd seized Chernov"),
    "without its comma": (
        "seized Chernov a socialist minister",
        "seized Chernov, a socialist minister",
    ),
    "with other marks": ("Chernov sat: in a car!?", "Chernov sat in a car"),
    "in quotation marks": ("“Chernov sat in a car…”", "Chernov sat in a car"),
    "in marks of other kinds": (
        "«an angry crowd» seized 'Chernov'",
        "an angry crowd seized Chernov",
    ),
    "with a blank for its dash": (
        "led the half fainting Chernov indoors",
        "led the half-fainting Chernov indoors",
    ),
    "with a dash between": (
        "Chernov sat in a car — with the crowd raging",
        "Chernov sat in a car with the crowd raging",
    ),
    "with a straight apostrophe": (
        "Engels's The Peasant War in Germany",
        "Engels’s The Peasant War in Germany",
    ),
    "without its apostrophe": (
        "Isaac Deutschers The Prophet, the great",
        "Isaac Deutscher’s The Prophet, the great",
    ),
    "over two lines": ("Chernov sat\n  in a car", "Chernov sat in a car"),
    "past a citation": (
        "saved Chernov from the crowd. Chernov sat in a car",
        "saved Chernov from the crowd (Deutscher, p. 282). Chernov sat in a car",
    ),
}

REMEMBERED = {
    "a word wrong": (
        "he led the half-fainting Chernov inside by the arm",
        "he led the half-fainting Chernov indoors by the arm",
    ),
    "a word more": (
        "Chernov sat in a big car with the crowd raging round him",
        "Chernov sat in a car with the crowd raging round him",
    ),
    "misspelt": (
        "Chernov satt in a car with the croud raging round him",
        "Chernov sat in a car with the crowd raging round him",
    ),
}

ASKED = {
    "a fact": "When was Trotsky born?",
    "a reason": "Why did he turn down the job of Lenin's deputy?",
    "a theme": "How did Trotsky speak to the soldiers and the sailors?",
    "near the subject": "Who killed Trotsky, and why?",
    "far from it": "How do I make sourdough bread at home?",
}


def marked(passage: dict[str, Any]) -> list[str]:
    """Return the words that a passage has marked."""
    return [passage["text"][start:end] for start, end in passage["highlights"]]


@pytest.fixture(scope="module")
def found(ask_all: AskAll) -> Callable[[str], dict[str, Any]]:
    """Return what is answered to each question of this file; all were asked in one run."""
    pieces = [asked for asked, _ in (*PIECES.values(), *REMEMBERED.values())]
    questions = [*pieces, *ASKED.values(), PUT_BETWEEN, "What is on page 282?"]
    return {one["question"]: one for one in ask_all(questions)}.__getitem__


PUT_BETWEEN = "Where does “the crowd raging round him” stand?"


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_of_the_text_finds_its_place_and_is_what_is_marked(
    found: Callable[[str], dict[str, Any]], name: str
) -> None:
    question, words = PIECES[name]
    answer = found(question)
    assert (answer["outcome"], answer["answered"]) == ("source", True)
    assert [marked(one) for one in answer["passages"]] == [[words]]
    assert answer["passages"][0]["score"] == 1.0


@pytest.mark.parametrize("name", REMEMBERED)
def test_a_piece_that_is_half_remembered_finds_its_place_first(
    found: Callable[[str], dict[str, Any]], name: str
) -> None:
    question, words = REMEMBERED[name]
    answer = found(question)
    assert (answer["outcome"], answer["answered"]) == ("source", True)
    assert marked(answer["passages"][0]) == [words]
    assert 0.75 <= answer["passages"][0]["score"] < 1.0


def test_what_a_question_puts_between_quotation_marks_is_found_first(
    found: Callable[[str], dict[str, Any]],
) -> None:
    answer = found(PUT_BETWEEN)
    assert "the crowd raging round him" in answer["passages"][0]["text"]
    assert all("raging round him" not in one["text"] for one in answer["passages"][1:])


@pytest.mark.parametrize("name", ASKED)
def test_every_passage_that_answers_has_its_words_marked_within_it(
    found: Callable[[str], dict[str, Any]], name: str
) -> None:
    answer = found(ASKED[name])
    assert len(answer["passages"]) == 3
    for passage in answer["passages"] if answer["answered"] else ():
        (words,) = marked(passage)
        ((start, end),) = passage["highlights"]
        assert 0 <= start < end <= len(passage["text"])
        assert words == words.strip()


def test_the_nearest_passages_have_nothing_marked_since_they_are_no_answer(
    found: Callable[[str], dict[str, Any]],
) -> None:
    answer = found(ASKED["far from it"])
    assert answer["outcome"] == "nearest"
    assert all(one["highlights"] == [] for one in answer["passages"])


def test_the_words_that_answer_are_marked_alone_where_they_are_clear(
    found: Callable[[str], dict[str, Any]],
) -> None:
    first, *_ = found(ASKED["a fact"])["passages"]
    assert marked(first) == ["26 October 1879"]


def test_else_the_sentence_that_answers_is_marked(found: Callable[[str], dict[str, Any]]) -> None:
    first, *_ = found(ASKED["a reason"])["passages"]
    (words,) = marked(first)
    assert words.endswith(".")
    assert words != first["text"]


def test_a_page_that_is_looked_up_has_nothing_marked(
    found: Callable[[str], dict[str, Any]],
) -> None:
    answer = found("What is on page 282?")
    assert answer["passages"]
    assert all(one["highlights"] == [] for one in answer["passages"])
