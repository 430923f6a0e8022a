"""From results to figures: hit@k, MRR@10, pages and refusals, each with its interval."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.evaluation.evaluate import ABOUT, RANK_METRICS, Metric, Result

RESAMPLES = 1000
"""Bootstrap samples from which an interval is computed."""

_SEED = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A share of questions, or the difference of two shares, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a group of questions; a figure that no question counts for is None."""

    kind: str
    questions: int
    hit_at_1: Share | None
    hit_at_3: Share | None
    hit_at_5: Share | None
    mrr_at_10: Share | None
    pages_right: Share | None
    refused: Share | None
    refused_answerable: Share | None
    refused_unanswerable: Share | None
    about: Share | None
    marked: Share | None


def _is_refused(result: Result) -> float:
    return float(not result.answered)


METRICS = (
    *RANK_METRICS,
    Metric(
        "pages_right",
        "pages right",
        lambda result: result.answerable and bool(result.question.pages),
        lambda result: float(result.pages_right),
    ),
    Metric("refused", "refused", lambda result: not result.question.is_meta, _is_refused),
)
"""The metrics that a report shows."""

ALL_METRICS = (
    *METRICS,
    Metric(
        "refused_answerable",
        "refused, answerable",
        lambda result: result.answerable and not result.question.is_meta,
        _is_refused,
    ),
    Metric(
        "refused_unanswerable",
        "refused, unanswerable",
        lambda result: result.unanswerable,
        _is_refused,
    ),
    Metric(
        "about",
        "about the text",
        lambda result: result.question.is_meta,
        lambda result: float(result.outcome == ABOUT),
    ),
    Metric(
        "marked",
        "marked",
        lambda result: result.answerable and bool(result.question.sentences),
        lambda result: float(result.marked),
    ),
)
"""All metrics, in the order of the fields of Figures."""


def compute_figures(results: Sequence[Result]) -> list[Figures]:
    """Return the figures by kind, then those of all answerable and all unanswerable questions."""
    kinds = dict.fromkeys(result.question.kind for result in results)
    by_kind = [
        (kind, [result for result in results if result.question.kind == kind]) for kind in kinds
    ]
    return [compute_group(kind, group) for kind, group in (*by_kind, *group_totals(results))]


def group_totals(results: Iterable[Result]) -> Iterator[tuple[str, list[Result]]]:
    """Yield all answerable and all unanswerable questions with their names, unless empty.

    Questions about the text itself are of the first only where they name paragraphs, and
    never of the second.
    """
    all_results = list(results)
    totals = {
        "all answerable": [result for result in all_results if result.answerable],
        "all unanswerable": [result for result in all_results if result.unanswerable],
    }
    return ((name, group) for name, group in totals.items() if group)


def compute_group(kind: str, results: Sequence[Result]) -> Figures:
    """Return the figures of one group of questions."""
    values = (
        [metric.value(result) for result in results if metric.counts(result)]
        for metric in ALL_METRICS
    )
    return Figures(kind, len(results), *map(estimate_share, values))


def estimate_share(values: Sequence[float]) -> Share | None:
    """Return the mean with its 95 % bootstrap interval, or None without values.

    The random numbers are fixed, so the same values give the same interval.
    """
    if not values:
        return None
    sample = np.asarray(values, dtype=float)
    places = np.random.default_rng(_SEED).integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.percentile(sample[places].mean(axis=1), (2.5, 97.5))
    ends = (sample.mean(), low, high)
    return Share(*(round(float(number), 3) + 0.0 for number in ends))  # + 0.0 turns -0.0 into 0.0
