"""`concordance evaluate`: questions in, figures out."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.answers.strictness import bar_at, level
from bot.cli import options
from bot.settings import Settings

if TYPE_CHECKING:
    from embeddings.answering.answerer import Answerer
    from embeddings.evaluation.comparison import Ablation, Change, Failure
    from embeddings.evaluation.evaluate import Figures, Measure, Question, Result, Share

Against = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Another index: what changes from that one to this."),
]
Ablate = Annotated[
    bool, typer.Option("--ablate", help="What is lost without each stage of the search.")
]
Failures = Annotated[
    bool, typer.Option("--failures", help="The questions that are not answered as they should be.")
]


def _level(name: str) -> str:
    try:
        return level(name)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


Strictness = Annotated[
    str,
    typer.Option(
        metavar="LEVEL", parser=_level, help="How sure an answer must be: lenient, strict."
    ),
]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is printed: a table for people, objects for programs."""

    names: Sequence[str]
    rows: Sequence[Sequence[object]]
    objects: Sequence[Mapping[str, object]]
    nothing: str = "nothing"


def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl")],
    against: Against = None,
    ablate: Ablate = False,
    failures: Failures = False,
    strictness: Strictness = "balanced",
    index: options.Index = None,
    document: options.One = None,
    model: options.Model = None,
    as_json: options.Json = False,
) -> None:
    """Print figures by kind of question, each with its 95 % interval.

    A question with `before` is asked after that one, and once more without it; one with
    `document` only of that text.
    """
    from bot.answers.opening import open_answerer
    from embeddings.evaluation import comparison
    from embeddings.evaluation import evaluate as measuring

    every = measuring.read(questions)
    directory, name = options.index_directory(index), model or Settings().model
    opened = partial(open_answerer, document=document)
    answerer = _strict(opened(directory, name), strictness)
    other = _strict(opened(against, None), strictness) if against is not None else None
    read = about(every, answerer.concordance.document.key)
    asked = measuring.ask(drawn(read), answerer)
    sections = [_figures("figures", measuring.figures(asked))]
    if alone := measuring.alone(read):
        found = measuring.ask(drawn(alone), answerer)
        sections.append(_figures("alone", measuring.figures(found)))
    if other is not None:
        before = measuring.ask(drawn(read), other)
        sections.append(_figures("difference", comparison.differences(before, asked)))
        sections.append(_changes(comparison.changes(before, asked)))
    if ablate:
        without = _without(read, partial(opened, directory, name))
        sections.append(_ablation(comparison.ablation(asked, without)))
    if failures:
        sections.append(_failures(comparison.failures(asked)))
    _print(sections, as_json)


def _strict(answerer: "Answerer", strictness: str) -> "Answerer":
    answerer.bar = bar_at(level(strictness), answerer.bar)
    return answerer


def about(questions: "Sequence[Question]", document: str) -> "list[Question]":
    """Return the questions that are not asked of another text; refuse where all are."""
    from embeddings.evaluation.evaluate import about as those_about

    if found := those_about(questions, document):
        return found
    raise typer.BadParameter(f"no question is asked of {document}, which the index is of")


def drawn(questions: "Sequence[Question]") -> "Iterable[Question]":
    """Yield questions; draw a bar on a terminal and nothing in a pipe."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    silent = not console.is_terminal
    return track(questions, "asking", console=console, transient=True, disable=silent)


def _without(
    questions: "Sequence[Question]", opened: "Callable[[Collection[str]], Answerer]"
) -> "Iterator[tuple[str, list[Result]]]":
    """Ask the questions without one stage after another."""
    from embeddings.evaluation.evaluate import ask
    from embeddings.retrieval.stages import STAGE_NAMES

    for name in STAGE_NAMES:
        yield name, ask(drawn(questions), opened((name,)))


def _print(sections: Iterable[Section], as_json: bool) -> None:
    from bot.cli.terminal import print_rows

    for number, section in enumerate(sections):
        if as_json:
            for one in section.objects:
                typer.echo(json.dumps(one, ensure_ascii=False))
            continue
        if number:
            typer.echo()
        if section.rows:
            print_rows(section.names, section.rows)
        else:
            typer.echo(section.nothing)


_FIRST = {
    "figures": "kind",
    "alone": "without what was asked before",
    "difference": "difference",
}
"""What the first column is called, by what a row shows."""


def _figures(row: str, figures: "Sequence[Figures]") -> Section:
    """Show figures, or the differences of some; those have a sign."""
    from embeddings.evaluation.evaluate import MEASURES

    signed = row == "difference"
    names = (_FIRST[row], "questions", *(m.label for m in MEASURES))
    cells = [[one.kind, one.questions, *_cells(one, MEASURES, signed)] for one in figures]
    objects = [
        {"row": row, "kind": one.kind, "questions": one.questions, **_members(one, MEASURES)}
        for one in figures
    ]
    return Section(names, cells, objects)


def _changes(changes: "Sequence[Change]") -> Section:
    names = ("change", "id", "question", "rank", "refused")
    cells = [
        [
            one.verdict,
            one.after.question.id,
            one.after.question.question,
            _arrow(one.before.rank, one.after.rank),
            _arrow(*("no" if each.answered else "yes" for each in (one.before, one.after))),
        ]
        for one in changes
    ]
    objects = [
        {
            "row": one.verdict,
            **_named(one.after),
            "rank_before": one.before.rank,
            "rank": one.after.rank,
            "answered_before": one.before.answered,
            "answered": one.after.answered,
        }
        for one in changes
    ]
    return Section(names, cells, objects, "no question got better or worse")


def _ablation(ablation: "Iterable[Ablation]") -> Section:
    """Show each stage's row with the difference to all stages below it."""
    from embeddings.evaluation.evaluate import RANKED

    cells, objects = [], []
    for one in ablation:
        cells.append(
            [one.figures.kind, one.figures.questions, *_cells(one.figures, RANKED, signed=False)]
        )
        if one.without is not None:
            cells.append(["  difference", None, *_cells(one.difference, RANKED, signed=True)])
        objects.append(
            {
                "row": "ablation",
                "without": one.without,
                "questions": one.figures.questions,
                **_members(one.figures, RANKED),
                **_members(one.difference, RANKED, "_difference"),
            }
        )
    names = ("stages", "questions", *(one.label for one in RANKED))
    return Section(names, cells, objects)


def _failures(failures: "Sequence[Failure]") -> Section:
    names = ("failure", "id", "kind", "question", "right", "first", "rank of the right one")
    cells = [
        [
            ", ".join(one.problems),
            one.asked.question.id,
            one.asked.question.kind,
            one.asked.question.question,
            _numbers(one.asked.question.paragraphs),
            _numbers(one.asked.shown[0] if one.asked.shown else ()),
            one.asked.rank,
        ]
        for one in failures
    ]
    objects = [
        {
            "row": "failure",
            "problems": one.problems,
            **_named(one.asked),
            "paragraphs": sorted(one.asked.question.paragraphs),
            "first": one.asked.shown[0] if one.asked.shown else [],
            "rank": one.asked.rank,
            "answered": one.asked.answered,
        }
        for one in failures
    ]
    return Section(names, cells, objects, "every question is answered as it should be")


def _members(
    figures: "Figures", measures: "Sequence[Measure]", suffix: str = ""
) -> dict[str, float | None]:
    """Return each share as a number under its name, its interval under `_low` and `_high`."""
    found: dict[str, float | None] = {}
    for measure in measures:
        share: Share | None = getattr(figures, measure.name)
        name = measure.name + suffix
        found[name] = share.value if share else None
        found[f"{name}_low"] = share.low if share else None
        found[f"{name}_high"] = share.high if share else None
    return found


def _cells(figures: "Figures", measures: "Sequence[Measure]", signed: bool) -> list[str | None]:
    """Return each share with its interval behind it: `0.689 (0.556 to 0.822)`."""
    sign = "+" if signed else ""
    shares: list[Share | None] = [getattr(figures, one.name) for one in measures]
    return [
        f"{one.value:{sign}.3f} ({one.low:{sign}.3f} to {one.high:{sign}.3f})" if one else None
        for one in shares
    ]


def _named(asked: "Result") -> dict[str, object]:
    question = asked.question
    return {"id": question.id, "kind": question.kind, "question": question.question}


def _arrow(before: object, after: object) -> str:
    """Return what was and what is, or only what still is; `none` for no rank."""
    old, new = ("none" if one is None else str(one) for one in (before, after))
    return new if old == new else f"{old} → {new}"


def _numbers(paragraphs: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(paragraphs)))
