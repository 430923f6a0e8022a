"""`concordance rollback`: makes an earlier edition live again."""

from typing import Annotated

import typer

from bot.cli import options
from bot.cli.promote import print_promotion

EarlierEdition = Annotated[
    str | None, typer.Argument(metavar="EDITION", help="An edition. [the one before]")
]
Seen = Annotated[
    str | None,
    typer.Option("--from", metavar="EDITION", help="Only if this one, by its full name, is live."),
]


def rollback(
    edition: EarlierEdition = None,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    seen: Seen = None,
    who: options.Who = None,
    as_json: options.Json = False,
) -> None:
    """Go back to the edition that was live before."""
    from embeddings.editions.library import Library
    from embeddings.editions.promotion import roll_back

    editions = Library(options.choose_index(index)).find_editions(edition, document)
    print_promotion(roll_back(editions, edition, who, seen), as_json)
