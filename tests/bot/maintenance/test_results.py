"""What the program prints is what the bot reads: the commands themselves, in their JSON."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.maintenance.errors import NotDoneError, UnreadableError
from bot.maintenance.results import (
    Output,
    RefusalOutput,
    read_build,
    read_comparison,
    read_discarded,
    read_entry,
    read_step,
)
from tests.support.cli_program import Program
from tests.support.corrected_index import correct


@pytest.fixture
def printed(program: Program) -> Callable[..., Output]:
    """Return what runs the program and gives its output."""

    def run(*arguments: object) -> Output:
        ended = program(*arguments, "--json")
        return Output(ended.status, ended.out.encode())

    return run


def test_each_command_is_read(
    program: Program, printed: Callable[..., Output], home: Path, tiny: Path
) -> None:
    name = correct(program, home, tiny, **{" (p. xii)": ""})
    comparison = read_comparison(printed("diff", "--summary", "--limit", 1))
    assert (comparison.after, comparison.candidate) == (name, True)
    assert comparison.counts == {"paragraph": {"changed": 1}, "citation": {"lost": 1}}
    assert [edit.kind for edit in comparison.edits] == ["lost"]
    assert (comparison.left_out, len(comparison.reasons)) == (1, 1)
    assert read_entry(printed("promote")) == RefusalOutput(name=name, reasons=comparison.reasons)
    entry = read_entry(printed("promote", "--force", "--reason", "why", "--who", "me (7)"))
    assert (entry.name, entry.model_dump()["who"]) == (name, "me (7)")
    back = read_entry(printed("rollback", "--from", name, "--who", "me (7)"))
    assert (back.name, back.model_dump()["who"]) == (comparison.before, "me (7)")
    other = correct(program, home, tiny, green="blue")
    assert read_discarded(printed("discard")).discarded == other
    built = read_build(printed("build", "--candidate", "--model", tiny))
    assert (built.changed, built.path.parent) == (True, Path("data/index"))


def test_a_refusal_is_its_sentence(printed: Callable[..., Output]) -> None:
    with pytest.raises(
        NotDoneError, match=r"^'a' is not one edition of the index; it has"
    ) as caught:
        read_comparison(printed("diff", "a"))
    assert caught.value.kind == "UnknownEditionError"
    with pytest.raises(NotDoneError, match=r"^No such option: --no-such"):
        read_discarded(printed("discard", "--no-such"))


@pytest.mark.parametrize(
    "printed",
    [b"", b"\n\n", b"{", b"[]", b"\xff", b'{"before": 7, "after": "a"}', b'{"after": "a"}\n{}'],
)
def test_what_is_not_printed_by_the_program_is_unreadable(printed: bytes) -> None:
    for read in (read_build, read_comparison, read_entry, read_discarded):
        for status in (0, 2):
            with pytest.raises(UnreadableError):
                read(Output(status, printed))


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"Reading", b'{"stage": "baking"}', b'{"stage": "reading", "of": -1}']
)
def test_another_line_is_no_step(line: bytes) -> None:
    assert read_step(line) is None
