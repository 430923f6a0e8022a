"""`concordance promote`: makes a candidate live, where it is no worse."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options
from bot.cli.edition_summary import say_no_worse
from bot.cli.lines import print_line

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
    compared = editions.open_usable() is not None
    entry = promote_edition(editions, edition, terms)
    print_promotion(entry, as_json)
    if entry.by == "promoted" and compared and not as_json:
        typer.echo(say_no_worse(len(terms.find_questions(editions.open())[0])))


def print_promotion(entry: "JournalEntry", as_json: bool) -> None:
    """Print which edition went live, by what, and which it replaced."""
    if as_json:
        typer.echo(entry.model_dump_json())
        return
    before = f" in the place of {entry.before}" if entry.before else ""
    reason = f": {entry.reason}" if entry.reason else ""
    print_line(f"{entry.name} is live{before}, {entry.by}{reason}")
