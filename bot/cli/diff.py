"""`concordance diff`: what an edition has that another has not."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from embeddings.diff.diff import Edit

Edition = Annotated[str | None, typer.Argument(metavar="[A]", help="An edition. [the live one]")]
Other = Annotated[str | None, typer.Argument(metavar="[B]", help="Another. [the candidate]")]


def diff(
    edition: Edition = None,
    other: Other = None,
    index: options.Index = None,
    document: options.One = None,
    as_json: options.Json = False,
) -> None:
    """Show what differs from edition A to B: of one alone, from the live one to it."""
    from embeddings.diff.diff import diff as compared
    from embeddings.editions.editions import Edition as Opened
    from embeddings.editions.history import History
    from embeddings.editions.library import Library

    editions = Library(options.index_directory(index)).holding(edition, document)
    before = editions.open() if edition is None or other is None else None
    history = History(editions)
    if before is None:
        before = Opened.read(editions.directory / history.named(edition or ""))
    later = other or edition
    name = history.candidate() if later is None else history.named(later)
    after = Opened.read(editions.directory / name)
    found = compared(before.concordance, after.concordance).edits
    if as_json:
        for one in found:
            typer.echo(json.dumps(asdict(one), ensure_ascii=False))
    elif found:
        _print(found)
    else:
        typer.echo(f"{after.path.name} has the words and the pages of {before.path.name}")


def _print(found: "Iterable[Edit]") -> None:
    from bot.cli.terminal import print_rows

    rows = [
        (
            one.what,
            _kind(one),
            _arrow(*(", ".join(map(str, side)) or None for side in (one.before, one.after))),
            _arrow(one.was, one.now),
            _arrow(one.was_cited, one.now_cited),
        )
        for one in found
    ]
    print_rows(("what", "how", "paragraph", "words", "cited"), rows)


def _kind(one: "Edit") -> str:
    return f"{one.kind}: {', '.join(one.fields)}" if one.fields else one.kind


def _arrow(was: str | None, now: str | None) -> str:
    """Return what was and what is, on one line, or only what still is."""
    from embeddings.errors import shortened

    old, new = (shortened(" ".join(one.split())) if one else "" for one in (was, now))
    return new if old == new else f"{old} → {new}"
