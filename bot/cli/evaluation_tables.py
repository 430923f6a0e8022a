"""The results of `concordance evaluate`: tables for people, JSON objects for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from embeddings.evaluation.comparison import Ablation, Failure, ResultChange
    from embeddings.evaluation.evaluate import Metric, Result
    from embeddings.evaluation.figures import Figures, Share
    from embeddings.evaluation.reliability import Reliability, ReliabilityBin


@dataclass(frozen=True, slots=True)
class EvaluationTable:
    """A table, the objects that are printed in its place as JSON, and the words for no rows."""

    names: Sequence[str]
    rows: Sequence[Sequence[object]]
    objects: Sequence[Mapping[str, object]]
    nothing: str = "nothing"


def print_tables(tables: Iterable[EvaluationTable], as_json: bool) -> None:
    """Print tables with a blank line between them, or their objects, one a line."""
    from bot.cli.terminal import print_rows

    for number, table in enumerate(tables):
        if as_json:
            for row in table.objects:
                typer.echo(json.dumps(row, ensure_ascii=False))
            continue
        if number:
            typer.echo()
        if table.rows:
            print_rows(table.names, table.rows)
        else:
            typer.echo(table.nothing)


_KIND_COLUMN = {
    "figures": "kind",
    "alone": "without what was asked before",
    "difference": "difference",
}
"""The name of the column of kinds, by what a row shows."""


_ONLY_JSON = ("hit_at_5", "refused")
"""Metrics that a table has no room for."""


def show_figures(row: str, figures: "Sequence[tuple[str, Figures]]") -> EvaluationTable:
    """Show figures with the names of their sets, or their differences, which have a sign."""
    from embeddings.evaluation.figures import ALL_METRICS

    signed = row == "difference"
    shown = [metric for metric in ALL_METRICS if metric.name not in _ONLY_JSON]
    names = ("set", _KIND_COLUMN[row], "questions", *(measure.label for measure in shown))
    cells = [
        [name, group.kind, group.questions, *_format_shares(group, shown, signed)]
        for name, group in figures
    ]
    objects = [
        {
            "row": row,
            "set": name,
            "kind": group.kind,
            "questions": group.questions,
            **_list_shares(group, ALL_METRICS),
        }
        for name, group in figures
    ]
    return EvaluationTable(names, cells, objects)


def show_reliability(reliability: "Reliability") -> tuple[EvaluationTable, EvaluationTable]:
    """Show the bins of the probabilities, and beneath them the expected calibration errors."""
    names = ("probability", "questions", "mean", "first right", "answerable")
    cells = [_format_bin(each) for each in reliability.bins]
    objects = [_describe_bin(each) for each in reliability.bins]
    totals = {
        "questions": reliability.questions,
        "left_out": reliability.left_out,
        "ece_right": reliability.ece_right,
        "ece_answerable": reliability.ece_answerable,
    }
    return (
        EvaluationTable(names, cells, objects),
        EvaluationTable(
            ("questions", "without a probability", "ECE, first right", "ECE, answerable"),
            [tuple(totals.values())],
            [{"row": "calibration", **totals}],
        ),
    )


def _format_bin(each: "ReliabilityBin") -> list[object]:
    shares = (_format_share(share, signed=False) for share in (each.right, each.answerable))
    return [f"{each.low:.1f} to {each.high:.1f}", each.questions, each.probability, *shares]


def _describe_bin(each: "ReliabilityBin") -> dict[str, object]:
    return {
        "row": "reliability",
        "low": each.low,
        "high": each.high,
        "questions": each.questions,
        "probability": each.probability,
        **_list_share("right", each.right),
        **_list_share("answerable", each.answerable),
    }


def show_changes(changes: "Sequence[tuple[str, ResultChange]]") -> EvaluationTable:
    """Show the questions that another index answers differently, with the names of their sets."""
    names = ("set", "change", "id", "question", "rank", "refused")
    cells = [
        [
            name,
            change.verdict,
            change.after.question.id,
            change.after.question.question,
            _format_change(change.before.rank, change.after.rank),
            _format_change(_format_refusal(change.before), _format_refusal(change.after)),
        ]
        for name, change in changes
    ]
    objects = [
        {
            "row": change.verdict,
            "set": name,
            **_describe_question(change.after),
            "rank_before": change.before.rank,
            "rank": change.after.rank,
            "answered_before": change.before.answered,
            "answered": change.after.answered,
        }
        for name, change in changes
    ]
    return EvaluationTable(names, cells, objects, "no question got better or worse")


def show_ablation(ablations: "Iterable[tuple[str, Ablation]]") -> EvaluationTable:
    """Show the figures of sets without each stage, and beneath them the difference to all."""
    from embeddings.evaluation.evaluate import RANK_METRICS

    cells, objects = [], []
    for name, ablation in ablations:
        figures, difference = ablation.figures, ablation.difference
        cells.append(
            [
                name,
                figures.kind,
                figures.questions,
                *_format_shares(figures, RANK_METRICS, signed=False),
            ]
        )
        if ablation.without is not None:
            cells.append(
                [name, "  difference", None, *_format_shares(difference, RANK_METRICS, signed=True)]
            )
        objects.append(
            {
                "row": "ablation",
                "set": name,
                "without": ablation.without,
                "questions": figures.questions,
                **_list_shares(figures, RANK_METRICS),
                **_list_shares(difference, RANK_METRICS, "_difference"),
            }
        )
    names = ("set", "stages", "questions", *(measure.label for measure in RANK_METRICS))
    return EvaluationTable(names, cells, objects)


def show_failures(failures: "Sequence[tuple[str, Failure]]") -> EvaluationTable:
    """Show the questions that are not answered as they should be, with the names of their sets."""
    names = ("set", "failure", "id", "kind", "question", "right", "first", "rank of the right one")
    cells = [
        [
            name,
            ", ".join(failure.problems),
            failure.result.question.id,
            failure.result.question.kind,
            failure.result.question.question,
            _join_numbers(failure.result.question.paragraphs),
            _join_numbers(failure.result.shown[0] if failure.result.shown else ()),
            failure.result.rank,
        ]
        for name, failure in failures
    ]
    objects = [
        {
            "row": "failure",
            "set": name,
            "problems": failure.problems,
            **_describe_question(failure.result),
            "paragraphs": sorted(failure.result.question.paragraphs),
            "first": failure.result.shown[0] if failure.result.shown else [],
            "rank": failure.result.rank,
            "answered": failure.result.answered,
        }
        for name, failure in failures
    ]
    return EvaluationTable(names, cells, objects, "every question is answered as it should be")


def _list_shares(
    figures: "Figures", measures: "Sequence[Metric]", suffix: str = ""
) -> dict[str, float | None]:
    """Return each share as a number under its name, its interval under `_low` and `_high`."""
    members: dict[str, float | None] = {}
    for measure in measures:
        members |= _list_share(measure.name + suffix, getattr(figures, measure.name))
    return members


def _list_share(name: str, share: "Share | None") -> dict[str, float | None]:
    return {
        name: share.value if share else None,
        f"{name}_low": share.low if share else None,
        f"{name}_high": share.high if share else None,
    }


def _format_shares(
    figures: "Figures", measures: "Sequence[Metric]", signed: bool
) -> list[str | None]:
    """Return each share with its interval: `0.689 (0.556 to 0.822)`."""
    return [_format_share(getattr(figures, measure.name), signed) for measure in measures]


def _format_share(share: "Share | None", signed: bool) -> str | None:
    sign = "+" if signed else ""
    if share is None:
        return None
    return f"{share.value:{sign}.3f} ({share.low:{sign}.3f} to {share.high:{sign}.3f})"


def _describe_question(result: "Result") -> dict[str, object]:
    question = result.question
    return {"id": question.id, "kind": question.kind, "question": question.question}


def _format_refusal(result: "Result") -> str:
    return "no" if result.answered else "yes"


def _format_change(before: object, after: object) -> str:
    """Return `before → after`, or one of the two where they are the same; `none` for no rank."""
    old, new = ("none" if value is None else str(value) for value in (before, after))
    return new if old == new else f"{old} → {new}"


def _join_numbers(paragraphs: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(paragraphs)))
