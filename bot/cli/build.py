"""`concordance build`: read, split, embed, index, make live where it is no worse."""

import json
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli import options
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embeddings.editions.build import Built
    from embeddings.models.encoder import Progress


def build(
    text: options.TextFile = None,
    index: options.Index = None,
    library: options.Library = None,
    document: options.Document = None,
    model: options.Model = None,
    cross_encoder: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A cross-encoder that scores the candidates again."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put this text in the place of another one.")
    ] = False,
    add: Annotated[
        bool, typer.Option("--add", help="Put this text beside those that the index has.")
    ] = False,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Stop before it goes live: see diff and promote.")
    ] = False,
    force: options.Force = False,
    reason: options.Reason = None,
    keep: options.Keep = None,
    as_json: options.Json = False,
) -> None:
    """Build the index of a text and make it live, where it is no worse than what is live."""
    from embeddings.editions.build import BuildTools
    from embeddings.editions.build import build as make
    from embeddings.editions.library import Library
    from embeddings.models.encoder import DEFAULT

    if candidate and (force or reason):
        raise typer.BadParameter("a --candidate does not go live: give --force to promote")
    if add and replace:
        raise typer.BadParameter("a text cannot both be added (--add) and replace one (--replace)")
    read = options.read_text(text, library, document)
    terms = None if candidate else options.terms(library, force, reason, keep)
    name = model or Settings().model or DEFAULT
    editions = Library(options.index_directory(index)).place(read, add=add, replace=replace)
    with _progress() as progress:
        built = make(read, editions, BuildTools.of(name, progress, cross_encoder), replace, terms)
    if read.entry_sha256 is None:
        _warn("unusual: no entry of a manifest describes the text; it is read by defaults")
    _report(built, as_json)


def _warn(warning: str) -> None:
    typer.echo(f"concordance: {warning}", err=True)


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Draw a bar on a terminal and nothing in a pipe."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Estimate

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Estimate())
    off = not console.is_terminal
    with Progress(*columns, console=console, disable=off, transient=True) as bar:
        task = bar.add_task("embedding", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _report(built: "Built", as_json: bool) -> None:
    for warning in built.warnings:
        _warn(f"unusual: {warning}")
    if as_json:
        typer.echo(json.dumps({**asdict(built), "path": str(built.path)}, ensure_ascii=False))
    elif built.changed:
        counts = ", ".join(f"{number} {name}" for name, number in built.counts.items())
        recall = (
            "" if built.recall is None else f"; recall@10 of the first stage {built.recall:.3f}"
        )
        what = "" if built.live else "a candidate of "
        typer.echo(f"{built.path}: {what}{counts}; {built.embedded} embedded anew{recall}")
    else:
        typer.echo(f"{built.path}: nothing has changed")
