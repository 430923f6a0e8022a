"""`concordance works`: the works that the text quotes, how often, and their pages."""

import json

import typer

from bot.cli import options


def works(
    index: options.Index = None,
    document: options.IndexedDocument = None,
    as_json: options.Json = False,
) -> None:
    """List the works that the text quotes, with their pages."""
    from bot.cli import json_output
    from embeddings.editions.library import Library
    from embeddings.lookup.works import list_cited_works

    editions = Library(options.choose_index(index)).open(document)
    cited = [work for edition in editions for work in list_cited_works(edition.concordance)]
    if as_json:
        for work in cited:
            typer.echo(json.dumps(json_output.format_work(work), ensure_ascii=False))
        return
    from bot.cli.terminal import print_rows

    columns = ("work", "key", "citations", "quotations", "pages")
    rows = [
        (
            work.reference,
            work.key,
            work.citations,
            work.quotations,
            ", ".join(work.listed_pages),
        )
        for work in cited
    ]
    print_rows(columns, rows)
