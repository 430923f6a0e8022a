"""What a build needs besides a text, with a model that is open already."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from embeddings.editions.build_tools import BuildTools
from embeddings.models.encoder import Encoder, Progress


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


def copy_model(exported: Path, copy: Path) -> Path:
    """Copy an exported model, which a test may then break or build beside."""
    return shutil.copytree(exported, copy)


def means(encoder: Encoder, others: Sequence[str] = (), progress: Progress = silent) -> BuildTools:
    """Return means that open nothing."""

    def load(_name: str, _models: Path, _texts: Sequence[str]) -> Encoder:
        return encoder

    return BuildTools((encoder.name,), load, others, progress)
