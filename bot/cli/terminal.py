"""Answers and tables for a terminal: colour and wrapping there, plain whole lines in a pipe."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.formatting.diff_markup import Side
from bot.formatting.diff_markup import mark_difference as pieces_of
from bot.formatting.layout import VOICES, lay_out
from embeddings.checking.result import Checked
from embeddings.checking.segments import Difference
from embeddings.types import Answer, ShownPassage

_INDENT = "   "
_STYLES: dict[Side, str] = {"both": "", "page": "dim", "text": "red", "words": "yellow"}


def print_answer(answer: Answer) -> None:
    """Print an answer to standard output."""
    if answer.understood:
        Console(highlight=False).print(Text(f"understood as: {answer.understood}"), soft_wrap=True)
    if answer.message:
        Console(highlight=False).print(Text(answer.message), soft_wrap=True)
        if answer.shown:
            print()
    print_passages(answer.shown)


def print_passages(shown: Iterable[ShownPassage]) -> None:
    """Print passages: voice, lead-in, words with quotations set off, reference."""
    console = Console(highlight=False)
    for one in shown:
        for line, style, indent in _lines(one):
            _print(console, Text(visible(line), style=style), indent)


def _print(console: Console, line: Text, indent: str) -> None:
    """Print a line behind its indent: wrapped on a terminal, whole in a pipe."""
    if not console.is_terminal:
        console.print(Text(indent) + line, soft_wrap=True)
        return
    for part in line.wrap(console, console.width - len(indent)):
        console.print(Text(indent) + part)


def _lines(one: ShownPassage) -> Iterator[tuple[str, str, str]]:
    """Yield each line of a passage with its style and what stands before it."""
    if one.rank > 1:
        yield "", "", ""
    yield f"{one.rank}. {VOICES[one.passage.voice]}", "bold", ""
    for piece in lay_out(one):
        if piece.before:
            yield f"[before it] {piece.words}", "italic", _INDENT
        else:
            indent = " │ " if piece.quoted else _INDENT
            yield piece.words, "cyan" if piece.quoted else "", indent
    yield one.reference, f"green link {one.url}" if one.url else "green", _INDENT


def visible(line: str) -> str:
    """Return a line without the characters that would steer a terminal."""
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in line)


def print_checked(found: Sequence[Checked]) -> None:
    """Print words that were checked: what is proved of them, where they stand, how they differ."""
    console = Console(highlight=False)
    for number, one in enumerate(found, 1):
        if number > 1:
            print()
        rank = f"{number}. " if len(found) > 1 else ""
        _print(console, Text(f"{rank}{one.message}", style="bold"), "")
        if one.found is None:
            _print(console, Text(visible(f"“{one.words.strip()}”")), _INDENT)
            print_passages(one.nearest)
            continue
        _print(console, _difference(one.found.difference), " │ ")
        for place in (one.found.place, *one.found.others):
            _print(console, Text(visible(place.reference), style="green"), _INDENT)


def _difference(difference: Difference) -> Text:
    """Return the text's words with somebody's in their places, marked."""
    line = Text()
    for piece in pieces_of(difference.segments):
        line.append(visible(piece.marked), style=_STYLES[piece.side])
    return line


def print_rows(names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows: a table on a terminal, tab-separated values in a pipe."""
    console = Console(highlight=False)
    cells = [["" if cell is None else visible(str(cell)) for cell in row] for row in rows]
    if not console.is_terminal:
        for row in ([*names], *cells):
            print("\t".join(row))
        return
    table = Table(*names, box=None, pad_edge=False)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)
