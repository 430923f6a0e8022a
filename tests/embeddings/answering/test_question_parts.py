"""Messages of two questions: where they are divided, and how the answers are joined."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.question_parts import join_parts, split_question
from embeddings.concordance.proof import prove_hits
from embeddings.types import Answer, AnswerKind, Hit
from tests.support.small_text import small

SMALL = small()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (
            "Who lit the lamp and when did it go out?",
            ["Who lit the lamp?", "when did it go out?"],
        ),
        ("Who lit the lamp? When did it go out", ["Who lit the lamp?", "When did it go out?"]),
        ("Who lit the lamp?? And also why did he?", ["Who lit the lamp?", "why did he?"]),
        ("who lit the lamp, and how was it lit", ["who lit the lamp?", "how was it lit?"]),
        ("and who was Okafor also where was she?", ["and who was Okafor?", "where was she?"]),
        ("Was the lamp lit AND WHO LIT IT", ["Was the lamp lit?", "WHO LIT IT?"]),
    ],
)
def test_two_questions_are_divided(words: str, parts: list[str]) -> None:
    assert split_question(words) == parts


@pytest.mark.parametrize(
    "words",
    [
        "Who lit the lamp?",
        "Who lit the lamp and put it out?",
        "When and where was the lamp lit?",
        "Who lit it and why?",
        "Tell me of the lamp and who lit it again",
        "Who lit the lamp and who put it out and when was that done?",
        "Who lit the lamp? Nobody knows that.",
        "",
        "??? and who",
    ],
)
def test_one_question_is_not_divided_and_neither_are_three(words: str) -> None:
    assert split_question(words) == []


PIECES = "who what when lit lamp storm and also , ? ?? And Why how the (it)".split()


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=80))
def test_parts_are_words_of_the_message_in_their_order(words: str) -> None:
    parts = split_question(words)
    assert len(parts) in (0, 2)
    at = 0
    for part in parts:
        assert part.endswith("?")
        assert len(part.split()) >= 3
        plain = part.removesuffix("?")
        at = words.index(plain, at) + len(plain)


def answer(outcome: AnswerKind, *places: int, message: str | None = None) -> Answer:
    """Return an answer with some passages of the small text, at falling scores."""
    hits = [Hit(SMALL.passages[place], 0.9 - 0.1 * n) for n, place in enumerate(places)]
    edition = SMALL.document.edition
    return Answer("Who?", outcome, message, prove_hits(SMALL, hits), edition, 2.0)


def places(joined: Answer) -> list[int]:
    """Return the places of an answer's passages in the text."""
    return [SMALL.passages.index(one.passage) for one in joined.passages]


def test_the_passages_of_the_parts_are_listed_in_turn_and_each_once() -> None:
    parts = (answer("answer", 0, 1, 2), answer("answer", 1, 4))
    joined = join_parts("Who, and why?", parts, 9)
    assert places(joined) == [0, 1, 4, 2]
    assert [one.rank for one in joined.passages] == [1, 2, 3, 4]
    assert (joined.question, joined.outcome) == ("Who, and why?", "answer")
    assert joined.parts == parts
    assert joined.elapsed_ms == 4.0
    assert places(join_parts("Who?", parts, 2)) == [0, 1]


def test_a_part_without_an_answer_adds_no_passage() -> None:
    parts = (answer("nearest", 5, message="No."), answer("answer", 1, 2))
    joined = join_parts("Who?", parts, 9)
    assert places(joined) == [1, 2]
    assert joined.answered
    assert joined.parts == parts


def test_with_another_part_the_answer_is_not_about_the_text_alone() -> None:
    about = answer("about", message="“Lamps” is by nobody.")
    assert join_parts("Who?", (about, answer("answer", 1)), 9).outcome == "answer"
    assert join_parts("Who?", (about, answer("nearest", 1)), 9).outcome == "about"


def test_it_is_joined_with_a_question_before_where_a_part_is() -> None:
    one = answer("answer", 1)
    assert not join_parts("Who?", (one, one), 3).joined
    assert join_parts("Who?", (one, replace(one, joined=True)), 3).joined


@given(
    st.lists(st.lists(st.integers(0, 5), unique=True, min_size=1), min_size=1), st.integers(1, 6)
)
def test_the_first_of_each_part_comes_before_the_second_of_any(
    parts: list[list[int]], limit: int
) -> None:
    joined = places(join_parts("Who?", [answer("answer", *part) for part in parts], limit))
    assert len(joined) == min(limit, len({place for part in parts for place in part}))
    firsts = list(dict.fromkeys(part[0] for part in parts))
    assert joined[: len(firsts)] == firsts[:limit]
