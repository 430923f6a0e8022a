"""Lines for a reader."""

import pytest

from bot.cli.lines import print_line


def test_lines_stay_lines_and_control_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_line("an edition\x1b[2J is live\nfor a reason\r")
    print_line("a warning \x9b31m", err=True)
    printed = capsys.readouterr()
    assert printed.out == "an edition [2J is live\nfor a reason \n"
    assert printed.err == "a warning  31m\n"
