"""`concordance db`: the database of settings, its schema, its backups."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options
from bot.cli.lines import print_line
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.records import BackupSummary

app = typer.Typer(help="Look after the database of settings.", rich_markup_mode=None)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]


def _url() -> str:
    return Settings().secret_database_url()


@app.command()
def upgrade(as_json: options.Json = False) -> None:
    """Bring the database to this version's schema: an empty one, or that of an earlier version."""
    from bot.storage.schema import upgrade as bring

    before, after = asyncio.run(bring(_url()))
    if as_json:
        typer.echo(json.dumps({"before": before, "schema": after}))
    elif before == after:
        print_line(f"schema {after}: nothing has changed")
    else:
        print_line(f"schema {after}; before, {f'it was {before}' if before else 'there was none'}")


@app.command()
def check(as_json: options.Json = False) -> None:
    """Say how the database is, and which settings this version does not take."""
    from bot.storage.inspection import inspect_condition

    state = asyncio.run(inspect_condition(_url()))
    if as_json:
        typer.echo(json.dumps(asdict(state), ensure_ascii=False))
        return
    servers, changes = _count(state.servers, "server"), _count(state.changes, "change")
    print_line(f"{state.database}: schema {state.schema}, {servers}, {changes}")
    for unread in state.unread:
        print_line(
            f"server {unread.server}: the default holds for {unread.field}: {unread.problem}"
        )


@app.command()
def backup(file: File, as_json: options.Json = False) -> None:
    """Copy a SQLite database into a file, while the bot may run; PostgreSQL has pg_dump."""
    from bot.storage.backup import write_backup

    written = asyncio.run(write_backup(_url(), file))
    _report(file, "written", written, as_json=as_json)


@app.command()
def restore(
    file: File,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what the database keeps.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Put a backup of SQLite into the database; stop the bot first. PostgreSQL has pg_restore."""
    from bot.storage.backup import restore_backup

    held = asyncio.run(restore_backup(_url(), file, replace=replace))
    _report(file, "restored", held, as_json=as_json)


def _report(file: Path, done: str, held: "BackupSummary", *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"file": str(file), **asdict(held)}, ensure_ascii=False))
        return
    rows = sum(number for name, number in held.rows.items() if name != "meta")
    print_line(f"{file}: {done}, schema {held.schema}, {_count(rows, 'row')}")


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
