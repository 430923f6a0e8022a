"""What the workers of one test run share: a folder, and what is expensive, made in it once."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
"""The name of this process among those that run the tests."""


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run share, and no other run."""
    own = factory.getbasetemp()
    return own if WORKER == "main" else own.parent


def make_once(path: Path, make: Callable[[Path], object]) -> Path:
    """Let the first worker that needs a file or folder make it; the others wait, and use it.

    It is made beside its place and moved there whole: what failed halfway is made anew.
    """
    with FileLock(f"{path}.lock"):
        if not path.exists():
            part = path.with_name(f"unfinished-{path.name}")
            if part.is_dir():
                shutil.rmtree(part)
            part.unlink(missing_ok=True)
            make(part)
            part.rename(path)
    return path
