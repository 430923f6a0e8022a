"""`concordance works`: what the text quotes, how often, and which pages."""

import json

import typer

from bot.cli import options


def works(
    index: options.Index = None, document: options.One = None, as_json: options.Json = False
) -> None:
    """Show what the text quotes: its works, how often, and which pages."""
    from bot.cli import json_output as forms
    from embeddings.editions.library import Library
    from embeddings.lookup.works import works as cited

    editions = Library(options.index_directory(index)).open(document)
    listed = [work for one in editions for work in cited(one.concordance)]
    if as_json:
        for one in listed:
            typer.echo(json.dumps(forms.work(one), ensure_ascii=False))
        return
    from bot.cli.terminal import print_rows

    columns = ("work", "key", "citations", "quotations", "pages")
    rows = [
        (
            one.reference,
            one.key,
            one.citations,
            one.quotations,
            ", ".join(p.label for p in one.pages),
        )
        for one in listed
    ]
    print_rows(columns, rows)
