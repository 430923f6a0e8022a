"""`concordance quote`: a quotation at random."""

import json
from random import Random
from typing import Annotated

import typer

from bot.commands import options


def quote(
    work: Annotated[
        str | None, typer.Option(help="From this work, by key, author or title.")
    ] = None,
    page: Annotated[str | None, typer.Option(help="From this page: 45, xii, 280-281.")] = None,
    theme: Annotated[str | None, typer.Option(help="On this theme, in words.")] = None,
    index: options.Index = None,
    document: options.One = None,
    as_json: options.Json = False,
) -> None:
    """Show a quotation at random: of a work, of a page, on a theme."""
    from bot.commands.opening import open_answerers
    from embeddings import as_json as forms
    from embeddings.at_random import Wanted
    from embeddings.drawing import Drawing

    directory = options.index_directory(index)
    chance = Random()  # noqa: S311  (a draw, no secret)
    drawing = Drawing(Wanted(work, page, theme), chance)
    answer = drawing.of(open_answerers(directory, None, document, once=True))
    if as_json:
        typer.echo(json.dumps(forms.answer(answer), ensure_ascii=False))
        return
    from bot.terminal import print_answer

    print_answer(answer)
