"""Two runs of the same questions compared, and the failures of one run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from embeddings.diff.diff import Diff
from embeddings.evaluation.evaluate import MAX_RANK, Result, compute_reciprocal_rank, regrade
from embeddings.evaluation.figures import (
    ALL_METRICS,
    Figures,
    compute_group,
    estimate_share,
    group_totals,
)

Verdict = Literal["better", "worse", "mixed"]
Problem = Literal[
    "wrong passage first",
    "refused though answerable",
    "answered though not answerable",
    "told nothing about the text",
]


@dataclass(frozen=True, slots=True)
class ResultChange:
    """A question whose rank or refusal differs between two runs.

    The verdict is `mixed` if one of the two got better and the other worse.
    """

    verdict: Verdict
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Ablation:
    """The figures of the answerable questions without a stage, and their difference.

    `without` is None for all stages. Refusals are None, as the bar was set with all stages.
    """

    without: str | None
    figures: Figures
    difference: Figures


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was answered wrongly, and in which ways."""

    result: Result
    problems: tuple[Problem, ...]


def compute_differences(before: Sequence[Result], after: Sequence[Result]) -> list[Figures]:
    """Return the differences of the totals; questions are paired to compute the intervals."""
    earlier = dict(group_totals(before))
    return [_compute_difference(kind, earlier[kind], group) for kind, group in group_totals(after)]


def _compute_difference(kind: str, before: Sequence[Result], after: Sequence[Result]) -> Figures:
    pairs = list(zip(before, after, strict=True))
    values = (
        [metric.value(new) - metric.value(old) for old, new in pairs if metric.counts(new)]
        for metric in ALL_METRICS
    )
    return Figures(kind, len(pairs), *map(estimate_share, values))


def list_changes(before: Iterable[Result], after: Iterable[Result]) -> list[ResultChange]:
    """Return the questions that got better, then those that got worse, then the mixed ones."""
    unsorted = [
        ResultChange(verdict, old, new)
        for old, new in zip(before, after, strict=True)
        if (verdict := _judge_change(old, new)) is not None
    ]
    order: tuple[Verdict, ...] = ("better", "worse", "mixed")
    return sorted(unsorted, key=lambda change: order.index(change.verdict))


def _judge_change(before: Result, after: Result) -> Verdict | None:
    gains = {
        _compare(_get_rank(before), _get_rank(after)),
        _compare(before.is_misjudged, after.is_misjudged),
    }
    gains.discard(0)
    if len(gains) == 2:
        return "mixed"
    return ("better" if 1 in gains else "worse") if gains else None


def _compare(before: int, after: int) -> int:
    """Return 1 if a number has fallen, -1 if it has risen, and 0 if it is the same."""
    return (after < before) - (after > before)


def _get_rank(result: Result) -> int:
    return result.rank or MAX_RANK + 1


def grade_editions(
    before: Sequence[Result], after: Sequence[Result], diff: Diff
) -> tuple[list[Result], list[Result]]:
    """Grade results of two editions by the paragraphs that are right in each.

    Questions name paragraphs by their numbers in one edition; `diff` tells which paragraphs
    these are in the other. The edition meant is the one by whose numbers the earlier edition
    answers better, since the questions may have been corrected together with the text.
    """
    forward, back = diff.map_paragraphs(), diff.map_paragraphs(back=True)
    readings = (
        (list(before), [regrade(result, forward) for result in after]),
        ([regrade(result, back) for result in before], list(after)),
    )
    return max(readings, key=lambda reading: sum(map(compute_reciprocal_rank, reading[0])))


def compute_ablation(
    all_stages: Sequence[Result], without: Iterable[tuple[str, Sequence[Result]]]
) -> Iterator[Ablation]:
    """Yield the figures with all stages, then those without each, with the difference."""
    base = [result for result in all_stages if result.answerable]
    yield _compute_ablation(None, base, base)
    for stage, results in without:
        yield _compute_ablation(stage, base, [result for result in results if result.answerable])


def _compute_ablation(
    stage: str | None, base: Sequence[Result], results: Sequence[Result]
) -> Ablation:
    name = f"without {stage}" if stage else "all stages"
    figures = _drop_refusals(compute_group(name, results))
    difference = _drop_refusals(_compute_difference(name, base, results))
    return Ablation(stage, figures, difference)


def _drop_refusals(figures: Figures) -> Figures:
    return replace(figures, refused=None, refused_answerable=None, refused_unanswerable=None)


def list_failures(results: Iterable[Result]) -> list[Failure]:
    """Return the questions that were answered wrongly."""
    checked = (Failure(result, tuple(_list_problems(result))) for result in results)
    return [failure for failure in checked if failure.problems]


def _list_problems(result: Result) -> Iterator[Problem]:
    if result.answerable and result.rank != 1:
        yield "wrong passage first"
    if result.question.is_meta:
        if result.is_misjudged:
            yield "told nothing about the text"
    elif result.is_misjudged:
        yield "answered though not answerable" if result.answered else "refused though answerable"
