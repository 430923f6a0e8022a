"""`concordance evaluate`: questions in, figures out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.answers.strictness import parse_strictness
from bot.cli import evaluation_tables as tables
from bot.cli import options
from bot.cli.evaluation_tables import EvaluationTable
from bot.cli.lines import print_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.cli.evaluated_index import EvaluatedIndex
    from embeddings.evaluation.comparison import Ablation
    from embeddings.evaluation.evaluate import EvaluationQuestion, Result
    from embeddings.evaluation.figures import Figures
    from embeddings.evaluation.question_sets import QuestionSet

OtherIndex = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Another index: what changes from that one to this."),
]
Ablate = Annotated[
    bool, typer.Option("--ablate", help="What is lost without each stage of the search.")
]
Failures = Annotated[
    bool, typer.Option("--failures", help="The questions that are not answered as they should be.")
]
Reliability = Annotated[
    bool,
    typer.Option(
        "--reliability", help="The probabilities of all questions beside what came true of them."
    ),
]


def _parse_level(name: str) -> str:
    try:
        return parse_strictness(name)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


QuestionFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILES...",
        help="Questions with their answers: .jsonl, one a line, about the live text; .json, with "
        "a text of their own; or folders of both.",
    ),
]
Strictness = Annotated[
    str,
    typer.Option(
        metavar="LEVEL", parser=_parse_level, help="How sure an answer must be: lenient, strict."
    ),
]


@dataclass(frozen=True, slots=True)
class AskedSet:
    """A set of questions, without those about another text, and what came of asking them."""

    questions: "QuestionSet"
    results: "list[Result]"


def evaluate(
    files: QuestionFiles,
    against: OtherIndex = None,
    ablate: Ablate = False,
    failures: Failures = False,
    reliability: Reliability = False,
    strictness: Strictness = "balanced",
    index: options.Index = None,
    document: options.IndexedDocument = None,
    models: options.Models = None,
    as_json: options.Json = False,
) -> None:
    """Measure answers with sets of questions whose answers are known.

    Figures have their 95 % interval, by set and kind of question. A question with `before` is
    asked after that one, and once more without it; one with `document` only of that text. A text
    that a set carries is built beside the index.
    """
    from bot.cli.evaluated_index import EvaluatedIndex
    from embeddings.evaluation.question_sets import read_question_sets

    # read all questions and open the indexes before any is asked
    sets = read_question_sets(files)
    directory, names = options.choose_index(index), options.choose_models(models)
    evaluated = EvaluatedIndex(directory, names, document, strictness)
    other = EvaluatedIndex(against, None, document, strictness) if against is not None else None
    selected = [_open_set(questions, evaluated, other) for questions in sets]

    # ask, and compare as far as is wanted
    asked = [_ask(questions, evaluated) for questions in selected]
    printed = [_show_figures(asked), *_ask_alone(selected, evaluated)]
    printed += _show_reliability(asked) if reliability else ()
    if other is not None:
        printed += _compare([_ask(questions, other) for questions in selected], asked)
    if ablate:
        printed.append(tables.show_ablation(_ask_without_stages(asked, evaluated)))
    if failures:
        printed.append(_show_failures(asked))
    tables.print_tables(printed, as_json)
    _warn_of_undeclared(selected)


def _open_set(
    questions: "QuestionSet", evaluated: "EvaluatedIndex", other: "EvaluatedIndex | None"
) -> "QuestionSet":
    """Open both indexes for a set; return it without the questions about another text."""
    if other is not None:
        other.check_live()
        other.open(questions)
    answerer = evaluated.open(questions)
    if questions.document is not None:
        return questions
    selected = select_questions(questions.questions, answerer.concordance.document.key)
    return replace(questions, questions=tuple(selected))


def select_questions(
    questions: "Sequence[EvaluationQuestion]", document: str
) -> "list[EvaluationQuestion]":
    """Return the questions that are not about another text; raise BadParameter for none."""
    from embeddings.evaluation.evaluate import select_questions_about

    if selected := select_questions_about(questions, document):
        return selected
    raise typer.BadParameter(f"no question is asked of {document}, which the index is of")


def track_progress(questions: "Sequence[EvaluationQuestion]") -> "Iterable[EvaluationQuestion]":
    """Yield questions, with a progress bar on a terminal and nothing in a pipe."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    silent = not console.is_terminal
    return track(questions, "asking", console=console, transient=True, disable=silent)


def _ask(
    questions: "QuestionSet", evaluated: "EvaluatedIndex", without: Sequence[str] = ()
) -> AskedSet:
    """Ask the questions of a set, without some stages of the search."""
    from embeddings.evaluation.evaluate import ask_questions

    answerer = evaluated.open(questions, without)
    return AskedSet(questions, ask_questions(track_progress(questions.questions), answerer))


def _show_figures(asked: Sequence[AskedSet], row: str = "figures") -> EvaluationTable:
    from embeddings.evaluation.figures import compute_figures

    figures: list[tuple[str, Figures]] = [
        (each.questions.name, group) for each in asked for group in compute_figures(each.results)
    ]
    return tables.show_figures(row, figures)


def _ask_alone(
    sets: "Sequence[QuestionSet]", evaluated: "EvaluatedIndex"
) -> Iterator[EvaluationTable]:
    """Ask the questions that follow on others without those, and yield the figures if any."""
    from embeddings.evaluation.evaluate import drop_earlier_questions

    alone = [
        _ask(replace(questions, questions=tuple(follow_ups)), evaluated)
        for questions in sets
        if (follow_ups := drop_earlier_questions(questions.questions))
    ]
    if alone:
        yield _show_figures(alone, "alone")


def _show_reliability(asked: Sequence[AskedSet]) -> Sequence[EvaluationTable]:
    from embeddings.evaluation.reliability import compute_reliability

    reliability = compute_reliability(result for each in asked for result in each.results)
    return tables.show_reliability(reliability)


def _compare(
    before: Sequence[AskedSet], after: Sequence[AskedSet]
) -> tuple[EvaluationTable, EvaluationTable]:
    from embeddings.evaluation.comparison import compute_differences, list_changes

    pairs = [
        (new.questions.name, old.results, new.results)
        for old, new in zip(before, after, strict=True)
    ]
    differences = [
        (name, group) for name, old, new in pairs for group in compute_differences(old, new)
    ]
    changes = [(name, change) for name, old, new in pairs for change in list_changes(old, new)]
    return tables.show_figures("difference", differences), tables.show_changes(changes)


def _ask_without_stages(
    asked: Sequence[AskedSet], evaluated: "EvaluatedIndex"
) -> "Iterator[tuple[str, Ablation]]":
    """Yield the figures of each set with all stages, then without each."""
    from embeddings.evaluation.comparison import compute_ablation
    from embeddings.retrieval.stages import STAGE_NAMES

    for each in asked:
        questions = each.questions
        without = ((name, _ask(questions, evaluated, (name,)).results) for name in STAGE_NAMES)
        for ablation in compute_ablation(each.results, without):
            yield questions.name, ablation


def _show_failures(asked: Sequence[AskedSet]) -> EvaluationTable:
    from embeddings.evaluation.comparison import list_failures

    return tables.show_failures(
        [
            (each.questions.name, failure)
            for each in asked
            for failure in list_failures(each.results)
        ]
    )


def _warn_of_undeclared(sets: "Sequence[QuestionSet]") -> None:
    """Say on standard error which questions do not tell whether the text answers them."""
    for questions in sets:
        if undeclared := questions.undeclared:
            first = undeclared[0].question
            print_line(
                f"concordance: {questions.path}: {len(undeclared)} without `paragraphs` counted as "
                f"not answered by the text, first “{first[:80]}”; "
                'give "paragraphs": [] to those that are meant so',
                err=True,
            )
