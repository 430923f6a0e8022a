"""The first stage's vectors in FAISS: few are compared as they are, many by codes first."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.index.token_vectors import parts
from embeddings.models.encoder import Vectors

Numbers = NDArray[np.int64]

EXACT = 50_000
"""Up to so many rows each is compared with a query as it is: 4 ms for rows of 384."""

GOAL = 0.985
"""More rows are compared again until this share of the truly nearest ten is found."""

_WIDTH = 2  # numbers to 4 bits; 4 would scan 1 ms faster, and read ten times the rows again
_TRAINED = 16_384
_ROUNDS = 8
_TRIED = 500
_AMONG = 10
_AGAIN = (10, 20, 40, 80, 160)


class SentenceVectors:
    """Normalised rows, found by inner product."""

    def __init__(self, index: Any, recall: float | None) -> None:  # noqa: ANN401  (any of FAISS's)
        self._index, self.recall = index, recall
        self.kind = "pq" if hasattr(index, "k_factor") else "exact"
        self.count, self.dimension = int(index.ntotal), int(index.d)

    @classmethod
    def build(cls, vectors: Vectors) -> "SentenceVectors":
        """Index rows; where they are many, measure what share of the nearest ten is found."""
        import faiss  # 0.2 s: looking up a page must not pay for it

        if len(vectors) > EXACT:
            return cls._coded(np.ascontiguousarray(vectors, dtype=np.float32))
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index, 1.0)

    @classmethod
    def _coded(cls, vectors: Vectors) -> "SentenceVectors":
        index = _codes(vectors)
        queries, truth = _tried(vectors)
        recall = 0.0
        for index.k_factor in _AGAIN:
            recall = _share(index.search(queries, _AMONG)[1], truth)
            if recall >= GOAL:
                break
        return cls(index, recall)

    def search(self, query: Vectors, limit: int) -> tuple[Vectors, Numbers]:
        """Return scores and numbers of the `limit` nearest rows, best first; fewer if there are."""
        limit = min(limit, self.count)  # past the end FAISS pads the result with number -1
        if limit < 1:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        scores, numbers = self._index.search(query[None, :], limit, params=self._again(limit))
        found = numbers[0] >= 0  # as it does for a query that is no number
        return scores[0, found], numbers[0, found]

    def _again(self, limit: int) -> Any:  # noqa: ANN401
        """Return how many rows are compared again: the ten nearest were measured among so many."""
        import faiss

        if self.kind == "exact":
            return None
        rows = min(self.count, max(self._index.k_factor * _AMONG, 2 * limit))
        again = faiss.IndexRefineSearchParameters()
        again.k_factor = rows / limit
        return again

    def vectors(self) -> Vectors:
        """Return all rows in order; of many, as they were rounded to 8 bits."""
        rows: Vectors = self._index.reconstruct_n(0, self.count)
        return rows

    def to_bytes(self) -> bytes:
        """Return what is saved."""
        import faiss

        return faiss.serialize_index(self._index).tobytes()

    @classmethod
    def load(cls, path: Path, recall: float | None = None) -> "SentenceVectors":
        """Open what was saved, memory-mapped; its recall stands in the edition's manifest.

        Raises DamagedIndexError where FAISS cannot read it.
        """
        import faiss

        try:
            # IO_FLAG_MMAP would map inverted lists, and nothing else
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise DamagedIndexError(path, "is no index that FAISS can read") from error
        return cls(index, recall)


def _codes(vectors: Vectors) -> Any:  # noqa: ANN401
    """Return an index that scans all rows as codes, and compares the best again in 8 bits.

    Inverted lists take longer to find as much: questions lie far from what they ask for.
    """
    import faiss

    dimension, metric = vectors.shape[1], faiss.METRIC_INNER_PRODUCT
    codes = faiss.IndexPQFastScan(dimension, parts(dimension, _WIDTH), 4, metric)
    codes.pq.cp.niter = _ROUNDS
    codes.pq.cp.min_points_per_centroid = 1  # else it warns on standard error
    rounded = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit, metric)
    index: Any = faiss.IndexRefine(codes, rounded)
    index.train(_sample(vectors, _TRAINED, seed=0))
    index.add(vectors)
    return index


def _tried(vectors: Vectors) -> tuple[Vectors, Numbers]:
    """Return queries as far from some rows as questions are, and what an exact search finds."""
    import faiss

    rows = _sample(vectors, _TRIED, seed=1)
    noise = np.random.default_rng(0).standard_normal(rows.shape, dtype=np.float32)
    queries = rows + noise / np.linalg.norm(noise, axis=1, keepdims=True)
    _, truth = faiss.knn(queries, vectors, _AMONG, metric=faiss.METRIC_INNER_PRODUCT)
    return queries, truth


def _sample(vectors: Vectors, count: int, seed: int) -> Vectors:
    chosen = np.random.default_rng(seed).permutation(len(vectors))[:count]
    return vectors[np.sort(chosen)]


def _share(found: Numbers, truth: Numbers) -> float:
    """Return what share of the true numbers were found."""
    pairs = zip(found.tolist(), truth.tolist(), strict=True)
    return sum(len(set(row) & set(true)) for row, true in pairs) / truth.size
