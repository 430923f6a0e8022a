"""Scores as probabilities: higher for higher, and a curve for one model and for two."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.retrieval.calibration import Calibration, choose_calibration

CALIBRATIONS = st.builds(Calibration, st.floats(0.05, 3), st.integers(-40, 40).map(float))


@given(CALIBRATIONS, st.floats(-100, 100), st.floats(-100, 100))
def test_a_higher_score_is_never_less_likely(
    calibration: Calibration, one: float, other: float
) -> None:
    low = calibration.probability(min(one, other))
    assert 0 <= low <= calibration.probability(max(one, other)) <= 1


@pytest.mark.parametrize("models", [1, 2])
def test_the_committed_curves_rise_and_are_one_half_at_their_threshold(models: int) -> None:
    calibration = choose_calibration(models)
    assert calibration.probability(calibration.threshold) == pytest.approx(0.5, abs=1e-4)
    assert calibration.probability(calibration.threshold + 20) > 0.9
    assert calibration.probability(calibration.threshold - 20) < 0.1


def test_one_model_scores_lower_than_two() -> None:
    assert choose_calibration(1).threshold < choose_calibration(2).threshold


def test_no_score_is_too_far_out_for_a_probability() -> None:
    calibration = Calibration(1.0, 0.0)
    assert calibration.probability(1e9) == pytest.approx(1)
    assert 0 <= calibration.probability(-1e9) < 1e-9
    assert math.isfinite(calibration.probability(-1e308))
