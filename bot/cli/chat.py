"""`concordance chat`: a conversation about the text, in the terminal."""

import sys
from collections.abc import Iterator
from contextlib import suppress

import typer

from bot.cli import options
from bot.cli.ask import ask_texts

_PROMPT = "> "
_FAREWELLS = ("exit", "quit", "bye")


def chat(
    number: options.Passages = 1,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    models: options.Models = None,
) -> None:
    """Ask one question after another, each of which may follow on.

    It ends with `exit`, or with the end of the input.
    """
    from bot.answers.opening import open_answerers
    from bot.cli.terminal import print_answer
    from embeddings.types import EarlierTurn

    answerers = open_answerers(options.choose_index(index), options.choose_models(models), document)
    before: EarlierTurn | None = None
    for words in _read_questions():
        answer = ask_texts(answerers, words, number, before)
        print_answer(answer)
        typer.echo()
        before = EarlierTurn.of(answer)


def _read_questions() -> Iterator[str]:
    """Yield each line that asks something, until a farewell or the end of the input."""
    interactive = sys.stdin.isatty()
    if interactive:
        with suppress(ImportError):
            import readline  # noqa: F401  (lines can be edited, and called back)
    while True:
        try:
            words = input(_PROMPT if interactive else "").strip()
        except EOFError:
            return
        if words.casefold() in _FAREWELLS:
            return
        if words:
            yield words
