"""`concordance source`: finds words in the text, and shows how they differ from it."""

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
    document: options.IndexedDocument = None,
    as_json: options.Json = False,
) -> None:
    """Find quoted words in the text, and how they differ from it."""
    from bot.cli import json_output
    from embeddings.answering.several_texts import join_checks
    from embeddings.checking.checker import Checker
    from embeddings.editions.library import Library

    quoted = _read_standard_input() if words == "-" else words
    editions = Library(options.choose_index(index)).open(document)
    texts = [edition.concordance for edition in editions]
    checks = join_checks([Checker(text).check(quoted) for text in texts])
    if as_json:
        for check in checks:
            edition = (check.document or texts[0].document).edition
            typer.echo(json.dumps(json_output.format_check(check, edition), ensure_ascii=False))
        return
    from bot.cli.terminal import print_checks

    print_checks(checks)


def _read_standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
