"""The doctor's findings for a reader: a table in colour on a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.doctor.findings import Finding, FindingState, summarize
from bot.formatting.control_characters import strip_control_characters

_STYLES: Mapping[FindingState, str] = {"good": "green", "doubtful": "yellow", "bad": "bold red"}
_REMEDY_MARK = "→ "


def print_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print findings, each with its remedy beneath it, and how many are good, doubtful and bad."""
    if console.is_terminal:
        console.print(_make_table(findings))
    else:
        for line in _format_lines(findings):
            console.print(Text(line), soft_wrap=True)
    console.print(Text(summarize(findings), style="bold"))


def _make_table(findings: Iterable[Finding]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        words = Text(strip_control_characters(finding.text))
        if finding.remedy is not None:
            remedy = strip_control_characters(finding.remedy)
            words.append(f"\n{_REMEDY_MARK}{remedy}", style="italic")
        table.add_row(Text(finding.state, style=_STYLES[finding.state]), Text(finding.check), words)
    return table


def _format_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a line for each finding, and another for its remedy."""
    for finding in findings:
        yield f"{finding.state:<9} {finding.check:<12} {strip_control_characters(finding.text)}"
        if finding.remedy is not None:
            yield f"{'':<22} {_REMEDY_MARK}{strip_control_characters(finding.remedy)}"
