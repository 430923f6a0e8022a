"""Arrays as files that can be mapped into memory, and stretches of them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
"""Whole numbers: of passages, of sentences, of offsets."""


def as_bytes(array: NDArray[Any]) -> bytes:
    """Return an array as the bytes of a file that can be mapped into memory."""
    file = BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def mapped(path: Path) -> Any:  # noqa: ANN401  (an array of whatever was saved)
    """Open a saved array, mapped into memory: a plain one, which is cut faster than a memmap."""
    return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)


def starts_of(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where stretches of such lengths begin that lie behind one another."""
    return np.cumsum(counts) - counts


def ranges(firsts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers from each start on, as many as are counted, behind one another."""
    return np.repeat(firsts - starts_of(counts), counts) + np.arange(int(counts.sum()))
