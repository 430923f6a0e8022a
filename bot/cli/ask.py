"""`concordance ask`: answers in the terminal as the bot does in Discord."""

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embeddings.answering.answerer import Answerer
    from embeddings.types import Answer, EarlierTurn


Earlier = Annotated[
    str | None,
    typer.Option(
        "--after", metavar="EARLIER QUESTION", help="The question that this one follows on."
    ),
]


def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION", help="The question; it needs no quotation marks."),
    ] = None,
    number: options.Passages = 3,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.jsonl",
            help="Answer each line's `question`, after its `before` where it has one; "
            "`-` is standard input.",
        ),
    ] = None,
    after: Earlier = None,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    models: options.Models = None,
    as_json: options.Json = False,
) -> None:
    """Answer a question from the text, word for word, with pages."""
    question = " ".join(words) if words else None
    if (question is None) == (batch is None):
        raise typer.BadParameter(
            "give either a question or --batch FILE; see `concordance ask --help`"
        )
    if batch is not None and after is not None:
        raise typer.BadParameter("a line of a batch names its own `before`; leave out --after")
    from bot.answers.opening import open_answerers

    inputs = _read_inputs(batch) if batch is not None else []
    directory, names = options.choose_index(index), options.choose_models(models)
    answerers = open_answerers(directory, names, document)
    if question is None:
        _answer_all(answerers, inputs, number)
    else:
        _print(_answer(answerers, question, after, number), as_json=as_json)


def _print(answer: "Answer", *, as_json: bool) -> None:
    if as_json:
        from bot.cli import json_output

        typer.echo(json.dumps(json_output.format_answer(answer), ensure_ascii=False))
    else:
        from bot.cli.terminal import print_answer

        print_answer(answer)


def ask_texts(
    answerers: "Sequence[Answerer]", words: str, number: int, before: "EarlierTurn | None" = None
) -> "Answer":
    """Answer a question from all texts, with at most so many passages, after an earlier turn."""
    from embeddings.answering.several_texts import ask_each

    return ask_each(answerers, lambda text: text.answer(words, number, before), number)


def _answer(
    answerers: "Sequence[Answerer]", question: str, after: str | None, number: int
) -> "Answer":
    """Answer a question, after an earlier one where there is one."""
    from embeddings.types import EarlierTurn

    earlier = None if after is None else EarlierTurn.of(ask_texts(answerers, after, number))
    return ask_texts(answerers, question, number, earlier)


def _answer_all(answerers: "Sequence[Answerer]", inputs: list[dict[str, Any]], number: int) -> None:
    from bot.cli import json_output

    for line in inputs:
        answer = _answer(answerers, line["question"], line.get("before"), number)
        row = {**json_output.format_answer(answer), "input": line}
        typer.echo(json.dumps(row, ensure_ascii=False))


def _read_inputs(path: Path) -> list[dict[str, Any]]:
    """Read all questions before any is answered; a malformed line is named."""
    from embeddings.readers import decode

    if str(path) == "-":
        source, name = sys.stdin.buffer.read().decode("utf-8-sig", "replace"), "standard input"
    else:
        source, name = decode(path), str(path)
    lines = enumerate(source.split("\n"), 1)
    return [_parse_input(line, f"{name}, line {number}") for number, line in lines if line.strip()]


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _parse_finite(printed: str) -> float:
    number = float(printed)
    if not math.isfinite(number):
        _refuse_constant(printed)
    return number


def _parse_input(line: str, place: str) -> dict[str, Any]:
    """Return a line's object; `place` names the line where it is refused."""
    try:
        fields = json.loads(line, parse_constant=_refuse_constant, parse_float=_parse_finite)
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at column {error.colno}"
        raise typer.BadParameter(f"{place}: is not JSON ({problem})") from error
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{place}: is not JSON ({error})") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("question"), str):
        raise typer.BadParameter(f"{place}: needs an object with a `question` in words")
    if not isinstance(fields.get("before"), str | None):
        raise typer.BadParameter(f"{place}: has a `before` that is no question in words")
    return fields
