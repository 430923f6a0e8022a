"""`concordance source`: where words stand in the text, and how they differ from it."""

import json
import sys
from typing import Annotated

import typer

from bot.commands import options


def source(
    words: Annotated[
        str,
        typer.Argument(metavar="WORDS", help="Words to look for; `-` is standard input."),
    ],
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Tell where words stand in the text, with their page, and how they differ from it."""
    from embeddings import as_json as forms
    from embeddings.editions import Editions
    from embeddings.source import Checker

    given = _standard_input() if words == "-" else words
    concordance = Editions(options.index_directory(index)).open().concordance
    found = Checker(concordance).check(given)
    if as_json:
        edition = concordance.document.edition
        for one in found:
            typer.echo(json.dumps(forms.checked(one, edition), ensure_ascii=False))
        return
    from bot.terminal import print_checked

    print_checked(found)


def _standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
