"""What is refused is a line and, for another program that asks for JSON, an object."""

import json
from pathlib import Path

import pytest

from tests.support.cli_program import Program
from tests.support.corrected_index import correct


def test_a_refusal_is_an_object_with_what_it_says(program: Program) -> None:
    ended = program("diff", "no-such", "--json")
    assert ended.status == 2
    refusal = json.loads(ended.out)
    assert refusal["error"] == "UnknownEditionError"
    assert ended.err == f"concordance: {refusal['message']}\n"
    assert refusal["message"].startswith("'no-such' is not one edition of the index; it has ")


def test_what_keeps_an_edition_from_going_live_is_in_it(
    program: Program, home: Path, tiny: Path
) -> None:
    name = correct(program, home, tiny, **{" (p. xii)": ""})
    refusal = json.loads(program("promote", "--json").out)
    assert (refusal["error"], refusal["edition"]) == ("NotPromotedError", name)
    (reason,) = refusal["reasons"]
    assert reason.startswith("1 page citation is lost")


def test_an_option_that_is_wrong_is_refused_in_the_same_way(program: Program) -> None:
    ended = program("promote", "--json", "--no-such")
    assert json.loads(ended.out) == {
        "error": "NoSuchOption",
        "message": ended.err.removeprefix("concordance: ").strip(),
    }


@pytest.mark.parametrize("name", ["\x1b[31mred", "\x1b]0;title\x07", "\x9b2J", "a\rb", "a\nb"])
def test_what_would_control_a_terminal_is_printed_as_blanks(program: Program, name: str) -> None:
    for arguments in (("diff", name), ("build", f"{name}.txt"), ("check", f"{name}.txt")):
        ended = program(*arguments)
        assert ended.status == 2
        assert all(c.isprintable() for c in ended.err.rstrip("\n"))


def test_without_json_there_is_the_line_alone(program: Program) -> None:
    assert program("diff", "no-such").refusal
    assert program("diff", "--", "--json").refusal
