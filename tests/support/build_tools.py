"""What a build needs besides a text, with a model that is open already."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from embeddings.editions.build_tools import BuildTools
from embeddings.models.encoded_questions import QUESTIONS_FILE
from embeddings.models.encoder import Encoder, Progress


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


def copy_model(exported: Path, copy: Path) -> Path:
    """Copy an exported model, which a test may then break or build beside.

    The questions that other builds keep beside it are not its own, and come and go.
    """
    return shutil.copytree(exported, copy, ignore=shutil.ignore_patterns(f"{QUESTIONS_FILE}*"))


def means(encoder: Encoder, others: Sequence[str] = (), progress: Progress = silent) -> BuildTools:
    """Return means that open nothing; without questions about other things nothing is fitted."""

    def load(_name: str, _models: Path, _texts: Sequence[str]) -> Encoder:
        return encoder

    return BuildTools((encoder.name,), load, others, progress)
