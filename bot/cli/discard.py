"""`concordance discard`: deletes a candidate that is not to go live."""

import json
from typing import Annotated

import typer

from bot.cli import options

Candidate = Annotated[
    str | None, typer.Argument(metavar="EDITION", help="A candidate. [the latest]")
]


def discard(
    edition: Candidate = None,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    as_json: options.Json = False,
) -> None:
    """Delete an edition that never went live."""
    from embeddings.editions.discard import discard_candidate
    from embeddings.editions.library import Library

    editions = Library(options.choose_index(index)).find_editions(edition, document)
    name = discard_candidate(editions, edition)
    typer.echo(json.dumps({"discarded": name}) if as_json else f"{name} is discarded")
