"""The workshop: who is let in, one piece of work at a time, a file that leaves nothing behind."""

import asyncio
import errno
import sys
import tempfile
from pathlib import Path

import pytest

from bot.errors import ClosingError
from bot.maintenance import child_program, jobs, maintenance
from bot.maintenance.errors import (
    LeavingError,
    NotDoneError,
    NotMaintainerError,
    NotRunningError,
    OccupiedError,
    TimedOutError,
    TooLargeError,
    UnreadableError,
)
from bot.maintenance.given_file import GivenFile
from bot.maintenance.maintenance import MAX_FILE_SIZE, Maintenance
from bot.maintenance.results import Result, Step, UnchangedOutput
from tests.support.simulated_bot import logged

WAITS = """
import sys
print('{"stage": "reading"}', file=sys.stderr, flush=True)
sys.stdin.read()
"""
LOOKS = """
import json, os, pathlib, sys
file = pathlib.Path(sys.argv[-1])
mode = oct(os.stat(file.parent).st_mode & 0o777)
print(json.dumps({"path": " ".join([file.name, mode, file.read_text()]), "changed": False}))
"""
REFUSES = """
import json, sys
print(json.dumps({"error": "SourceError", "message": sys.argv[-1] + ": is empty; name another"}))
sys.exit(2)
"""


def runs(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let some code be run in the place of the program."""
    monkeypatch.setattr(child_program, "_PROGRAM", (sys.executable, "-c", code))


def build(workshop: Maintenance, data: bytes, name: str) -> Result:
    """Build a candidate of a file."""
    return asyncio.run(workshop.build(GivenFile(data, name), lambda _: None))


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maintenance:
    """Return a workshop whose files are laid down where the test can see them."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return Maintenance(tmp_path / "index", tmp_path / "library.toml", maintainers=frozenset({7}))


def test_only_those_who_are_named_are_let_in(workshop: Maintenance) -> None:
    workshop.admit(7)
    for other in (0, 8, 77):
        with pytest.raises(NotMaintainerError):
            workshop.admit(other)
    with pytest.raises(NotMaintainerError):
        Maintenance().admit(7)


@pytest.mark.parametrize(
    ("name", "file"),
    [("../../a.PDF", "text.pdf"), ("a.exe", "text"), ("a", "text"), (".md", "text"), ("", "text")],
)
def test_of_a_files_name_only_a_known_kind_is_taken_and_nothing_is_left(
    name: str, file: str, workshop: Maintenance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(monkeypatch, LOOKS)
    assert build(workshop, b"words", name) == UnchangedOutput(name=f"{file} 0o700 words")
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_names_the_file_as_it_was_given(
    workshop: Maintenance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(monkeypatch, REFUSES)
    with (
        logged() as lines,
        pytest.raises(NotDoneError, match=r"^a\.txt: is empty; name another\.$"),
    ):
        build(workshop, b"", "a.txt")
    (line,) = lines.of("maintenance_finished")
    assert (line["task"], line["outcome"]) == ("build", "SourceError")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_not_laid_down(workshop: Maintenance, tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        build(workshop, bytes(MAX_FILE_SIZE + 1), "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_is_a_sentence_and_nothing_is_left(
    workshop: Maintenance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(NotDoneError, match="there is no space left"):
        build(workshop, b"x", "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_one_job_is_done_at_a_time_and_none_once_the_bot_leaves(
    workshop: Maintenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(monkeypatch, WAITS)
    job = jobs.compare(None)

    async def act() -> None:
        begun = asyncio.Event()

        def tell(step: Step) -> None:
            if step.stage == "reading":
                begun.set()

        working = asyncio.create_task(workshop.do(job, tell))
        await begun.wait()
        with pytest.raises(OccupiedError):
            await workshop.do(job, tell)
        with pytest.raises(NotRunningError):
            workshop.cancel("another")
        workshop.stop()
        with pytest.raises(LeavingError):
            await working
        with pytest.raises(ClosingError):
            await workshop.do(job, tell)

    asyncio.run(act())
    assert workshop.number == ""


def test_a_job_that_nobody_can_cancel_does_not_last(
    workshop: Maintenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(monkeypatch, WAITS)
    monkeypatch.setattr(maintenance, "MAX_SECONDS", 0.01)
    with pytest.raises(TimedOutError):
        asyncio.run(workshop.do(jobs.discard("a-1")))


@pytest.mark.parametrize("printed", ["", "Done.", '{"discarded": 7}', '{"discarded": "a"}\n{}'])
@pytest.mark.parametrize("status", [0, 2])
def test_what_is_printed_otherwise_is_a_sentence_and_a_line_without_a_word_of_it(
    printed: str, status: int, workshop: Maintenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(monkeypatch, f"print({printed!r}); raise SystemExit({status})")
    with logged() as lines, pytest.raises(UnreadableError, match="/maintain editions shows"):
        asyncio.run(workshop.do(jobs.discard("a-1")))
    (line,) = lines.of("defect")
    assert line["during"] == "maintaining"
    assert "Done." not in lines.text


def test_the_child_works_on_what_the_bot_works_on(
    workshop: Maintenance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"CONCORDANCE_{name}" for name in ("INDEX", "LIBRARY", "MODEL")]
    looks = f"[os.environ[name] for name in {names}]"
    runs(monkeypatch, f"import json, os; print(json.dumps({{'discarded': str({looks})}}))")
    workshop.turn_to(tmp_path / "other", tmp_path / "b.toml", ("tiny", "larger"), {7})
    discarded = asyncio.run(workshop.do(jobs.discard("a-1")))
    assert str(discarded.model_dump()["discarded"]) == str(
        [f"{tmp_path}/other", f"{tmp_path}/b.toml", "tiny,larger"]
    )


def test_what_lies_on_disk_is_a_sentence_where_it_cannot_be_read(
    workshop: Maintenance, tmp_path: Path
) -> None:
    assert asyncio.run(workshop.documents()) == ()
    (tmp_path / "library.toml").write_text("format = 2", "utf-8")
    with pytest.raises(NotDoneError, match=r"library\.toml"):
        asyncio.run(workshop.documents())
    for looking in (workshop.editions, workshop.back):
        with pytest.raises(NotDoneError, match="There is no index in"):
            asyncio.run(looking())
