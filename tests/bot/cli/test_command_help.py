"""The help of the program: every command in a group, on a line that is not cut, with an example."""

import pytest

from bot.__main__ import app
from tests.support.cli_program import Program

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]


def test_every_command_stands_once_under_a_heading_and_none_is_cut(program: Program) -> None:
    told = program("--help").out
    _, _, listed = told.partition("Ask:")
    assert "..." not in listed
    lines = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    assert sorted(lines) == sorted([*COMMANDS, "db"])
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_ends_with_an_example_of_it(program: Program, name: str) -> None:
    before, _, example = program(name, "--help").out.partition("Example:\n")
    assert before.startswith(f"Usage: concordance {name}")
    assert example.strip().startswith(f"concordance {name}")
    assert len(example.strip().splitlines()) == 1


def test_bad_usage_names_the_help(program: Program) -> None:
    assert "see `concordance ask --help`" in program("ask").err
    assert "See `concordance --help`" in program("no-command").err
