"""`concordance contents`: where the text goes, as a table of its parts."""

import json

import typer

from bot.commands import options


def contents(
    index: options.Index = None, document: options.One = None, as_json: options.Json = False
) -> None:
    """Show where the text goes: its parts, with their paragraphs."""
    from embeddings import as_json as forms
    from embeddings.library import Library
    from embeddings.reference import paragraphs

    editions = Library(options.index_directory(index)).open(document)
    every = [(s, one.concordance.document) for one in editions for s in one.guide.sections]
    if as_json:
        for section, text in every:
            typer.echo(json.dumps(forms.section(section, text), ensure_ascii=False))
        return
    from bot.terminal import print_rows

    rows = [
        (text.key, paragraphs(one.paragraphs), one.about(text), one.begins(text))
        for one, text in every
    ]
    print_rows(("document", "paragraphs", "about", "begins"), rows)
