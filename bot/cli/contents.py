"""`concordance contents`: a text's table of contents."""

import json

import typer

from bot.cli import options


def contents(
    index: options.Index = None,
    document: options.IndexedDocument = None,
    as_json: options.Json = False,
) -> None:
    """Show the table of contents: parts and their paragraphs."""
    from bot.cli import json_output
    from embeddings.concordance.annotations import format_paragraphs
    from embeddings.editions.library import Library

    editions = Library(options.choose_index(index)).open(document)
    sections = [
        (section, edition.concordance.document)
        for edition in editions
        for section in edition.guide.sections
    ]
    if as_json:
        for section, text in sections:
            typer.echo(json.dumps(json_output.format_section(section, text), ensure_ascii=False))
        return
    from bot.cli.terminal import print_rows

    rows = [
        (
            text.key,
            format_paragraphs(section.paragraphs),
            section.about(text),
            section.quote_opening(text),
        )
        for section, text in sections
    ]
    print_rows(("document", "paragraphs", "about", "begins"), rows)
