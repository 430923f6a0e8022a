"""`concordance remove`: deletes a document from an index that has several."""

import json
from typing import Annotated

import typer

from bot.cli import options


def remove(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The document, as `editions` has it.")],
    index: options.Index = None,
    yes: Annotated[bool, typer.Option("--yes", help="Yes, delete its editions.")] = False,
    as_json: options.Json = False,
) -> None:
    """Remove a document and its editions."""
    from embeddings.editions.library import Library

    library = Library(options.choose_index(index))
    library.get_editions(key)  # raises an error for a key that the index does not have
    if not yes:
        raise typer.BadParameter(f"{key} and all of its editions are to be deleted: add --yes")
    library.remove(key)
    typer.echo(json.dumps({"removed": key}) if as_json else f"{key}: removed")
