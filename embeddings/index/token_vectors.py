"""Token vectors for late interaction, read from the disk only where they are needed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import load_array, open_array, serialize_array
from embeddings.models.encoder import Vectors

Codes = NDArray[np.uint8]
_Number = TypeVar("_Number", np.float32, np.uint8)

MAX_PLAIN_ROWS = 50_000
"""Up to this many rows are stored as they are; more are compressed to a sixteenth of the size."""

_PART_WIDTH = 4
_CENTROIDS = 256
_MAX_TRAINING_ROWS = 8_192
_BLOCK_ROWS = 8_192  # rows encoded at once, since FAISS starts threads for each call
_TRAINING_ROUNDS = 8  # 25 with twice the rows take ten times as long for 2 % less error
_PLAIN_FILE, _CODES_FILE, _CENTROIDS_FILE = "tokens.npy", "codes.npy", "centroids.npy"


class TokenVectors(Protocol):
    """One row of `hidden` numbers for each token, in the order of the text."""

    hidden: int
    count: int

    def rows(self, start: int, end: int) -> Vectors:
        """Return the rows start to end, of shape (end - start, hidden)."""
        ...


class PlainTokenVectors:
    """Token vectors stored as they are."""

    def __init__(self, matrix: Vectors) -> None:
        self.matrix = matrix
        self.count, self.hidden = matrix.shape

    def rows(self, start: int, end: int) -> Vectors:
        """Return the rows start to end, without copying them."""
        return self.matrix[start:end]


class Quantiser:
    """A product quantiser: each part of a row becomes the number of its nearest centroid.

    `centroids` have the shape (parts, 256, width of a part).
    """

    def __init__(self, centroids: Vectors) -> None:
        self.centroids = np.ascontiguousarray(centroids)
        self.parts, _, self._width = centroids.shape
        self.hidden = self.parts * self._width
        self._flat = self.centroids.reshape(-1, self._width)
        self._firsts = np.arange(self.parts) * _CENTROIDS
        self._encoder: Any = None

    @classmethod
    def train(cls, rows: Vectors) -> "Quantiser":
        """Learn centroids from a sample of at least 256 rows; the same rows give the same ones."""
        import faiss

        count, hidden = rows.shape
        sample = np.random.default_rng(0).permutation(count)[:_MAX_TRAINING_ROWS]
        learner = faiss.ProductQuantizer(hidden, count_parts(hidden, _PART_WIDTH), 8)
        learner.cp.niter = _TRAINING_ROUNDS
        learner.cp.min_points_per_centroid = 1  # else FAISS prints a warning
        learner.train(rows[np.sort(sample)])
        centroids = faiss.vector_to_array(learner.centroids)
        return cls(centroids.reshape(learner.M, _CENTROIDS, learner.dsub))

    def encode(self, rows: Vectors) -> Codes:
        """Return the codes of rows; decoded rows get their old codes back."""
        import faiss  # 0.2 s: only building needs it here

        if self._encoder is None:
            self._encoder = faiss.ProductQuantizer(self.hidden, self.parts, 8)
            faiss.copy_array_to_vector(self.centroids.ravel(), self._encoder.centroids)
        codes: Codes = self._encoder.compute_codes(np.ascontiguousarray(rows, dtype=np.float32))
        return codes

    def decode(self, codes: Codes) -> Vectors:
        """Return the rows that codes stand for, a little shorter than the original ones."""
        # not with FAISS, which starts threads that wait for one another on a busy machine
        numbers = codes.astype(np.intp)
        numbers += self._firsts  # in place, as a sum of two dtypes takes twice as long
        rows: Vectors = self._flat.take(numbers, axis=0, mode="clip")
        return rows.reshape(len(codes), self.hidden)

    def is_same(self, other: "Quantiser | None") -> bool:
        """Return whether both give the same codes."""
        if other is None or other is self:
            return other is self
        return np.array_equal(self.centroids, other.centroids)


class CompressedTokenVectors:
    """Token vectors stored as codes and decoded when they are read."""

    def __init__(self, codes: Codes, quantiser: Quantiser) -> None:
        self.codes, self.quantiser = codes, quantiser
        self.count, self.hidden = len(codes), quantiser.hidden

    def rows(self, start: int, end: int) -> Vectors:
        """Return the rows start to end; normalising them again would not improve the ranking."""
        return self.quantiser.decode(self.codes[start:end])


class TokenVectorsWriter:
    """Collects token vectors in order; above MAX_PLAIN_ROWS it keeps only their codes.

    With the quantiser of an older index, the codes of that index can be copied.
    """

    def __init__(self, hidden: int, quantiser: Quantiser | None = None) -> None:
        self._hidden = hidden
        self._older_quantiser = quantiser if quantiser and quantiser.hidden == hidden else None
        self._quantiser: Quantiser | None = None
        self._rows: list[Vectors] = []
        self._codes: list[Codes] = []
        self._uncompressed_count = 0

    def add(self, rows: Vectors) -> None:
        """Add rows of the shape (any, hidden)."""
        if rows.shape[1:] != (self._hidden,):
            raise ValueError(f"rows of shape {rows.shape} are not of {self._hidden} columns")
        self._rows.append(np.array(rows, dtype=np.float32))  # the caller may reuse its array
        self._uncompressed_count += len(rows)
        if self._uncompressed_count > (_BLOCK_ROWS if self._quantiser else MAX_PLAIN_ROWS):
            self._compress()

    def add_known(self, older: TokenVectors, start: int, end: int) -> None:
        """Add the rows start to end of an older index, as codes if the quantiser is the same."""
        if isinstance(older, CompressedTokenVectors) and older.quantiser.is_same(self._quantiser):
            self._compress()
            self._codes.append(np.array(older.codes[start:end]))
        else:
            self.add(older.rows(start, end))

    def close(self) -> TokenVectors:
        """Return all rows that were added."""
        if self._quantiser:
            self._compress()
            return CompressedTokenVectors(np.concatenate(self._codes), self._quantiser)
        return PlainTokenVectors(
            np.concatenate([np.empty((0, self._hidden), np.float32), *self._rows])
        )

    def _compress(self) -> None:
        if not self._rows:
            return
        rows = np.concatenate(self._rows)
        self._quantiser = self._quantiser or self._older_quantiser or Quantiser.train(rows)
        self._codes.append(self._quantiser.encode(rows))
        self._rows, self._uncompressed_count = [], 0


def list_files(tokens: TokenVectors, prefix: str = "") -> dict[str, bytes]:
    """Return the files to save, by name, each with a prefix."""
    if isinstance(tokens, CompressedTokenVectors):
        centroids = tokens.quantiser.centroids
        return {
            f"{prefix}{_CODES_FILE}": serialize_array(tokens.codes),
            f"{prefix}{_CENTROIDS_FILE}": serialize_array(centroids),
        }
    return {f"{prefix}{_PLAIN_FILE}": serialize_array(tokens.rows(0, tokens.count))}


def load_token_vectors(directory: Path, prefix: str = "") -> TokenVectors:
    """Open saved token vectors; raise DamagedIndexError if they are damaged."""
    plain, codes_file, centroids_file = (
        directory / f"{prefix}{name}" for name in (_PLAIN_FILE, _CODES_FILE, _CENTROIDS_FILE)
    )
    if not centroids_file.exists():
        return PlainTokenVectors(_read(open_array, plain, np.float32, 2))
    centroids = _read(load_array, centroids_file, np.float32, 3)
    codes = _read(open_array, codes_file, np.uint8, 2)
    if centroids.shape[1] != _CENTROIDS or codes.shape[1] != len(centroids):
        problem = f"of shape {codes.shape} does not fit centroids of shape {centroids.shape}"
        raise DamagedIndexError(codes_file, problem)
    return CompressedTokenVectors(codes, Quantiser(centroids))


def count_parts(hidden: int, width: int) -> int:
    """Return the number of equal parts of a row, of this width or the next that divides it."""
    return next(parts for parts in range(max(1, hidden // width), 0, -1) if hidden % parts == 0)


def _read(
    read: Callable[[Path], Any], path: Path, kind: type[_Number], dimensions: int
) -> NDArray[_Number]:
    """Read an array; raise DamagedIndexError where it is not of a kind."""
    try:
        matrix: NDArray[_Number] = read(path)
    except (OSError, ValueError, EOFError) as error:
        raise DamagedIndexError(path, f"cannot be read ({error})") from error
    if matrix.dtype != kind or matrix.ndim != dimensions:
        raise DamagedIndexError(path, f"holds {matrix.dtype} of shape {matrix.shape}")
    return matrix
