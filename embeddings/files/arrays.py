"""Save arrays as files that can be memory-mapped, and compute ranges of indices."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
"""Integers: indices of passages and sentences, counts, offsets."""


def serialize_array(array: NDArray[Any]) -> bytes:
    """Return an array as the bytes of a `.npy` file."""
    file = BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def map_array(path: Path) -> Any:  # noqa: ANN401  (an array of whatever was saved)
    """Open a saved array, memory-mapped, as a plain array: slicing a memmap is slower."""
    return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)


def compute_starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the start of each range, for ranges of these lengths one after another."""
    return np.cumsum(counts) - counts


def concatenate_ranges(firsts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return `range(first, first + count)` for each pair, concatenated."""
    return np.repeat(firsts - compute_starts(counts), counts) + np.arange(int(counts.sum()))
