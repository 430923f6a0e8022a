"""Lines as a reader sees them."""

import io

import pytest
from rich.console import Console

from bot.cli.doctor_table import print_findings
from bot.doctor.findings import bad, doubtful, good

LINES = [
    good("index", "data/index\x1b is [whole]"),
    doubtful("clock", "7 s behind", "let it be set"),
    bad("token", "there is none", "put it there " * 19 + "now"),
]


def shown(*, terminal: bool) -> str:
    """Return what is printed, as wide as most terminals are."""
    out = io.StringIO()
    print_findings(LINES, Console(file=out, force_terminal=terminal, width=80, highlight=False))
    return out.getvalue()


def test_in_a_pipe_a_line_stays_a_line_without_colours() -> None:
    lines = shown(terminal=False).splitlines()
    assert lines[:3] == [
        "good      index        data/index  is [whole]",
        "doubtful  clock        7 s behind",
        "                       → let it be set",
    ]
    assert lines[4].endswith("put it there now")
    assert len(lines[4]) > 200
    assert lines[5:] == ["1 good, 1 doubtful, 1 bad"]
    assert "\x1b" not in shown(terminal=False)


@pytest.mark.parametrize("words", ["data/index  is [whole]", "let it be set", "1 bad"])
def test_on_a_terminal_it_is_a_table_in_colour_that_wraps(words: str) -> None:
    table = shown(terminal=True)
    assert words in table
    assert "\x1b[32mgood" in table
    assert "\x1b[33mdoubtful" in table
    assert "\x1b[1;31mbad" in table
    assert len(table.splitlines()) > 7
