"""Write to disk so that a process killed at any moment leaves the old file or the new one."""

import os
import shutil
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a new file and wait until it is on disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        sync(file.fileno())


def sync(descriptor: int) -> None:
    """Wait until what was written is on disk."""
    os.fsync(descriptor)


def sync_directory(path: Path) -> None:
    """Wait until a directory's entries are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def rename(old: Path, new: Path) -> None:
    """Rename atomically within one directory, and wait until that is on disk."""
    old.replace(new)
    sync_directory(new.parent)


def replace(path: Path, beside: Path, data: bytes) -> None:
    """Replace a file atomically; the new one is first written beside it."""
    beside.unlink(missing_ok=True)
    write(beside, data)
    rename(beside, path)


def remove(path: Path) -> None:
    """Remove a directory and everything in it."""
    shutil.rmtree(path)
