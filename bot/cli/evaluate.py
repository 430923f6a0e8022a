"""`concordance evaluate`: questions in, figures out."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.answers.strictness import compute_bar, parse_strictness
from bot.cli import evaluation_tables as tables
from bot.cli import options
from bot.cli.evaluation_tables import EvaluationTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from embeddings.answering.answerer import Answerer
    from embeddings.evaluation.evaluate import EvaluationQuestion, Result

    OpenAnswerer = Callable[[Collection[str]], Answerer]

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


def _parse_level(name: str) -> str:
    try:
        return parse_strictness(name)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


QuestionFile = Annotated[
    Path,
    typer.Argument(metavar="QUESTIONS.jsonl", help="Questions, one a line, with their answers."),
]
Strictness = Annotated[
    str,
    typer.Option(
        metavar="LEVEL", parser=_parse_level, help="How sure an answer must be: lenient, strict."
    ),
]


def evaluate(
    questions: QuestionFile,
    against: OtherIndex = None,
    ablate: Ablate = False,
    failures: Failures = False,
    strictness: Strictness = "balanced",
    index: options.Index = None,
    document: options.IndexedDocument = None,
    models: options.Models = None,
    as_json: options.Json = False,
) -> None:
    """Print figures by kind of question, each with its 95 % interval.

    A question with `before` is asked after that one, and once more without it; one with
    `document` only of that text.
    """
    from bot.answers.opening import open_answerer
    from embeddings.evaluation import comparison
    from embeddings.evaluation import evaluate as measuring

    # read the questions and open the indexes
    listed = measuring.read_questions(questions)
    directory, names = options.choose_index(index), options.choose_models(models)
    open_index = partial(open_answerer, document=document)
    answerer = _set_strictness(open_index(directory, names), strictness)
    other = _set_strictness(open_index(against, None), strictness) if against is not None else None
    selected = select_questions(listed, answerer.concordance.document.key)

    # ask, and compare as far as is wanted
    results = measuring.ask_questions(track_progress(selected), answerer)
    printed = [tables.show_figures("figures", measuring.compute_figures(results))]
    printed += _ask_alone(selected, answerer)
    if other is not None:
        printed += _compare(measuring.ask_questions(track_progress(selected), other), results)
    if ablate:
        without = _ask_without_stages(selected, partial(open_index, directory, names))
        printed.append(tables.show_ablation(comparison.compute_ablation(results, without)))
    if failures:
        printed.append(tables.show_failures(comparison.list_failures(results)))
    tables.print_tables(printed, as_json)


def _set_strictness(answerer: "Answerer", strictness: str) -> "Answerer":
    answerer.bar = compute_bar(parse_strictness(strictness), answerer.bar)
    return answerer


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


def _ask_alone(
    questions: "Sequence[EvaluationQuestion]", answerer: "Answerer"
) -> Iterator[EvaluationTable]:
    """Ask the questions that follow on others without those, and yield the figures if any."""
    from embeddings.evaluation import evaluate as measuring

    if alone := measuring.drop_earlier_questions(questions):
        results = measuring.ask_questions(track_progress(alone), answerer)
        yield tables.show_figures("alone", measuring.compute_figures(results))


def _compare(
    before: "Sequence[Result]", after: "Sequence[Result]"
) -> tuple[EvaluationTable, EvaluationTable]:
    from embeddings.evaluation import comparison

    return (
        tables.show_figures("difference", comparison.compute_differences(before, after)),
        tables.show_changes(comparison.list_changes(before, after)),
    )


def _ask_without_stages(
    questions: "Sequence[EvaluationQuestion]", open_without: "OpenAnswerer"
) -> "Iterator[tuple[str, list[Result]]]":
    """Yield the name of each stage, and the results without it."""
    from embeddings.evaluation.evaluate import ask_questions
    from embeddings.retrieval.stages import STAGE_NAMES

    for name in STAGE_NAMES:
        yield name, ask_questions(track_progress(questions), open_without((name,)))
