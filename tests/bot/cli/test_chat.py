"""`concordance chat`: a question after another, each answered, and no more after a farewell."""

from collections.abc import Callable

import pytest

from tests.support.cli_program import Program

Chat = Callable[..., str]


@pytest.fixture
def chat(program: Program) -> Chat:
    """Return what types lines and returns what was printed."""

    def typed(*lines: str) -> str:
        ended = program("chat", stdin="".join(f"{line}\n" for line in lines))
        assert (ended.status, ended.err) == (0, "")
        return ended.out

    return typed


def test_each_question_is_answered_as_by_ask(program: Program, chat: Chat) -> None:
    questions = ("Who painted the door green?", "What is on page 41?")
    alone = [program("ask", "-k", "1", question).out for question in questions]
    assert chat(*questions) == "".join(f"{answer}\n" for answer in alone)


def test_a_question_that_leans_on_the_one_before_is_searched_with_it(chat: Chat) -> None:
    said = chat("Who keeps the light when the keeper sleeps?", "and who asked that?")
    assert "following on: Who keeps the light when the keeper sleeps?" in said


def test_nothing_follows_on_what_was_not_answered(chat: Chat) -> None:
    assert "following on" not in chat("hello", "and who asked that?")


@pytest.mark.parametrize("farewell", ["exit", " Quit ", "bye"])
def test_a_farewell_ends_it_and_empty_lines_are_passed_over(chat: Chat, farewell: str) -> None:
    asked = "What is on page 41?"
    assert chat("", asked, "  ", farewell, asked) == chat(asked)
