"""What is wrong with a file, in the words for what was tried."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.process.error_text import explain_error

NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody meanwhile, where one is root: root reads every file."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("name", ["shut", "shut/file", "shut/folder/file"])
def test_what_cannot_be_read_is_said_so(name: str, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    (shut / "folder").mkdir(parents=True)
    (shut / "file").write_bytes(b"")
    shut.chmod(0)
    with without_rights():
        path = tmp_path / name
        with pytest.raises(PermissionError) as caught:
            [*path.iterdir()] if name == "shut" else path.read_bytes()
        told = explain_error(caught.value)
    shut.chmod(0o700)
    assert told.startswith(f"{path}: cannot be read; let whoever runs the program read it")


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="there is no folder of the kernel's")
def test_what_cannot_be_written_is_said_so() -> None:
    with pytest.raises(OSError, match="kernel") as caught:
        Path("/sys/kernel/concordance").write_bytes(b"")
    assert explain_error(caught.value).startswith(
        "/sys/kernel/concordance: cannot be written to; name another folder with --index DIR"
    )
