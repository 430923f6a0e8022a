"""Answers and tables for a terminal, in colour and wrapped; in a pipe, plain unbroken lines."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.lines import print_line
from bot.formatting.control_characters import strip_control_characters
from bot.formatting.diff_markup import Side, mark_difference
from bot.formatting.layout import VOICES, Piece, lay_out
from embeddings.checking.result import CheckedQuote
from embeddings.checking.segments import QuoteDifference
from embeddings.types import Answer, ShownPassage

_INDENT = "   "
_QUOTE_INDENT = " │ "
_STYLES: dict[Side, str] = {"both": "", "page": "dim", "text": "red", "words": "yellow"}


def print_answer(answer: Answer) -> None:
    """Print an answer to standard output, its answering words in bold on a terminal."""
    if answer.before:
        followed = strip_control_characters(f"following on: {answer.before}")
        Console(highlight=False).print(Text(followed, style="dim"), soft_wrap=True)
    if answer.message:
        print_line(answer.message)
        if answer.shown:
            print()
    print_passages(answer.shown)


def print_passages(passages: Iterable[ShownPassage]) -> None:
    """Print passages: voice, lead-in, words with quotations set off, reference."""
    console = Console(highlight=False)
    for passage in passages:
        for line, indent in _format_passage(passage):
            _print(console, line, indent)


def _print(console: Console, line: Text, indent: str) -> None:
    """Print an indented line, wrapped on a terminal and unbroken in a pipe."""
    if not console.is_terminal:
        console.print(Text(indent) + line, soft_wrap=True)
        return
    for part in line.wrap(console, console.width - len(indent)):
        console.print(Text(indent) + part)


def _format_passage(passage: ShownPassage) -> Iterator[tuple[Text, str]]:
    """Yield each line of a passage with its indent."""
    if passage.rank > 1:
        yield Text(), ""
    yield Text(f"{passage.rank}. {VOICES[passage.passage.voice]}", style="bold"), ""
    for piece in lay_out(passage):
        if piece.before:
            words = strip_control_characters(piece.words)
            yield Text(f"[before it] {words}", style="italic"), _INDENT
        else:
            yield _mark_answering_words(piece, passage), _QUOTE_INDENT if piece.quoted else _INDENT
    link = f"green link {passage.url}" if passage.url else "green"
    yield Text(strip_control_characters(passage.reference), style=link), _INDENT


def _mark_answering_words(piece: Piece, passage: ShownPassage) -> Text:
    """Return the words of a piece, those that answer in bold."""
    words = Text(strip_control_characters(piece.words), style="cyan" if piece.quoted else "")
    offset = passage.passage.start - piece.span.start
    for start, end in passage.highlights:
        words.stylize("bold", max(0, start + offset), max(0, end + offset))
    return words


def print_checks(checks: Sequence[CheckedQuote]) -> None:
    """Print checked words: the verdict, where they are in the text, and how they differ."""
    console = Console(highlight=False)
    for number, check in enumerate(checks, 1):
        if number > 1:
            print()
        rank = f"{number}. " if len(checks) > 1 else ""
        _print(console, Text(strip_control_characters(f"{rank}{check.message}"), style="bold"), "")
        _print_check(console, check)


def _print_check(console: Console, check: CheckedQuote) -> None:
    """Print the text's words and where they are, or the passages nearest to words it has not."""
    located = check.located
    if located is None:
        _print(console, Text(strip_control_characters(f"“{check.words.strip()}”")), _INDENT)
        print_passages(check.nearest)
        return
    _print(console, _format_difference(located.difference), _QUOTE_INDENT)
    for place in (located.place, *located.others):
        reference = strip_control_characters(place.reference)
        _print(console, Text(reference, style="green"), _INDENT)


def _format_difference(difference: QuoteDifference) -> Text:
    """Return the text's words with the differing words of the quotation, marked."""
    line = Text()
    for piece in mark_difference(difference.segments):
        line.append(strip_control_characters(piece.marked), style=_STYLES[piece.side])
    return line


def print_rows(names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows: a table on a terminal, tab-separated values in a pipe."""
    console = Console(highlight=False)
    cells = [
        ["" if cell is None else strip_control_characters(str(cell)) for cell in row]
        for row in rows
    ]
    if not console.is_terminal:
        for row in ([*names], *cells):
            print("\t".join(row))
        return
    table = Table(*names, box=None, pad_edge=False)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)
