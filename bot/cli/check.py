"""`concordance check`: what a maintainer should look at before building."""

import json
from dataclasses import asdict

import typer

from bot.cli import options


def check(
    text: options.TextFile = None,
    library: options.Library = None,
    document: options.Document = None,
    as_json: options.Json = False,
) -> None:
    """Name what to look at in a text before it is built."""
    from embeddings.concordance.diagnostics import check_text

    doubts = check_text(options.read_text(text, library, document))
    if as_json:
        for doubt in doubts:
            typer.echo(json.dumps(asdict(doubt), ensure_ascii=False))
        return
    from bot.cli.terminal import print_rows

    if not doubts:
        typer.echo("nothing to look at")
        return
    rows = [[doubt.paragraph, doubt.kind, doubt.words, doubt.advice] for doubt in doubts]
    print_rows(("paragraph", "kind", "words", "look at"), rows)
