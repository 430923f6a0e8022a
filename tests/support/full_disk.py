"""Room for files of a few bytes only: ONNX Runtime fails there as it does on a full disk."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from embeddings.models import prepacked_weights
from embeddings.models.onnx_session import open_session


@contextmanager
def cramped(most: int) -> Iterator[None]:
    """Let no file grow beyond some bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def cramp_packing(monkeypatch: pytest.MonkeyPatch, most: int, free: int | None = None) -> None:
    """Let ONNX Runtime write few bytes as it packs weights, on a disk with so many free."""

    def cramped_session(*arguments: Any, **options: Any) -> object:
        with cramped(most):
            return open_session(*arguments, **options)

    monkeypatch.setattr(prepacked_weights, "open_session", cramped_session)
    if free is not None:
        monkeypatch.setattr(psutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
