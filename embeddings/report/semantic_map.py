"""A map of passages by meaning: their vectors, seen from where they spread most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.guide.sections import means
from embeddings.index.index import Index
from embeddings.models.encoder import Vectors

Places = NDArray[np.float64]

AXES = 2

_LEAST = 1e-9
"""Less variance than this is none."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Each passage's place on the two axes along which the vectors vary most.

    `explained` are the shares of all variance that lie along each.
    """

    places: Places
    explained: tuple[float, ...]

    def ends(self, axis: int) -> tuple[int, int]:
        """Return the numbers of the passages that lie farthest apart on an axis."""
        along = self.places[:, axis]
        return int(along.argmin()), int(along.argmax())


def meaning(index: Index) -> Meaning | None:
    """Return the map of an index's passages; None where there are too few, or all mean the same.

    A passage lies in the direction of the mean of its sentences' vectors.
    """
    count = len(index.concordance.passages)
    vectors = means(index.nearest.vectors(), index.rows.owners.astype(np.int64), count)
    return projected(vectors)


def projected(vectors: Vectors) -> Meaning | None:
    """Return the principal components of some vectors; None where they do not differ."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    variances, axes = np.linalg.eigh(centred.T @ centred)
    total = float(variances.sum())
    if len(vectors) < AXES or total < _LEAST:
        return None
    chosen = _oriented(axes[:, ::-1][:, :AXES])
    shares = np.maximum(variances[::-1][:AXES], 0) / total
    return Meaning(centred @ chosen, tuple(float(one) for one in shares))


def _oriented(axes: Places) -> Places:
    """Return axes whose largest part is positive: an axis points either way."""
    largest = np.abs(axes).argmax(axis=0)
    turned: Places = axes * np.sign(axes[largest, np.arange(axes.shape[1])])
    return turned
