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
    as_json: options.Json = False,
) -> None:
    """Show a quotation at random: of a work, of a page, on a theme."""
    from embeddings import as_json as forms
    from embeddings import looking_up
    from embeddings.at_random import Wanted

    if theme is None:
        from embeddings.editions import Editions

        concordance, search = Editions(options.index_directory(index)).open().concordance, None
    else:
        from bot.commands.opening import open_answerer

        answerer = open_answerer(options.index_directory(index), None, once=True)
        concordance, search = answerer.concordance, answerer.speaking_to
    chance = Random()  # noqa: S311  (a draw, no secret)
    wanted = Wanted(work, page, theme)
    answer = looking_up.quotation(concordance, wanted, chance, search=search)
    if as_json:
        typer.echo(json.dumps(forms.answer(answer), ensure_ascii=False))
        return
    from bot.terminal import print_answer

    print_answer(answer)
