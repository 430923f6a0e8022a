"""The results of `concordance evaluate`: tables for people, JSON objects for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from embeddings.evaluation.comparison import Ablation, Failure, ResultChange
    from embeddings.evaluation.evaluate import Figures, Metric, Result, Share


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


_FIRST_COLUMN = {
    "figures": "kind",
    "alone": "without what was asked before",
    "difference": "difference",
}
"""The name of the first column, by what a row shows."""


def show_figures(row: str, figures: "Sequence[Figures]") -> EvaluationTable:
    """Show figures, or differences of figures, which have a sign."""
    from embeddings.evaluation.evaluate import METRICS

    signed = row == "difference"
    names = (_FIRST_COLUMN[row], "questions", *(measure.label for measure in METRICS))
    cells = [
        [group.kind, group.questions, *_format_shares(group, METRICS, signed)] for group in figures
    ]
    objects = [
        {
            "row": row,
            "kind": group.kind,
            "questions": group.questions,
            **_list_shares(group, METRICS),
        }
        for group in figures
    ]
    return EvaluationTable(names, cells, objects)


def show_changes(changes: "Sequence[ResultChange]") -> EvaluationTable:
    """Show the questions that another index answers differently."""
    names = ("change", "id", "question", "rank", "refused")
    cells = [
        [
            change.verdict,
            change.after.question.id,
            change.after.question.question,
            _format_change(change.before.rank, change.after.rank),
            _format_change(_format_refusal(change.before), _format_refusal(change.after)),
        ]
        for change in changes
    ]
    objects = [
        {
            "row": change.verdict,
            **_describe_question(change.after),
            "rank_before": change.before.rank,
            "rank": change.after.rank,
            "answered_before": change.before.answered,
            "answered": change.after.answered,
        }
        for change in changes
    ]
    return EvaluationTable(names, cells, objects, "no question got better or worse")


def show_ablation(ablations: "Iterable[Ablation]") -> EvaluationTable:
    """Show the figures without each stage, and beneath them the difference to all stages."""
    from embeddings.evaluation.evaluate import RANK_METRICS

    cells, objects = [], []
    for ablation in ablations:
        figures, difference = ablation.figures, ablation.difference
        cells.append(
            [figures.kind, figures.questions, *_format_shares(figures, RANK_METRICS, signed=False)]
        )
        if ablation.without is not None:
            cells.append(
                ["  difference", None, *_format_shares(difference, RANK_METRICS, signed=True)]
            )
        objects.append(
            {
                "row": "ablation",
                "without": ablation.without,
                "questions": figures.questions,
                **_list_shares(figures, RANK_METRICS),
                **_list_shares(difference, RANK_METRICS, "_difference"),
            }
        )
    names = ("stages", "questions", *(measure.label for measure in RANK_METRICS))
    return EvaluationTable(names, cells, objects)


def show_failures(failures: "Sequence[Failure]") -> EvaluationTable:
    """Show the questions that are not answered as they should be."""
    names = ("failure", "id", "kind", "question", "right", "first", "rank of the right one")
    cells = [
        [
            ", ".join(failure.problems),
            failure.result.question.id,
            failure.result.question.kind,
            failure.result.question.question,
            _join_numbers(failure.result.question.paragraphs),
            _join_numbers(failure.result.shown[0] if failure.result.shown else ()),
            failure.result.rank,
        ]
        for failure in failures
    ]
    objects = [
        {
            "row": "failure",
            "problems": failure.problems,
            **_describe_question(failure.result),
            "paragraphs": sorted(failure.result.question.paragraphs),
            "first": failure.result.shown[0] if failure.result.shown else [],
            "rank": failure.result.rank,
            "answered": failure.result.answered,
        }
        for failure in failures
    ]
    return EvaluationTable(names, cells, objects, "every question is answered as it should be")


def _list_shares(
    figures: "Figures", measures: "Sequence[Metric]", suffix: str = ""
) -> dict[str, float | None]:
    """Return each share as a number under its name, its interval under `_low` and `_high`."""
    members: dict[str, float | None] = {}
    for measure in measures:
        share: Share | None = getattr(figures, measure.name)
        name = measure.name + suffix
        members[name] = share.value if share else None
        members[f"{name}_low"] = share.low if share else None
        members[f"{name}_high"] = share.high if share else None
    return members


def _format_shares(
    figures: "Figures", measures: "Sequence[Metric]", signed: bool
) -> list[str | None]:
    """Return each share with its interval: `0.689 (0.556 to 0.822)`."""
    sign = "+" if signed else ""
    shares: list[Share | None] = [getattr(figures, measure.name) for measure in measures]
    return [
        f"{share.value:{sign}.3f} ({share.low:{sign}.3f} to {share.high:{sign}.3f})"
        if share
        else None
        for share in shares
    ]


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
