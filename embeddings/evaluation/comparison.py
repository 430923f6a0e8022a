"""What two ways of answering the same questions differ in, and what one of them gets wrong."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from embeddings.diff.diff import Diff
from embeddings.evaluation.evaluate import (
    DEPTH,
    MEASURES,
    Figures,
    Result,
    of_group,
    regraded,
    share,
    totals,
)

Verdict = Literal["better", "worse", "mixed"]
Problem = Literal[
    "wrong passage first", "refused though answerable", "answered though not answerable"
]


@dataclass(frozen=True, slots=True)
class Change:
    """A question that two answerers treat differently, in the rank or in the refusal.

    `mixed` is one that got better in the one and worse in the other.
    """

    verdict: Verdict
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Ablation:
    """The figures of the answerable questions without a stage, and what that changes.

    `without` is None for all stages. Refusals are None: the bar was set with all stages.
    """

    without: str | None
    figures: Figures
    difference: Figures


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was not answered as it should be, and how."""

    asked: Result
    problems: tuple[Problem, ...]


def differences(before: Sequence[Result], after: Sequence[Result]) -> list[Figures]:
    """Return how the totals changed; the interval is drawn over questions, pair by pair."""
    earlier = dict(totals(before))
    return [_difference(kind, earlier[kind], group) for kind, group in totals(after)]


def _difference(kind: str, before: Sequence[Result], after: Sequence[Result]) -> Figures:
    pairs = list(zip(before, after, strict=True))
    values = (
        [one.value(new) - one.value(old) for old, new in pairs if one.counts(new)]
        for one in MEASURES
    )
    return Figures(kind, len(pairs), *map(share, values))


def changes(before: Iterable[Result], after: Iterable[Result]) -> list[Change]:
    """Return the questions that got better, then those that got worse, then the mixed ones."""
    pairs = zip(before, after, strict=True)
    found = [
        Change(verdict, old, new)
        for old, new in pairs
        if (verdict := _verdict(old, new)) is not None
    ]
    return [one for kind in ("better", "worse", "mixed") for one in found if one.verdict == kind]


def _verdict(before: Result, after: Result) -> Verdict | None:
    gains = {_gain(_place(before), _place(after)), _gain(_misjudged(before), _misjudged(after))}
    gains.discard(0)
    if len(gains) == 2:
        return "mixed"
    return ("better" if 1 in gains else "worse") if gains else None


def _gain(before: int, after: int) -> int:
    return (after < before) - (after > before)


def _place(asked: Result) -> int:
    return asked.rank or DEPTH + 1


def _misjudged(asked: Result) -> int:
    return int(asked.answered != asked.answerable)


def graded(
    before: Sequence[Result], after: Sequence[Result], found: Diff
) -> tuple[list[Result], list[Result]]:
    """Return what came of questions in two editions, by the paragraphs that are right in each.

    Questions name paragraphs by the numbers of one text, and the paragraphs are known in the
    other by what they say. They may have been corrected with the text: then the earlier edition
    proves it.
    """
    forward, back = found.numbers(), found.numbers(back=True)
    readings = (
        (list(before), [regraded(one, forward) for one in after]),
        ([regraded(one, back) for one in before], list(after)),
    )
    return max(readings, key=lambda reading: sum(map(_reciprocal, reading[0])))


def _reciprocal(asked: Result) -> float:
    return 1 / asked.rank if asked.rank else 0.0


def ablation(
    every: Sequence[Result], without: Iterable[tuple[str, Sequence[Result]]]
) -> Iterator[Ablation]:
    """Yield the figures with all stages, then those without each, beside the difference."""
    base = [one for one in every if one.answerable]
    yield _ablated(None, base, base)
    for stage, asked in without:
        yield _ablated(stage, base, [one for one in asked if one.answerable])


def _ablated(stage: str | None, base: Sequence[Result], asked: Sequence[Result]) -> Ablation:
    name = f"without {stage}" if stage else "all stages"
    figures = replace(of_group(name, asked), refused=None)
    return Ablation(stage, figures, replace(_difference(name, base, asked), refused=None))


def failures(asked: Iterable[Result]) -> list[Failure]:
    """Return the questions that were not answered as they should be."""
    found = (Failure(one, tuple(_problems(one))) for one in asked)
    return [one for one in found if one.problems]


def _problems(asked: Result) -> Iterator[Problem]:
    if asked.answerable and asked.rank != 1:
        yield "wrong passage first"
    if asked.answerable and not asked.answered:
        yield "refused though answerable"
    if asked.answered and not asked.answerable:
        yield "answered though not answerable"
