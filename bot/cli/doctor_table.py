"""Lines of the doctor for a reader: a table with colours on a terminal, plain words in a pipe."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.terminal import visible
from bot.doctor.findings import Finding, State, summarize

_STYLES: Mapping[State, str] = {"good": "green", "doubtful": "yellow", "bad": "bold red"}
_MEND = "→ "


def show(lines: Sequence[Finding], console: Console) -> None:
    """Print lines, each mend beneath what it mends, and how many are good, doubtful and bad."""
    if console.is_terminal:
        console.print(_table(lines))
    else:
        for plain in plainly(lines):
            console.print(Text(plain), soft_wrap=True)
    console.print(Text(summarize(lines), style="bold"))


def _table(lines: Iterable[Finding]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for line in lines:
        words = Text(visible(line.found))
        if line.mend is not None:
            words.append(f"\n{_MEND}{line.mend}", style="italic")
        table.add_row(Text(line.state, style=_STYLES[line.state]), Text(line.check), words)
    return table


def plainly(lines: Iterable[Finding]) -> Iterable[str]:
    """Yield lines as they are in a pipe: a line each, and another one for what mends it."""
    for line in lines:
        yield f"{line.state:<9} {line.check:<12} {visible(line.found)}"
        if line.mend is not None:
            yield f"{'':<22} {_MEND}{line.mend}"
