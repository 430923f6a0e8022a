"""`concordance page`: all quotations that cite a page."""

import json
from typing import Annotated

import typer

from bot.cli import options
from bot.cli.lines import print_line


def page(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", help="A page or a range: 45, xii, 280-281.")
    ],
    work: Annotated[
        str | None, typer.Option(help="Only this work, by key, author or title.")
    ] = None,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    as_json: options.Json = False,
) -> None:
    """Show all quotations that cite a page.

    As JSON: a passage on each line, or where nothing cites the page, an answer with a message.
    """
    from bot.cli import json_output
    from embeddings.answering.several_texts import ask_each
    from embeddings.editions.library import Library
    from embeddings.lookup import lookups

    editions = Library(options.choose_index(index)).open(document)
    answer = ask_each(
        editions, lambda edition: lookups.look_up_page(edition.concordance, page, work)
    )
    passages = answer.shown if answer.outcome == "page" else ()
    if as_json:
        rows = [json_output.format_passage(passage) for passage in passages]
        for row in rows or [json_output.format_answer(answer)]:
            typer.echo(json.dumps(row, ensure_ascii=False))
    elif answer.message:
        print_line(answer.message)
    else:
        from bot.cli.terminal import print_passages

        print_passages(passages)
