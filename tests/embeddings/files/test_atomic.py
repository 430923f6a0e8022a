"""What is written stays: synced before it is renamed, and never over what was there."""

import os
from pathlib import Path

import pytest

from embeddings.files import atomic


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Return what is synced, in order: each file or directory by its number, and its size."""
    real, found = os.fsync, []

    def noting(descriptor: int) -> None:
        status = os.fstat(descriptor)
        found.append((status.st_ino, status.st_size))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    return found


def test_a_file_is_synced_when_all_of_it_is_written(
    tmp_path: Path, synced: list[tuple[int, int]]
) -> None:
    path = tmp_path / "file"
    atomic.write(path, b"whole" * 10_000)
    assert path.read_bytes() == b"whole" * 10_000
    assert synced == [(path.stat().st_ino, 50_000)]


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    path = tmp_path / "file"
    atomic.write(path, b"old")
    with pytest.raises(FileExistsError):
        atomic.write(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_directory_is_synced(tmp_path: Path, synced: list[tuple[int, int]]) -> None:
    atomic.sync_directory(tmp_path)
    assert [number for number, _ in synced] == [tmp_path.stat().st_ino]


def test_a_renamed_file_takes_the_place_of_the_old_one_and_its_directory_is_synced(
    tmp_path: Path, synced: list[tuple[int, int]]
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    atomic.rename(new, old)
    assert old.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert [number for number, _ in synced] == [tmp_path.stat().st_ino]
