"""`concordance source`: where words stand in the text, and how they differ from it."""

import json
import sys
from typing import Annotated

import typer

from bot.cli import options


def source(
    words: Annotated[
        str,
        typer.Argument(metavar="WORDS", help="Words to look for; `-` is standard input."),
    ],
    index: options.Index = None,
    document: options.One = None,
    as_json: options.Json = False,
) -> None:
    """Tell where words stand in the text, with their page, and how they differ from it."""
    from bot.cli import json_output as forms
    from embeddings.answering.several_texts import join_checks
    from embeddings.checking.checker import Checker
    from embeddings.editions.library import Library

    given = _standard_input() if words == "-" else words
    texts = [one.concordance for one in Library(options.index_directory(index)).open(document)]
    found = join_checks([Checker(one).check(given) for one in texts])
    if as_json:
        for one in found:
            edition = (one.document or texts[0].document).edition
            typer.echo(json.dumps(forms.checked(one, edition), ensure_ascii=False))
        return
    from bot.cli.terminal import print_checked

    print_checked(found)


def _standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
