"""A program that is run beside the stand-in: shown with its words, made to leave."""

import sys
from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.standin.program import command, started, until_ready


def test_a_program_that_ends_at_once_is_shown_with_its_words(
    discord: StandIn, tmp_path: Path
) -> None:
    call = [sys.executable, "-c", "print('no such luck')"]
    with (
        started(discord, call, tmp_path, {}) as program,
        pytest.raises(AssertionError, match="no such luck"),
    ):
        until_ready(program)
    assert program.process.returncode == 0


def test_a_program_that_does_not_leave_is_made_to(
    discord: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.standin.program.LEAVING", 0.05)
    stubborn = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('here', flush=True); signal.pause(); signal.pause()"
    )
    with started(discord, [sys.executable, "-c", stubborn], tmp_path, {}) as program:
        program.says("here")
    assert program.process.returncode == -9


def test_the_program_is_called_as_operators_call_it() -> None:
    assert command()[-1].endswith(("concordance", "bot"))
