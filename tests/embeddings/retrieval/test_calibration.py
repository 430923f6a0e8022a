"""Scores as probabilities: higher for higher, and a bar between two kinds of questions."""

import math
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.concordance.concordance import Concordance
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.retrieval.calibration import (
    _QUESTION_OPENINGS,
    MAX_OWN_QUESTIONS,
    MIN_BAR,
    MIN_REFUSED_SHARE,
    Calibration,
    generate_questions,
)
from tests.embeddings.index.test_index import concordance_of
from tests.support.made_up_texts import concordances
from tests.support.small_text import small

SCORES = st.lists(st.floats(-50, 50), min_size=1, max_size=40)
SMALL = list(make_embedding_inputs(small()))


@given(SCORES, SCORES, st.floats(-100, 100), st.floats(-100, 100))
def test_a_higher_score_is_never_less_likely(
    own: list[float], others: list[float], one: float, other: float
) -> None:
    curve = Calibration.fit(own, others)
    low, high = curve.probability(min(one, other)), curve.probability(max(one, other))
    assert 0 <= low <= high <= 1
    assert curve.slope > 0


@given(SCORES, SCORES)
def test_the_bar_refuses_most_questions_about_other_things_and_counts_what_it_refuses(
    own: list[float], others: list[float]
) -> None:
    curve = Calibration.fit(own, others)
    assert MIN_BAR <= curve.bar <= 0.9
    for scores, share in ((own, curve.refused_own), (others, curve.refused_others)):
        refused = [score for score in scores if curve.probability(score) < curve.bar]
        assert share == round(len(refused) / len(scores), 4)


def test_two_kinds_that_lie_apart_are_told_apart() -> None:
    own, others = [30.0, 31.0, 33.0, 40.0], [10.0, 12.0, 15.0, 16.0]
    curve = Calibration.fit(own, others)
    assert (curve.refused_own, curve.refused_others) == (0, 1)
    assert min(map(curve.probability, own)) > 0.5 > max(map(curve.probability, others))
    assert curve.probability(23.0) == pytest.approx(0.5, abs=0.05)


def test_a_bar_above_the_least_leaves_that_share_below_it() -> None:
    others = [float(score) for score in range(200)]
    curve = Calibration.fit([150.0 + score for score in range(100)], others)
    assert curve.bar > MIN_BAR
    assert curve.refused_others == pytest.approx(MIN_REFUSED_SHARE, abs=0.01)


def test_kinds_that_are_mixed_up_are_told_apart_by_no_score() -> None:
    curve = Calibration.fit([1.0, 2.0, 3.0], [11.0, 12.0, 13.0])
    assert curve.probability(13.0) == pytest.approx(0.5)
    assert max(curve.probability(score) for score in (1.0, 3.0, 11.0, 12.0)) < curve.bar
    assert curve.refused_own == 1


def test_with_one_kind_of_questions_the_curve_rises_where_it_ends() -> None:
    beside = Calibration.fit([], [1.0, 5.0, 3.0])
    assert beside.probability(5.0) == pytest.approx(0.5)
    assert beside.probability(9.0) > 0.95
    above = Calibration.fit([7.0, 9.0], [])
    assert above.probability(7.0) == pytest.approx(0.5)
    assert (above.refused_own, above.refused_others) == (0, 0)
    assert Calibration.fit([], []).probability(0) == pytest.approx(0.5)


def test_no_score_is_too_far_out_for_a_probability() -> None:
    curve = Calibration(1.0, 0.0, 0.5, 0.0, 0.0)
    assert curve.probability(1e9) == pytest.approx(1)
    assert 0 <= curve.probability(-1e9) < 1e-9
    assert math.isfinite(curve.probability(-1e308))


def test_questions_are_the_same_each_time_and_others_for_another_text() -> None:
    assert generate_questions(SMALL, "one") == generate_questions(SMALL, "one")
    assert generate_questions(SMALL, "one") != generate_questions(SMALL, "two")


@given(concordances(), st.text(max_size=5))
def test_a_question_is_made_of_words_of_one_sentence(concordance: Concordance, seed: str) -> None:
    every = list(make_embedding_inputs(concordance))
    sentences = [Counter(re.findall(r"\w+", words)) for unit in every for words in unit.own]
    for question in generate_questions(every, seed):
        opening = next(
            opening for opening in _QUESTION_OPENINGS if question.startswith(f"{opening} ")
        )
        kept = Counter(question.removeprefix(f"{opening} ").removesuffix("?").split())
        assert any(kept <= words for words in sentences)
        assert 2 <= kept.total() <= 9


def test_no_more_questions_are_made_than_are_needed() -> None:
    sentence = "The keepers of the lamp wrote down little of the storm and of the ice."
    many = list(make_embedding_inputs(concordance_of(*[sentence] * (2 * MAX_OWN_QUESTIONS))))
    found = generate_questions(many, "one")
    assert MAX_OWN_QUESTIONS / 2 < len(found) <= MAX_OWN_QUESTIONS
    words = set(sentence.removesuffix(".").split())
    assert all(question.startswith(("Wh", "How")) for question in found)
    assert all(set(question[:-1].split()[3:]) <= words for question in found)


def test_a_text_of_short_sentences_gives_no_question() -> None:
    assert (
        generate_questions(
            list(make_embedding_inputs(concordance_of("It froze.", "It thawed."))), "one"
        )
        == []
    )
    assert generate_questions([], "one") == []
