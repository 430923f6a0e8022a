"""Writing to disk so that a process killed at any moment leaves the old or the new."""

import os
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a new file and wait until the disk has it."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        sync(file.fileno())


def sync(descriptor: int) -> None:
    """Wait until the disk has what was written."""
    os.fsync(descriptor)


def sync_directory(path: Path) -> None:
    """Wait until the disk has a directory's entries."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def rename(old: Path, new: Path) -> None:
    """Rename within one directory, at once, and wait until the disk has it."""
    old.replace(new)
    sync_directory(new.parent)
