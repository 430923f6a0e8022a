"""`concordance editions`: the editions in an index directory; which was live when, and why."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from bot.cli import options

if TYPE_CHECKING:
    from embeddings.editions.history import ListedEdition


def editions(
    index: options.Index = None,
    document: options.IndexedDocument = None,
    as_json: options.Json = False,
) -> None:
    """List the editions, the latest first, and which is live."""
    from embeddings.editions.library import Library
    from embeddings.errors import NoIndexError

    library = Library(options.choose_index(index))
    listed = library.list_editions(document)
    if not listed:
        raise NoIndexError(library.directory)
    if as_json:
        for key, edition in listed:
            typer.echo(json.dumps(_make_object(key, edition), ensure_ascii=False))
        return
    from bot.cli.terminal import print_rows

    names = "document,edition,state,built,live since,by,who,reason,size"
    print_rows(names.split(","), [_make_row(key, edition) for key, edition in listed])


def _make_row(key: str, edition: "ListedEdition") -> tuple[str | None, ...]:
    from rich.filesize import decimal

    entry = edition.entry
    return (
        key,
        edition.name,
        edition.state,
        _format_minute(edition.built),
        _format_minute(entry.at) if entry else None,
        entry.by if entry else None,
        entry.who if entry else None,
        entry.reason if entry else None,
        decimal(edition.size),
    )


def _make_object(key: str, edition: "ListedEdition") -> dict[str, object]:
    entry = edition.entry
    return {
        "document": key,
        "name": edition.name,
        "edition": edition.edition,
        "state": edition.state,
        "built": edition.built.isoformat(),
        "live_since": entry.at.isoformat() if entry else None,
        "by": entry.by if entry else None,
        "who": entry.who if entry else None,
        "reason": entry.reason if entry else None,
        "bytes": edition.size,
    }


def _format_minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
