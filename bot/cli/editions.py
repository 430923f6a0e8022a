"""`concordance editions`: what an index directory holds, and what was live when and why."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from bot.cli import options

if TYPE_CHECKING:
    from embeddings.editions.history import Listed


def editions(
    index: options.Index = None, document: options.One = None, as_json: options.Json = False
) -> None:
    """List the editions, the latest first: built when, live since when, by what, how large."""
    from embeddings.editions.library import Library
    from embeddings.errors import NoIndexError

    library = Library(options.index_directory(index))
    listed = library.listed(document)
    if not listed:
        raise NoIndexError(library.directory)
    if as_json:
        for key, one in listed:
            members = {"document": key, **_members(one)}
            typer.echo(json.dumps(members, ensure_ascii=False))
        return
    from rich.filesize import decimal

    from bot.cli.terminal import print_rows

    rows = [
        (
            key,
            one.name,
            one.state,
            _minute(one.built),
            _minute(one.entry.at) if one.entry else None,
            one.entry.by if one.entry else None,
            one.entry.who if one.entry else None,
            one.entry.reason if one.entry else None,
            decimal(one.size),
        )
        for key, one in listed
    ]
    names = "document,edition,state,built,live since,by,who,reason,size"
    print_rows(names.split(","), rows)


def _members(one: "Listed") -> dict[str, object]:
    return {
        "name": one.name,
        "edition": one.edition,
        "state": one.state,
        "built": one.built.isoformat(),
        "live_since": one.entry.at.isoformat() if one.entry else None,
        "by": one.entry.by if one.entry else None,
        "who": one.entry.who if one.entry else None,
        "reason": one.entry.reason if one.entry else None,
        "bytes": one.size,
    }


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
