"""A map of passages by meaning: the principal components of their vectors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.guide.sections import average_by_owner
from embeddings.index.index import Index
from embeddings.models.encoder import Vectors

FloatMatrix = NDArray[np.float64]

AXIS_COUNT = 2

_MIN_VARIANCE = 1e-9
"""Total variance below which all vectors count as equal."""


@dataclass(frozen=True, slots=True)
class SemanticMap:
    """The place of each passage on the two axes along which the vectors vary most.

    `places` has shape (passages, 2); `explained` is each axis's share of the total variance.
    """

    places: FloatMatrix
    explained: tuple[float, ...]

    def find_ends(self, axis: int) -> tuple[int, int]:
        """Return the numbers of the passages at the two ends of an axis."""
        coordinates = self.places[:, axis]
        return int(coordinates.argmin()), int(coordinates.argmax())


def map_passages(index: Index) -> SemanticMap | None:
    """Return the map of an index's passages; None for a single passage or equal vectors.

    The vector of a passage is the normalised mean of its sentences' vectors.
    """
    count = len(index.concordance.passages)
    vectors = average_by_owner(
        index.sentence_vectors.vectors(), index.rows.owners.astype(np.int64), count
    )
    return project_vectors(vectors)


def project_vectors(vectors: Vectors) -> SemanticMap | None:
    """Return vectors on their first two principal components; None where they do not differ."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    variances, axes = np.linalg.eigh(centred.T @ centred)  # in ascending order
    total = float(variances.sum())
    if len(vectors) < AXIS_COUNT or total < _MIN_VARIANCE:
        return None
    principal = _orient(axes[:, ::-1][:, :AXIS_COUNT])
    shares = np.maximum(variances[::-1][:AXIS_COUNT], 0) / total
    return SemanticMap(centred @ principal, tuple(float(share) for share in shares))


def _orient(axes: FloatMatrix) -> FloatMatrix:
    """Return the axes with their largest components positive, since either sign is valid."""
    largest = np.abs(axes).argmax(axis=0)
    oriented: FloatMatrix = axes * np.sign(axes[largest, np.arange(axes.shape[1])])
    return oriented
