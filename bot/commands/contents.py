"""`concordance contents`: where the text goes, as a table of its parts."""

import json

import typer

from bot.commands import options


def contents(index: options.Index = None, as_json: options.Json = False) -> None:
    """Show where the text goes: its parts, with their paragraphs."""
    from embeddings import as_json as forms
    from embeddings.editions import Editions
    from embeddings.reference import paragraphs

    edition = Editions(options.index_directory(index)).open()
    document, sections = edition.concordance.document, edition.guide.sections
    if as_json:
        for one in sections:
            typer.echo(json.dumps(forms.section(one, document), ensure_ascii=False))
        return
    from bot.terminal import print_rows

    rows = [[paragraphs(s.paragraphs), s.about(document), s.begins(document)] for s in sections]
    print_rows(("paragraphs", "about", "begins"), rows)
