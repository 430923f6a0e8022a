"""Writing to disk so that a process killed at any moment leaves the old or the new."""

import os
import shutil
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


def replace(path: Path, beside: Path, data: bytes) -> None:
    """Put a file in the place of another one, at once; it is written beside it first."""
    beside.unlink(missing_ok=True)
    write(beside, data)
    rename(beside, path)


def remove(path: Path) -> None:
    """Remove a directory with all that is in it."""
    shutil.rmtree(path)
