"""The program `concordance`: its commands, and the one place that reports their errors."""

import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from itertools import takewhile
from typing import Annotated

import typer

from bot.cli import (
    ask,
    build,
    chat,
    check,
    citations,
    contents,
    db,
    diff,
    discard,
    doctor,
    editions,
    evaluate,
    page,
    promote,
    quote,
    remove,
    report,
    rollback,
    source,
    sync,
    works,
)
from bot.cli import run as run_bot
from bot.cli.command_help import GroupedCommands, format_example
from bot.cli.options import TextCommand
from bot.cli.refusal import refuse
from bot.process.error_text import EXPLAINED_ERRORS
from bot.process.parent import end_with_standard_input
from bot.settings import Settings

_COMMANDS_WITH_LOG = ("run", "sync")

app = typer.Typer(
    name="concordance",
    cls=GroupedCommands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_LAST_PANEL = "Run the bot"
_PANELS: dict[str, tuple[tuple[Callable[..., None], str], ...]] = {
    "Ask": (
        (ask.ask, "ask Who saved Chernov from the crowd?"),
        (chat.chat, "chat"),
        (quote.quote, "quote --theme revolution"),
    ),
    "Look up": (
        (page.page, "page 280-281 --work prophet"),
        (source.source, 'source "the dust heap of history"'),
        (works.works, "works"),
        (contents.contents, "contents"),
    ),
    "Prepare a text": (
        (check.check, "check essay.txt"),
        (citations.citations, "citations essay.txt --json"),
        (build.build, "build essay.txt --candidate"),
    ),
    "Editions": (
        (editions.editions, "editions"),
        (diff.diff, "diff"),
        (promote.promote, "promote"),
        (rollback.rollback, "rollback"),
        (discard.discard, "discard"),
        (remove.remove, "remove essay --yes"),
    ),
    "Measure": (
        (evaluate.evaluate, "evaluate data/questions/sample.jsonl --failures"),
        (report.report, "report --output report.html"),
    ),
    _LAST_PANEL: (
        (sync.sync, "sync"),
        (run_bot.run, "run"),
        (doctor.doctor, "doctor --offline"),
    ),
}
"""The commands under the headings of the help, each with an example of its arguments."""

_TAKING_A_TEXT = (build.build, citations.citations, check.check)


def _add_commands() -> None:
    for panel, commands in _PANELS.items():
        for command, example in commands:
            app.command(
                cls=TextCommand if command in _TAKING_A_TEXT else None,
                epilog=format_example(example),
                rich_help_panel=panel,
            )(command)
    app.add_typer(db.app, name="db", rich_help_panel=_LAST_PANEL)


_add_commands()


def _print_version(requested: bool) -> None:
    if requested:
        typer.echo(f"concordance {metadata.version('concordance')}")
        raise typer.Exit


@app.callback()
def program(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version and leave."
        ),
    ] = False,
    end_with_input: Annotated[
        bool,
        typer.Option(
            "--end-with-input",
            help="End as soon as standard input is closed: for a program that starts this one.",
        ),
    ] = False,
) -> None:
    """Answer questions about a text with its own words and the pages they stand on."""
    if end_with_input:
        end_with_standard_input()
    if context.invoked_subcommand in _COMMANDS_WITH_LOG:
        from bot.process import log_setup

        log_setup.configure(Settings().log_level)


def main() -> None:
    """Run the program: status 0 on success, 2 with one line on bad input, 1 only for a defect."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = app(arguments or ["--help"], prog_name="concordance", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # Typer and Rich turn a broken pipe into an exit
        _discard_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except EXPLAINED_ERRORS as error:
        _discard_output()
        refuse(error, as_json="--json" in takewhile(lambda word: word != "--", arguments))
        return 2
    return status if isinstance(status, int) else 0


def _discard_output() -> None:
    """Discard output that cannot be written, lest the interpreter try to write it at exit."""
    try:
        sys.stdout.flush()
    except (OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    main()
