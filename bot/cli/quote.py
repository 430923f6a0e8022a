"""`concordance quote`: a random quotation."""

import json
from random import Random
from typing import Annotated

import typer

from bot.cli import options


def quote(
    work: Annotated[
        str | None, typer.Option(help="From this work, by key, author or title.")
    ] = None,
    page: Annotated[str | None, typer.Option(help="From this page: 45, xii, 280-281.")] = None,
    theme: Annotated[str | None, typer.Option(help="On this theme, in words.")] = None,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    as_json: options.Json = False,
) -> None:
    """Show a random quotation: of a work, of a page, on a theme."""
    from bot.answers.opening import open_answerers
    from bot.cli import json_output
    from embeddings.answering.random_of_several import Drawing
    from embeddings.lookup.random_quotation import QuotationFilter

    directory = options.choose_index(index)
    chance = Random()  # noqa: S311  (a draw, no secret)
    drawing = Drawing(QuotationFilter(work, page, theme), chance)
    answer = drawing.draw_from(open_answerers(directory, None, document))
    if as_json:
        typer.echo(json.dumps(json_output.format_answer(answer), ensure_ascii=False))
        return
    from bot.cli.terminal import print_answer

    print_answer(answer)
