"""Sentence vectors in FAISS: compared exactly when few, by compressed codes first when many."""

from pathlib import Path
from typing import Any

import numpy as np

from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import IntArray
from embeddings.index.token_vectors import count_parts
from embeddings.models.encoder import Vectors

MAX_EXACT_ROWS = 50_000
"""Up to this many rows, a query is compared with each: 4 ms for rows of 384 numbers."""

MIN_RECALL = 0.985
"""Share of the ten nearest rows that an approximate search has to find, measured at the build."""

_PART_WIDTH = 2  # numbers per 4-bit code; 4 scan 1 ms faster but need ten times the rescoring
_MAX_TRAINING_ROWS = 16_384
_TRAINING_ROUNDS = 8
_TEST_QUERIES = 500
_TEST_LIMIT = 10
_RESCORING_FACTORS = (10, 20, 40, 80, 160)
"""How many times the rows wanted are compared again in 8 bits, tried in this order."""


class SentenceVectors:
    """Normalised rows, searched by inner product.

    `recall` is the share of the ten nearest rows that the search finds; None if unknown.
    """

    def __init__(self, index: Any, recall: float | None) -> None:  # noqa: ANN401  (a FAISS index)
        self._index, self.recall = index, recall
        self.kind = "pq" if hasattr(index, "k_factor") else "exact"
        self.count, self.dimension = int(index.ntotal), int(index.d)

    @classmethod
    def build(cls, vectors: Vectors) -> "SentenceVectors":
        """Index rows; if they are many, compress them and measure the recall."""
        import faiss  # 0.2 s: looking up a page must not pay for it

        if len(vectors) > MAX_EXACT_ROWS:
            return cls._build_compressed(np.ascontiguousarray(vectors, dtype=np.float32))
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index, 1.0)

    @classmethod
    def _build_compressed(cls, vectors: Vectors) -> "SentenceVectors":
        index = _compress(vectors)
        queries, nearest = _make_test_queries(vectors)
        recall = 0.0
        for index.k_factor in _RESCORING_FACTORS:
            recall = _measure_recall(index.search(queries, _TEST_LIMIT)[1], nearest)
            if recall >= MIN_RECALL:
                break
        return cls(index, recall)

    def search(self, query: Vectors, limit: int) -> tuple[Vectors, IntArray]:
        """Return scores and numbers of the `limit` nearest rows, best first; fewer if there are."""
        limit = min(limit, self.count)  # past the end FAISS pads the result with number -1
        if limit < 1:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        parameters = self._choose_rescoring(limit)
        scores, numbers = self._index.search(query[None, :], limit, params=parameters)
        valid = numbers[0] >= 0  # FAISS also pads where a query contains NaN
        return scores[0, valid], numbers[0, valid]

    def _choose_rescoring(self, limit: int) -> Any:  # noqa: ANN401
        """Return FAISS's parameters: rescore as many rows as when the recall was measured."""
        import faiss

        if self.kind == "exact":
            return None
        rows = min(self.count, max(self._index.k_factor * _TEST_LIMIT, 2 * limit))
        parameters = faiss.IndexRefineSearchParameters()
        parameters.k_factor = rows / limit
        return parameters

    def vectors(self) -> Vectors:
        """Return all rows in order; compressed ones as they were rounded to 8 bits."""
        rows: Vectors = self._index.reconstruct_n(0, self.count)
        return rows

    def to_bytes(self) -> bytes:
        """Return the content of the file to save."""
        import faiss

        return faiss.serialize_index(self._index).tobytes()

    @classmethod
    def load(cls, path: Path, recall: float | None = None) -> "SentenceVectors":
        """Load a saved file; the edition's manifest knows its recall.

        It is not mapped: each question is compared with all of it anyway, and a file that is cut
        short while it is mapped ends the process. Raises DamagedIndexError if FAISS cannot read it.
        """
        import faiss

        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise DamagedIndexError(path, "is no index that FAISS can read") from error
        return cls(index, recall)


def _compress(vectors: Vectors) -> Any:  # noqa: ANN401
    """Return an index that scans 4-bit codes of all rows and compares the best again in 8 bits.

    Inverted lists would take longer for the same recall, because questions lie far from the
    sentences that answer them.
    """
    import faiss

    dimension, metric = vectors.shape[1], faiss.METRIC_INNER_PRODUCT
    codes = faiss.IndexPQFastScan(dimension, count_parts(dimension, _PART_WIDTH), 4, metric)
    codes.pq.cp.niter = _TRAINING_ROUNDS
    codes.pq.cp.min_points_per_centroid = 1  # else FAISS prints a warning
    rounded = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit, metric)
    index: Any = faiss.IndexRefine(codes, rounded)
    index.train(_sample_rows(vectors, _MAX_TRAINING_ROWS, seed=0))
    index.add(vectors)
    return index


def _make_test_queries(vectors: Vectors) -> tuple[Vectors, IntArray]:
    """Return queries as far from the rows as real questions are, and their nearest rows."""
    import faiss

    rows = _sample_rows(vectors, _TEST_QUERIES, seed=1)
    noise = np.random.default_rng(0).standard_normal(rows.shape, dtype=np.float32)
    queries = rows + noise / np.linalg.norm(noise, axis=1, keepdims=True)
    _, nearest = faiss.knn(queries, vectors, _TEST_LIMIT, metric=faiss.METRIC_INNER_PRODUCT)
    return queries, nearest


def _sample_rows(vectors: Vectors, count: int, seed: int) -> Vectors:
    chosen = np.random.default_rng(seed).permutation(len(vectors))[:count]
    return vectors[np.sort(chosen)]


def _measure_recall(numbers: IntArray, nearest: IntArray) -> float:
    """Return the share of the truly nearest rows that a search returned."""
    pairs = zip(numbers.tolist(), nearest.tolist(), strict=True)
    return sum(len(set(returned) & set(true)) for returned, true in pairs) / nearest.size
