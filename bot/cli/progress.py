"""How far a build has come: a bar on a terminal, or a JSON object a line for another program."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

import typer

Form = Literal["bar", "json", "none"]


class Tell(Protocol):
    """Says which stage a build is at and, where that is counted, how much of it is done."""

    def __call__(self, stage: str, done: int = 0, total: int = 0, /) -> None:
        """Say it."""


@contextmanager
def report_progress(form: Form) -> Iterator[Tell]:
    """Yield what is told how far a build is; a bar is drawn on a terminal alone."""
    if form == "json":
        yield _JsonLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Estimate

    console = Console(stderr=True)
    off = form == "none" or not console.is_terminal
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Estimate())
    with Progress(*columns, console=console, disable=off, transient=True) as bar:
        task = bar.add_task("", total=None)

        def draw(stage: str, done: int = 0, total: int = 0, /) -> None:
            bar.update(task, description=stage, completed=done, total=total or None)

        yield draw


class _JsonLines:
    """Prints an object a line on standard error; of what is counted, one a percent."""

    def __init__(self) -> None:
        self._last = ("", 0)

    def __call__(self, stage: str, done: int = 0, total: int = 0, /) -> None:
        last, self._last = self._last, (stage, 100 * done // max(1, total))
        if self._last != last:
            counted = {"done": done, "of": total} if total else {}
            typer.echo(json.dumps({"stage": stage, **counted}), err=True)
        if stage == "embedding" and done >= total:
            self("learning")
