"""The program `concordance`: its commands, and the one place that ends it with a sentence."""

import io
import os
import sys
from collections.abc import Sequence

import typer
from pydantic import ValidationError

from bot.commands import ask, build, check, citations, evaluate, page
from embeddings.errors import EmbeddingsError

app = typer.Typer(
    name="concordance",
    help="Answers questions about a text with its own words and the pages they stand on.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (build.build, ask.ask, page.page, citations.citations, check.check):
    app.command()(command)
app.command()(evaluate.evaluate)


def main() -> None:
    """Run the program: 0 on success, 2 with one line on bad input, 1 only for a defect."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = app(arguments or ["--help"], prog_name="concordance", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # Typer and Rich turn the one into the other
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except (typer.TyperException, ValidationError, OSError, EmbeddingsError) as error:
        print(f"concordance: {' '.join(_sentence(error).split())}", file=sys.stderr)
        return 2
    return status if isinstance(status, int) else 0


def _sentence(error: Exception) -> str:
    """Return what an error tells the reader, in one sentence."""
    if isinstance(error, typer.TyperException):
        return str(getattr(error, "format_message", error.__str__)())
    if isinstance(error, ValidationError):
        detail = error.errors()[0]
        return f"CONCORDANCE_{str(detail['loc'][0]).upper()}: {detail['msg']}"
    if isinstance(error, OSError):
        return f"{error.filename or 'the disk'}: {error.strerror or error}"
    return str(error)


if __name__ == "__main__":
    main()
