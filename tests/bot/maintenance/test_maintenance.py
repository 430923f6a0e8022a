"""The workshop: who is let in, one piece of work at a time, a file that leaves nothing behind."""

import asyncio
import errno
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from bot.errors import ClosingError
from bot.maintenance import maintenance, worker_process
from bot.maintenance.errors import (
    LeavingError,
    NotDoneError,
    NotMaintainerError,
    NotRunningError,
    OccupiedError,
    TooLargeError,
)
from bot.maintenance.maintenance import LARGEST, Given, Maintenance
from bot.maintenance.protocol import Discarded, Step

WAITS = 'print(\'{"told": "step", "stage": "reading"}\', flush=True); input(); input()'
LOOKS = """
import json, os, pathlib
job = json.loads(input())
file = pathlib.Path(job["file"])
modes = [oct(os.stat(one).st_mode & 0o777) for one in (file.parent,)]
said = " ".join([file.name, job["named"], *modes, file.read_text()])
print(json.dumps({"told": "discarded", "name": said}))
"""


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maintenance:
    """Return a workshop whose files are laid down where the test can see them."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return Maintenance(tmp_path / "index", tmp_path / "library.toml", maintainers=frozenset({7}))


def test_only_those_who_are_named_are_let_in(one: Maintenance) -> None:
    one.admit(7)
    for other in (0, 8, 77):
        with pytest.raises(NotMaintainerError):
            one.admit(other)
    with pytest.raises(NotMaintainerError):
        Maintenance().admit(7)


@pytest.mark.parametrize(
    ("named", "file"),
    [("../../a.PDF", "text.pdf"), ("a.exe", "text"), ("a", "text"), (".md", "text"), ("", "text")],
)
def test_of_a_files_name_only_a_known_kind_is_taken_and_nothing_is_left(
    named: str, file: str, one: Maintenance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "_CALL", (sys.executable, "-c", LOOKS))
    given = Given(b"words", named)
    made = asyncio.run(one.build(given, one.job("build", "me"), lambda _: None))
    assert made == Discarded(name=f"{file} {named} 0o700 words")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_not_laid_down(one: Maintenance, tmp_path: Path) -> None:
    given = Given(bytes(LARGEST + 1), "a.txt")
    with pytest.raises(TooLargeError):
        asyncio.run(one.build(given, one.job("build", "me"), lambda _: None))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_is_a_sentence_and_nothing_is_left(
    one: Maintenance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(NotDoneError, match="there is no space left"):
        asyncio.run(one.build(Given(b"x", "a.txt"), one.job("build", "me"), lambda _: None))
    assert list(tmp_path.iterdir()) == []


def test_one_piece_of_work_is_done_at_a_time_and_none_once_the_bot_leaves(
    one: Maintenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "_CALL", (sys.executable, "-c", WAITS))
    job = one.job("compare", "me")

    async def act() -> None:
        begun = asyncio.Event()

        def told(_: Step) -> None:
            begun.set()

        working = asyncio.create_task(one.do(job, told))
        await begun.wait()
        with pytest.raises(OccupiedError):
            await one.do(job, told)
        with pytest.raises(NotRunningError):
            one.cancel("another")
        one.stop()
        with pytest.raises(LeavingError):
            await working
        with pytest.raises(ClosingError):
            await one.do(job, told)

    asyncio.run(act())


def test_what_lies_on_disk_is_a_sentence_where_it_cannot_be_read(
    one: Maintenance, tmp_path: Path
) -> None:
    assert asyncio.run(one.documents()) == ()
    (tmp_path / "library.toml").write_text("format = 2", "utf-8")
    with pytest.raises(NotDoneError, match=r"library\.toml"):
        asyncio.run(one.documents())
    for looking in (one.editions, one.back):
        with pytest.raises(NotDoneError, match="There is no index in"):
            asyncio.run(looking())


def test_a_folder_is_for_nobody_else(one: Maintenance, tmp_path: Path) -> None:
    folder = maintenance._laid_down(Given(b"x", "a.txt"))
    assert folder.parent == tmp_path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert one.number == ""
