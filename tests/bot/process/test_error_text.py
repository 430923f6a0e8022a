"""What is wrong with a file, told by what was not allowed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.process.error_text import explain_error


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that may be looked into by nobody, as root is no test of it."""
    if os.geteuid() == 0:
        pytest.skip("root reads every file")
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "current").write_text("one")
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def test_an_index_that_cannot_be_read_is_not_said_to_be_one_that_cannot_be_written(
    closed: Path,
) -> None:
    with pytest.raises(PermissionError) as caught:
        (closed / "current").read_text()
    assert "cannot be read; give" in explain_error(caught.value)


def test_a_folder_that_may_only_be_read_cannot_be_written_to(tmp_path: Path) -> None:
    error = PermissionError(13, "Permission denied", str(tmp_path / "new"))
    assert f"{tmp_path / 'new'}: cannot be written to; give" in explain_error(error)


@pytest.mark.parametrize(
    ("allowed", "doing"),
    [
        ({os.F_OK}, "read"),
        ({os.F_OK, os.R_OK}, "written to"),
        (set(), "read"),
    ],
)
def test_it_is_told_by_what_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: set[int], doing: str
) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode in allowed)
    error = PermissionError(13, "Permission denied", str(tmp_path))
    assert f"cannot be {doing};" in explain_error(error)
