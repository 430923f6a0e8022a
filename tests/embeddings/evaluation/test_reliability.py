"""Probabilities beside what came true of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.evaluation.evaluate import EvaluationQuestion, Result
from embeddings.evaluation.figures import Share
from embeddings.evaluation.reliability import compute_reliability


def asked(
    score: float | None,
    rank: int | None = None,
    *,
    answerable: bool = True,
    outcome: str = "answer",
    kind: str = "fact",
) -> Result:
    """Make a question whose first passage has a probability."""
    question = EvaluationQuestion(
        question="Who?", kind=kind, paragraphs=frozenset({1} if answerable else ())
    )
    return Result(question, (), rank, False, True, score=score, outcome=outcome)


def test_a_bin_has_its_mean_probability_and_the_shares_that_came_true() -> None:
    results = [
        asked(0.92, 1),
        asked(0.98, 2),
        asked(0.9, None, answerable=False),
        asked(1.0, 1),
        asked(0.25, 3, outcome="nearest"),
    ]
    reliability = compute_reliability(results)
    last, low = reliability.bins[9], reliability.bins[2]
    assert (last.low, last.high, last.questions, last.probability) == (0.9, 1.0, 4, 0.95)
    assert last.right is not None
    assert last.answerable is not None
    assert (last.right.value, last.answerable.value) == (0.5, 0.75)
    assert (low.questions, low.right, low.answerable) == (1, Share(0, 0, 0), Share(1, 1, 1))
    assert (reliability.bins[0].questions, reliability.bins[0].probability) == (0, None)
    assert reliability.ece_right == round((4 * 0.45 + 0.25) / 5, 3)
    assert reliability.ece_answerable == round((4 * 0.2 + 0.75) / 5, 3)


@pytest.mark.parametrize(
    "result",
    [
        asked(None, outcome="nearest"),
        asked(1.0, 1, outcome="page"),
        asked(1.0, 1, outcome="source"),
        asked(None, outcome="hint"),
        asked(0.5, kind="meta"),
    ],
)
def test_what_has_no_probability_is_left_out(result: Result) -> None:
    reliability = compute_reliability([result])
    assert (reliability.questions, reliability.left_out) == (0, 1)
    assert (reliability.ece_right, reliability.ece_answerable) == (None, None)


def test_a_probability_of_nought_counts() -> None:
    assert compute_reliability([asked(0.0)]).bins[0].questions == 1


@given(st.lists(st.floats(0, 1), max_size=30))
def test_every_probability_lies_in_its_bin_and_errors_are_shares(scores: list[float]) -> None:
    reliability = compute_reliability(asked(score, 1) for score in scores)
    assert sum(each.questions for each in reliability.bins) == len(scores)
    for each in reliability.bins:
        if each.probability is not None:
            assert each.low - 0.001 <= each.probability <= each.high + 0.001
    assert reliability.ece_right is None or 0 <= reliability.ece_right <= 1
