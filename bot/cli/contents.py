"""`concordance contents`: where the text goes, as a table of its parts."""

import json

import typer

from bot.cli import options


def contents(
    index: options.Index = None, document: options.One = None, as_json: options.Json = False
) -> None:
    """Show where the text goes: its parts, with their paragraphs."""
    from bot.cli import json_output as forms
    from embeddings.concordance.references import paragraphs
    from embeddings.editions.library import Library

    editions = Library(options.index_directory(index)).open(document)
    every = [(s, one.concordance.document) for one in editions for s in one.guide.sections]
    if as_json:
        for section, text in every:
            typer.echo(json.dumps(forms.section(section, text), ensure_ascii=False))
        return
    from bot.cli.terminal import print_rows

    rows = [
        (text.key, paragraphs(one.paragraphs), one.about(text), one.begins(text))
        for one, text in every
    ]
    print_rows(("document", "paragraphs", "about", "begins"), rows)
