"""`concordance editions`: what an index directory holds, and what was live when and why."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from bot.commands import options

if TYPE_CHECKING:
    from embeddings.history import Listed


def editions(index: options.Index = None, as_json: options.Json = False) -> None:
    """List the editions, the latest first: built when, live since when, by what, how large."""
    from embeddings.editions import Editions
    from embeddings.errors import NoIndexError
    from embeddings.history import History

    directory = options.index_directory(index)
    listed = History(Editions(directory)).listed
    if not listed:
        raise NoIndexError(directory)
    if as_json:
        for one in listed:
            typer.echo(json.dumps(_members(one), ensure_ascii=False))
        return
    from rich.filesize import decimal

    from bot.terminal import print_rows

    rows = [
        (
            one.name,
            one.state,
            _minute(one.built),
            _minute(one.entry.at) if one.entry else None,
            one.entry.by if one.entry else None,
            one.entry.reason if one.entry else None,
            decimal(one.size),
        )
        for one in listed
    ]
    print_rows(("edition", "state", "built", "live since", "by", "reason", "size"), rows)


def _members(one: "Listed") -> dict[str, object]:
    return {
        "name": one.name,
        "edition": one.edition,
        "state": one.state,
        "built": one.built.isoformat(),
        "live_since": one.entry.at.isoformat() if one.entry else None,
        "by": one.entry.by if one.entry else None,
        "reason": one.entry.reason if one.entry else None,
        "bytes": one.size,
    }


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
