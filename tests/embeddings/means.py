"""What a build needs besides a text, with a model that is open already."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from embeddings.build import Means
from embeddings.encoder import Encoder, Progress
from embeddings.known_questions import FILE as QUESTIONS


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


def copy_model(exported: Path, copy: Path) -> Path:
    """Copy an exported model, which a test may then break or build beside.

    The questions that other builds keep beside it are not its own, and come and go.
    """
    return shutil.copytree(exported, copy, ignore=shutil.ignore_patterns(f"{QUESTIONS}*"))


def means(encoder: Encoder, others: Sequence[str] = (), progress: Progress = silent) -> Means:
    """Return means that open nothing; without questions about other things nothing is fitted."""

    def load(_name: str, _models: Path, _texts: Sequence[str]) -> Encoder:
        return encoder

    return Means(encoder.name, load, others, progress)
