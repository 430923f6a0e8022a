"""Lines for a reader: names, addresses and words in them never control a terminal."""

import typer

from bot.formatting.control_characters import strip_each_line


def print_line(line: str, *, err: bool = False) -> None:
    """Print a line, or several, to standard output or to standard error."""
    typer.echo(strip_each_line(line), err=err)
