"""How far a probability can be believed: what is promised, beside what comes true."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from embeddings.evaluation.evaluate import Result
from embeddings.evaluation.figures import Share, estimate_share

BINS = 10
"""Bins of equal width from 0 to 1 into which probabilities are sorted."""

_SEARCHED = ("answer", "nearest")
"""Outcomes whose scores are probabilities; what is looked up is certain, a hint has none."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The questions whose first passage has a probability from `low` to below `high`.

    `probability` is their mean. `right` is the share whose first passage is right, `answerable`
    the share that the text answers at all. The last bin holds 1 too.
    """

    low: float
    high: float
    questions: int
    probability: float | None
    right: Share | None
    answerable: Share | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Ten bins, how many questions are in them, and the expected calibration errors.

    An expected calibration error (ECE) is the mean, over all questions, of how far the mean
    probability of a question's bin is from the share that came true in it. `left_out` are the
    questions without a probability: looked up, refused without passages, or about the text.
    """

    bins: tuple[ReliabilityBin, ...]
    questions: int
    left_out: int
    ece_right: float | None
    ece_answerable: float | None


def compute_reliability(results: Iterable[Result]) -> Reliability:
    """Return how the probabilities of the first passages compare with what is right."""
    all_results = list(results)
    counted = [
        (score, result) for result in all_results if (score := _read_score(result)) is not None
    ]
    binned: list[list[tuple[float, Result]]] = [[] for _ in range(BINS)]
    for score, result in counted:
        binned[min(int(score * BINS), BINS - 1)].append((score, result))
    return Reliability(
        bins=tuple(_make_bin(number, members) for number, members in enumerate(binned)),
        questions=len(counted),
        left_out=len(all_results) - len(counted),
        ece_right=_compute_error(binned, _is_right),
        ece_answerable=_compute_error(binned, lambda result: result.answerable),
    )


def _read_score(result: Result) -> float | None:
    """Return the probability of the first passage, None where there is none."""
    counts = result.outcome in _SEARCHED and not result.question.is_meta
    return result.score if counts else None


def _is_right(result: Result) -> bool:
    return result.rank == 1


def _make_bin(number: int, members: Sequence[tuple[float, Result]]) -> ReliabilityBin:
    return ReliabilityBin(
        low=number / BINS,
        high=(number + 1) / BINS,
        questions=len(members),
        probability=round(fmean(score for score, _ in members), 3) if members else None,
        right=estimate_share([float(_is_right(result)) for _, result in members]),
        answerable=estimate_share([float(result.answerable) for _, result in members]),
    )


def _compute_error(
    binned: Sequence[Sequence[tuple[float, Result]]], comes_true: Callable[[Result], bool]
) -> float | None:
    """Return the expected calibration error; None without questions."""
    total = sum(map(len, binned))
    if not total:
        return None
    gaps = (abs(sum(score - comes_true(result) for score, result in members)) for members in binned)
    return round(sum(gaps) / total, 3)
