"""The vectors of a text's tokens, for late interaction: on disk, read where they are needed."""

from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import as_bytes, mapped
from embeddings.models.encoder import Vectors

Codes = NDArray[np.uint8]
_Number = TypeVar("_Number", np.float32, np.uint8)

PLAIN = 50_000
"""Up to so many rows are kept as they are; above, each is compressed to a sixteenth."""

_WIDTH = 4
_CENTROIDS = 256
_SAMPLE = 8_192
_BLOCK = 8_192  # rows encoded at once: threads are started for each block
_ROUNDS = 8  # 25 over twice the rows take ten times as long for 2 % less error
_PLAIN_FILE, _CODES_FILE, _CENTROIDS_FILE = "tokens.npy", "codes.npy", "centroids.npy"


class Tokens(Protocol):
    """Rows of one width, one a token, in the order of the text."""

    hidden: int
    count: int

    def rows(self, start: int, end: int) -> Vectors:
        """Return the rows start to end, of shape (end - start, hidden)."""
        ...


class Plain:
    """Token vectors as they were made."""

    def __init__(self, matrix: Vectors) -> None:
        self.matrix = matrix
        self.count, self.hidden = matrix.shape

    def rows(self, start: int, end: int) -> Vectors:
        """Return the rows start to end; on disk they stay until they are read."""
        return self.matrix[start:end]


class Quantiser:
    """Divides a row into short vectors, and writes each as the number of its nearest centroid."""

    def __init__(self, centroids: Vectors) -> None:
        self.centroids = np.ascontiguousarray(centroids)
        self.parts, _, self._width = centroids.shape
        self.hidden = self.parts * self._width
        self._flat = self.centroids.reshape(-1, self._width)
        self._firsts = np.arange(self.parts) * _CENTROIDS
        self._encoder: Any = None

    @classmethod
    def train(cls, rows: Vectors) -> "Quantiser":
        """Learn the centroids from a sample of at least 256 rows; the same rows, the same ones."""
        import faiss

        count, hidden = rows.shape
        sample = np.random.default_rng(0).permutation(count)[:_SAMPLE]
        learner = faiss.ProductQuantizer(hidden, parts(hidden, _WIDTH), 8)
        learner.cp.niter = _ROUNDS
        learner.cp.min_points_per_centroid = 1  # else it warns on standard error
        learner.train(rows[np.sort(sample)])
        centroids = faiss.vector_to_array(learner.centroids)
        return cls(centroids.reshape(learner.M, _CENTROIDS, learner.dsub))

    def encode(self, rows: Vectors) -> Codes:
        """Return the codes of rows; of rows that were decoded, the codes they had."""
        import faiss  # 0.2 s: asking must not pay for it here

        if self._encoder is None:
            self._encoder = faiss.ProductQuantizer(self.hidden, self.parts, 8)
            faiss.copy_array_to_vector(self.centroids.ravel(), self._encoder.centroids)
        codes: Codes = self._encoder.compute_codes(np.ascontiguousarray(rows, dtype=np.float32))
        return codes

    def decode(self, codes: Codes) -> Vectors:
        """Return the rows that stand for codes, a little shorter than those they were made from."""
        # FAISS would start threads for so little: on a busy machine they wait for one another
        numbers = codes.astype(np.intp)
        numbers += self._firsts  # in place: a sum of two kinds of number takes twice as long
        rows: Vectors = self._flat.take(numbers, axis=0, mode="clip")
        return rows.reshape(len(codes), self.hidden)

    def same(self, other: "Quantiser | None") -> bool:
        """Tell whether the codes of one are the codes of the other."""
        if other is None or other is self:
            return other is self
        return np.array_equal(self.centroids, other.centroids)


class Compressed:
    """Token vectors as codes of a product quantiser, decoded as they are read."""

    def __init__(self, codes: Codes, quantiser: Quantiser) -> None:
        self.codes, self.quantiser = codes, quantiser
        self.count, self.hidden = len(codes), quantiser.hidden

    def rows(self, start: int, end: int) -> Vectors:
        """Return the rows start to end, not lengthened to 1 again: that ranks no better."""
        return self.quantiser.decode(self.codes[start:end])


class TokensWriter:
    """Takes token vectors in order; above PLAIN rows it holds no more than their codes.

    A quantiser of an older index is taken over, so that the codes it made can be.
    """

    def __init__(self, hidden: int, quantiser: Quantiser | None = None) -> None:
        self._hidden = hidden
        self._old = quantiser if quantiser and quantiser.hidden == hidden else None
        self._quantiser: Quantiser | None = None
        self._rows: list[Vectors] = []
        self._codes: list[Codes] = []
        self._waiting = 0

    def add(self, rows: Vectors) -> None:
        """Add rows, of shape (any, hidden)."""
        if rows.shape[1:] != (self._hidden,):
            raise ValueError(f"rows of shape {rows.shape} are not of {self._hidden} columns")
        self._rows.append(np.array(rows, dtype=np.float32))  # the caller may use its own again
        self._waiting += len(rows)
        if self._waiting > (_BLOCK if self._quantiser else PLAIN):
            self._compress()

    def add_known(self, old: Tokens, start: int, end: int) -> None:
        """Add the rows start to end of an older index: its codes, where they mean the same."""
        if isinstance(old, Compressed) and old.quantiser.same(self._quantiser):
            self._compress()
            self._codes.append(np.array(old.codes[start:end]))
        else:
            self.add(old.rows(start, end))

    def close(self) -> Tokens:
        """Return what was added."""
        if self._quantiser:
            self._compress()
            return Compressed(np.concatenate(self._codes), self._quantiser)
        return Plain(np.concatenate([np.empty((0, self._hidden), np.float32), *self._rows]))

    def _compress(self) -> None:
        if not self._rows:
            return
        rows = np.concatenate(self._rows)
        self._quantiser = self._quantiser or self._old or Quantiser.train(rows)
        self._codes.append(self._quantiser.encode(rows))
        self._rows, self._waiting = [], 0


def files(tokens: Tokens) -> dict[str, bytes]:
    """Return what is saved, by file name."""
    if isinstance(tokens, Compressed):
        centroids = tokens.quantiser.centroids
        return {_CODES_FILE: as_bytes(tokens.codes), _CENTROIDS_FILE: as_bytes(centroids)}
    return {_PLAIN_FILE: as_bytes(tokens.rows(0, tokens.count))}


def load(directory: Path) -> Tokens:
    """Open what was saved, memory-mapped; raise DamagedIndexError for what does not fit."""
    if not (directory / _CENTROIDS_FILE).exists():
        return Plain(_opened(directory / _PLAIN_FILE, np.float32, 2))
    centroids = _opened(directory / _CENTROIDS_FILE, np.float32, 3)
    codes = _opened(directory / _CODES_FILE, np.uint8, 2)
    if centroids.shape[1] != _CENTROIDS or codes.shape[1] != len(centroids):
        problem = f"of shape {codes.shape} does not fit centroids of shape {centroids.shape}"
        raise DamagedIndexError(directory / _CODES_FILE, problem)
    return Compressed(codes, Quantiser(centroids))


def parts(hidden: int, width: int) -> int:
    """Return into how many parts of a width, or the next that fits, a row is divided."""
    return next(parts for parts in range(max(1, hidden // width), 0, -1) if hidden % parts == 0)


def _opened(path: Path, kind: type[_Number], dimensions: int) -> NDArray[_Number]:
    try:
        matrix: NDArray[_Number] = mapped(path)
    except (OSError, ValueError, EOFError) as error:
        raise DamagedIndexError(path, f"cannot be read ({error})") from error
    if matrix.dtype != kind or matrix.ndim != dimensions:
        raise DamagedIndexError(path, f"holds {matrix.dtype} of shape {matrix.shape}")
    return matrix
