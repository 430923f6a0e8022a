"""The disk: a small one that fills, and no room for another edition."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.doctor.disk import FIRST_BUILD_BYTES, WAL_BYTES, check_disk
from bot.doctor.environment import Environment, Machine, takes_files
from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from tests.support.doctor_environment import INDEX, found, one, place


def with_free(free: int, *, files: bool = True, **settings: Any) -> Environment:
    """Return a place whose disks have some bytes left, and room for files or not."""
    machine = Machine(free_disk=lambda _: free, takes_files=lambda _: files)
    return replace(place(**settings), machine=machine)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("free", "states"),
    [
        (2 * FIRST_BUILD_BYTES, ["good", "good"]),
        (FIRST_BUILD_BYTES, ["doubtful", "good"]),
        (FIRST_BUILD_BYTES - 1, ["bad", "good"]),
        (WAL_BYTES, ["bad", "doubtful"]),
        (0, ["bad", "bad"]),
    ],
)
def test_a_first_build_and_the_database_need_room(free: int, states: list[str]) -> None:
    lines = found(check_disk, with_free(free))
    assert [line.state for line in lines] == states
    assert "a build may need 100 MB" in lines[0].text
    assert "the database may need 4 MB" in lines[1].text
    assert all("free some space" in (line.remedy or "") for line in lines if line.state != "good")


@pytest.mark.usefixtures("home")
def test_another_edition_needs_as_much_as_the_live_one() -> None:
    (live,) = History(Editions(INDEX)).listed
    assert [
        found(check_disk, with_free(live.size + more))[0].state for more in (-1, 0, live.size)
    ] == [
        "bad",
        "doubtful",
        "good",
    ]


@pytest.mark.usefixtures("bare")
def test_a_disk_that_takes_no_more_files() -> None:
    room, files = found(
        check_disk,
        with_free(9 * FIRST_BUILD_BYTES, files=False, database_url="postgresql://me@host/name"),
    )
    one([room], "good", "data/index: 900 MB free")
    one([files], "bad", "takes no more files", "remove files")


@pytest.mark.usefixtures("bare")
def test_of_a_database_elsewhere_nothing_is_said() -> None:
    for url in ("postgresql://me:hunter2@host/name", "sqlite:///one?mode=hunter2"):
        one(
            found(check_disk, with_free(9 * FIRST_BUILD_BYTES, database_url=url)),
            "good",
            "data/index: 900 MB free",
        )


@pytest.mark.parametrize(("files", "left", "takes"), [(9, 1, True), (9, 0, False), (0, 0, True)])
def test_a_file_system_without_a_count_of_files_takes_any(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: int, left: int, takes: bool
) -> None:
    room = SimpleNamespace(f_files=files, f_favail=left)
    monkeypatch.setattr(os, "statvfs", lambda _: room)
    assert takes_files(tmp_path) is takes


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of a megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounting = ["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    may = Path(mounting[0]).exists() and not os.geteuid()
    if not may or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk is for root alone")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", str(folder)], check=True)


@pytest.mark.usefixtures("bare")
def test_a_real_disk_that_is_full(small: Path) -> None:
    url = f"sqlite:///{small}/data/settings.db"
    (small / "filler").write_bytes(bytes(2**20))
    index, database = found(check_disk, place(index=small / "index", database_url=url))
    one([index], "bad", f"{small}/index: 0 MB free", "free some space")
    one([database], "bad", "settings.db: 0 MB free", "free some space")
