"""Support: how much of a question one place in a passage says, as a plain loop finds it."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.index.token_vectors import PlainTokenVectors
from embeddings.models.encoder import Encoded, Vectors
from embeddings.retrieval.late_interaction import LateInteraction
from embeddings.retrieval.support import ModelQuestion, group_content_pieces, score_support

WORDS = "who lit lamp storm winter ice did the".split()
"""Each has a token vector of its own, at right angles to the others."""

WEIGHTS = np.array([0.5, 2.0, 3.0, 1.0, 1.5, 2.5, 0.5, 0.25], dtype=np.float32)
CONTENT = {"lit", "lamp", "storm", "winter", "ice"}
Passages = list[list[list[str]]]


def vectors(words: list[str]) -> Vectors:
    """Return the token vectors of some words."""
    found: Vectors = np.eye(len(WORDS), dtype=np.float32)[[WORDS.index(word) for word in words]]
    return found.reshape(-1, len(WORDS))


def ask(question: str) -> Encoded:
    """Encode a question, a piece for each word."""
    matches = list(re.finditer(r"\w+", question))
    words = [match[0].casefold() for match in matches]
    offsets = np.array([match.span() for match in matches], np.int32).reshape(-1, 2)
    pieces = np.array([WORDS.index(word) for word in words], np.int32)
    return Encoded(np.zeros(len(WORDS), np.float32), vectors(words), pieces, offsets)


def support(question: str, passages: Passages, names: frozenset[str] = frozenset()) -> list[float]:
    """Return how well each passage, of sentences of words, supports a question."""
    sentences = [sentence for passage in passages for sentence in passage]
    firsts = np.cumsum([0, *map(len, passages)], dtype=np.int64)
    starts = np.cumsum([0, *map(len, sentences)], dtype=np.int64)
    rows = vectors([word for sentence in sentences for word in sentence])
    late = LateInteraction(PlainTokenVectors(rows), firsts, starts, WEIGHTS)
    texts = [" ".join(word for sentence in passage for word in sentence) for passage in passages]
    asked = ModelQuestion(question, ask(question), names)
    found = score_support(late, asked, np.arange(len(passages)), texts)
    return [float(score) for score in found]


def plain(question: str, passage: list[list[str]]) -> float:
    """Return the same, word by word."""
    asked = [word for word in question.split() if word in CONTENT]
    total = sum(float(WEIGHTS[WORDS.index(word)]) for word in asked)
    if not asked:
        return 1.0
    return max(
        sum(
            float(WEIGHTS[WORDS.index(word)])
            * max(
                factor * (word in passage[near])
                for near, factor in ((at, 1.0), (at - 1, 0.9), (at + 1, 0.9))
                if 0 <= near < len(passage)
            )
            for word in asked
        )
        / total
        for at in range(len(passage))
    )


some = st.lists(st.sampled_from(WORDS), max_size=4)
passages = st.lists(st.lists(some, min_size=1, max_size=4), min_size=1, max_size=5)


@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), passages)
def test_passages_support_a_question_as_far_as_a_plain_loop_finds(
    question: str, given_passages: Passages
) -> None:
    expected = [plain(question, passage) for passage in given_passages]
    assert support(question, given_passages) == pytest.approx(expected, abs=1e-5)


def test_words_in_one_sentence_support_more_than_in_the_next_and_these_than_far_apart() -> None:
    together, beside, apart = support(
        "who lit the lamp",
        [[["lit", "lamp"]], [["lit"], ["lamp"]], [["lit"], ["ice"], ["lamp"]]],
    )
    assert together == pytest.approx(1)
    assert together > beside > apart


def test_a_neighbour_in_another_passage_supports_nothing() -> None:
    first, second = support("who lit the lamp", [[["lamp"]], [["lit"]]])
    assert first == pytest.approx(3 / 5)
    assert second == pytest.approx(2 / 5)


def test_a_question_that_names_nothing_is_supported_anywhere() -> None:
    assert support("who did the", [[["ice"]], [[]]]) == [1, 1]
    assert support("lamp", []) == []


def test_a_name_has_to_stand_in_the_passage_whatever_a_model_takes_for_it() -> None:
    named, unnamed = support(
        "who lit the lamp", [[["lit", "lamp"]], [["lit"]]], frozenset({"lamp"})
    )
    assert named == pytest.approx(1)
    assert unnamed == pytest.approx(2 / 5)


def pieces(question: str, *spans: tuple[int, int]) -> list[list[int]]:
    """Return the groups of pieces at these places of a question."""
    offsets = np.array(spans, np.int32).reshape(-1, 2)
    return [group.tolist() for group in group_content_pieces(question, offsets)[1]]


def test_the_pieces_of_a_word_are_one_group() -> None:
    assert pieces("Who lit barricades?", (0, 3), (4, 7), (8, 13), (13, 18), (18, 19)) == [
        [1],
        [2, 3],
    ]


@pytest.mark.parametrize(
    "question", ["Who was he?", "how many come first?", "what did they say", "the year"]
)
def test_words_that_name_no_subject_or_only_the_kind_of_answer_are_none(question: str) -> None:
    spans = [match.span() for match in re.finditer(r"\w+", question)]
    assert pieces(question, *spans) == []


def test_a_genitive_belongs_to_its_word_and_a_word_beyond_the_window_has_no_piece() -> None:
    assert pieces("Who’s Okafor’s?", (0, 3), (3, 5), (6, 12), (12, 14)) == [[2, 3]]
    assert pieces("lamp ice", (0, 4)) == [[0]]
