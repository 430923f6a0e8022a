"""What is no file is refused at once, and nobody waits for it."""

import os
import socket
from pathlib import Path

import pytest

from embeddings.files.regular import open_regular, read_regular


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"words")
    (tmp_path / "link").symlink_to("file")
    assert read_regular(tmp_path / "file") == read_regular(tmp_path / "link") == b"words"


def test_a_pipe_a_socket_a_device_a_folder_and_nothing_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for name in ("pipe", "folder", "socket", "nothing", "/dev/zero"):
            with pytest.raises(OSError, match=name):
                open_regular(tmp_path / name)
