"""`concordance evaluate`: questions in, figures out."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import options
from bot.settings import Settings


def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl")],
    index: options.Index = None,
    model: options.Model = None,
    as_json: options.Json = False,
) -> None:
    """Print figures by kind of question."""
    from bot.commands.opening import open_answerer
    from embeddings.evaluate import evaluate as measure
    from embeddings.evaluate import read

    asked = read(questions)
    answerer = open_answerer(options.index_directory(index), model or Settings().model)
    figures = measure(asked, answerer)
    if as_json:
        for one in figures:
            typer.echo(json.dumps(asdict(one), ensure_ascii=False))
        return
    from bot.terminal import print_rows

    names = ("kind", "questions", "hit@1", "hit@3", "MRR@10", "pages right", "refused")
    print_rows(names, [list(asdict(one).values()) for one in figures])
