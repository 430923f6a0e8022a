"""Save arrays as files, read them or only some of their rows, and compute ranges of indices."""

import os
import weakref
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.files.regular import open_regular

MAX_HELD_BYTES = 16 * 2**20
"""Largest array that a process holds itself; of a larger one, rows are read as they are needed."""

IntArray = NDArray[np.int64]
"""Integers: indices of passages and sentences, counts, offsets."""


class ArrayFile:
    """The rows of a saved array, read from its file whenever they are asked for.

    All processes share them in the cache of the system, as if they were mapped. But where a file
    is cut short while it is in use, a mapping ends the process: here that is an error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with open_regular(path) as file:
            self.shape, in_columns, self.dtype = _read_header(file)
            self._start = file.tell()
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        self._row_bytes = self.dtype.itemsize * int(np.prod(self.shape[1:], dtype=np.int64))
        end = self._start + self.shape[0] * self._row_bytes
        if in_columns or os.fstat(self._descriptor).st_size < end:
            raise ValueError(f"{path} does not hold the rows that it names")

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, wanted: slice) -> Any:  # noqa: ANN401  (an array of whatever was saved)
        first, last, _ = wanted.indices(len(self))
        count = max(0, last - first)
        data = bytearray(count * self._row_bytes)
        self._fill(memoryview(data), self._start + first * self._row_bytes)
        return np.frombuffer(data, self.dtype).reshape(count, *self.shape[1:])

    def _fill(self, room: memoryview, offset: int) -> None:
        """Read from an offset on; raise DamagedIndexError where the file has ended before."""
        done = 0
        while done < len(room):
            size = os.preadv(self._descriptor, [room[done:]], offset + done)
            if not size:
                raise DamagedIndexError(self._path, "was cut short while it was in use")
            done += size


def _read_header(file: Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:  # noqa: ANN401
    """Return the shape of a saved array, whether it lies in columns, and the type of its items."""
    if npy.read_magic(file) == (1, 0):
        return npy.read_array_header_1_0(file)
    return npy.read_array_header_2_0(file)


def serialize_array(array: "NDArray[Any] | ArrayFile") -> bytes:
    """Return an array as the bytes of a `.npy` file."""
    file = BytesIO()
    np.save(file, array[:], allow_pickle=False)
    return file.getvalue()


def load_array(path: Path) -> Any:  # noqa: ANN401  (an array of whatever was saved)
    """Return a saved array, whose items cannot be changed."""
    with open_regular(path) as file:
        array = npy.read_array(file, allow_pickle=False)
    array.flags.writeable = False
    return array


def open_array(path: Path) -> Any:  # noqa: ANN401  (an array of whatever was saved)
    """Return a saved array of which nothing but slices is taken; a large one stays on disk."""
    return load_array(path) if path.stat().st_size <= MAX_HELD_BYTES else ArrayFile(path)


def compute_starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the start of each range, for ranges of these lengths one after another."""
    return np.cumsum(counts) - counts


def concatenate_ranges(firsts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return `range(first, first + count)` for each pair, concatenated."""
    return np.repeat(firsts - compute_starts(counts), counts) + np.arange(int(counts.sum()))
