"""Scores as probabilities: higher for higher, and a bar that refuses what a text is not about."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.retrieval.calibration import (
    BAR,
    CURVE,
    CURVE_ALONE,
    FITTED_FILE,
    UNRELATED_QUESTIONS,
    VERSION,
    Calibration,
    Curve,
    FittedCalibration,
)

SCORES = st.lists(st.integers(-500, 500).map(lambda tenths: tenths / 10), max_size=60)
CURVES = st.builds(Curve, st.floats(0.05, 3), st.integers(-40, 40).map(float))


@given(CURVES, SCORES, st.floats(-100, 100), st.floats(-100, 100))
def test_a_higher_score_is_never_less_likely(
    curve: Curve, others: list[float], one: float, other: float
) -> None:
    fitted = Calibration.fit(curve, others)
    low, high = fitted.probability(min(one, other)), fitted.probability(max(one, other))
    assert 0 <= low <= high <= 1
    assert fitted.slope == curve.slope


@given(CURVES, SCORES)
def test_a_curve_stays_where_it_is_and_the_questions_refused_are_counted(
    curve: Curve, others: list[float]
) -> None:
    fitted = Calibration.fit(curve, others)
    assert fitted.bar == BAR
    assert -fitted.offset / fitted.slope == pytest.approx(curve.threshold, abs=0.001)
    refused = [score for score in others if fitted.probability(score) < fitted.bar]
    assert fitted.refused_others == (round(len(refused) / len(others), 4) if others else 0)


@pytest.mark.parametrize("curve", [CURVE, CURVE_ALONE])
def test_the_committed_curves_rise_and_are_one_half_at_their_threshold(curve: Curve) -> None:
    assert curve.slope > 0
    fitted = Calibration.fit(curve, [])
    assert fitted.probability(curve.threshold) == pytest.approx(0.5, abs=1e-4)
    assert fitted.probability(curve.threshold + 20) > 0.9
    assert fitted.probability(curve.threshold - 20) < 0.1


def test_no_score_is_too_far_out_for_a_probability() -> None:
    curve = Calibration(1.0, 0.0, 0.5, 0.0)
    assert curve.probability(1e9) == pytest.approx(1)
    assert 0 <= curve.probability(-1e9) < 1e-9
    assert math.isfinite(curve.probability(-1e308))


def test_the_unrelated_questions_are_many_and_each_stands_once() -> None:
    questions = UNRELATED_QUESTIONS.read_text("utf-8").splitlines()
    assert len(questions) >= 200
    assert len({question.casefold() for question in questions}) == len(questions)
    assert all(question.strip() == question != "" for question in questions)


FITTED = FittedCalibration(Calibration(1.0, 0.0, 0.5, 0.0), frozenset(map(str, range(100))))


def test_what_a_calibration_was_fitted_on_is_read_back(tmp_path: Path) -> None:
    assert FittedCalibration.load(tmp_path, FITTED.calibration) is None
    (tmp_path / FITTED_FILE).write_bytes(FITTED.to_json())
    assert FittedCalibration.load(tmp_path, FITTED.calibration) == FITTED


@pytest.mark.parametrize(
    "written",
    [b"{}", b"", b"[", FITTED.to_json().replace(b'"version": %d' % VERSION, b'"version": 1')],
)
def test_that_of_another_version_or_a_damaged_one_is_not_used(
    tmp_path: Path, written: bytes
) -> None:
    (tmp_path / FITTED_FILE).write_bytes(written)
    assert FittedCalibration.load(tmp_path, FITTED.calibration) is None


@pytest.mark.parametrize(
    ("removed", "added", "holds"), [(0, 0, True), (5, 5, True), (6, 0, False), (0, 6, False)]
)
def test_a_calibration_holds_until_more_than_a_twentieth_changes(
    removed: int, added: int, holds: bool
) -> None:
    passages = [*map(str, range(removed, 100)), *(f"new {number}" for number in range(added))]
    assert FITTED.holds_for(passages) is holds
    assert replace(FITTED, passages=frozenset(passages)).holds_for(passages)
