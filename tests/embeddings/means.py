"""What a build needs besides a text, with a model that is open already."""

from collections.abc import Sequence
from pathlib import Path

from embeddings.build import Means
from embeddings.encoder import Encoder, Progress


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


def means(encoder: Encoder, others: Sequence[str] = (), progress: Progress = silent) -> Means:
    """Return means that open nothing; without questions about other things nothing is fitted."""

    def load(_name: str, _models: Path, _texts: Sequence[str]) -> Encoder:
        return encoder

    return Means(encoder.name, load, others, progress)
