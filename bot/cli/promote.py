"""`concordance promote`: makes a candidate live, where it is no worse."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options

if TYPE_CHECKING:
    from embeddings.editions.journal import JournalEntry

PromotedEdition = Annotated[
    str | None, typer.Argument(metavar="EDITION", help="An edition. [the latest candidate]")
]


def promote(
    edition: PromotedEdition = None,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    library: options.Library = None,
    force: options.Force = False,
    reason: options.Reason = None,
    who: options.Who = None,
    keep: options.Keep = None,
    as_json: options.Json = False,
) -> None:
    """Make an edition live.

    It has to have lost nothing, and to answer its questions no worse, unless it is forced.
    """
    from embeddings.editions.library import Library
    from embeddings.editions.promotion import promote_edition

    terms = options.make_terms(library, force, reason, keep, who)
    editions = Library(options.choose_index(index)).find_editions(edition, document)
    print_promotion(promote_edition(editions, edition, terms), as_json)


def print_promotion(entry: "JournalEntry", as_json: bool) -> None:
    """Print which edition went live, by what, and which it replaced."""
    if as_json:
        typer.echo(entry.model_dump_json())
        return
    before = f" in the place of {entry.before}" if entry.before else ""
    reason = f": {entry.reason}" if entry.reason else ""
    typer.echo(f"{entry.name} is live{before}, {entry.by}{reason}")
