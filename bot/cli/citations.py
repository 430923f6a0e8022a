"""`concordance citations`: every citation of a text, in reading order."""

import json

import typer

from bot.cli import options


def citations(
    text: options.TextFile = None,
    library: options.Library = None,
    document: options.Document = None,
    as_json: options.Json = False,
) -> None:
    """List all page citations of a text."""
    from bot.cli import json_output

    concordance = options.read_text(text, library, document).concordance()
    rows = [json_output.format_citation(citation) for citation in concordance.citations]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    from bot.cli.terminal import print_rows

    columns = ("paragraph", "printed", "work", "first_page", "last_page", "volume", "note")
    last = "quotation_starts_in_paragraph"
    print_rows((*columns, last), [[row[name] for name in (*columns, last)] for row in rows])
