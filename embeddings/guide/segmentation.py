"""Where to divide a sequence of vectors so that each part is most of a piece."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.models.encoder import Vectors

UNEVEN = 2.0
"""What a part costs that is twice as long as the others, in paragraphs that fit nowhere."""

STEPS = 600
"""Longer sequences are divided between every so manieth of their elements only."""

Numbers = NDArray[np.int64]
Costs = NDArray[np.float64]


def divided(vectors: Vectors, weights: Numbers, parts: int) -> list[int]:
    """Return where each of so many parts begins, of elements with vectors and weights.

    Of all ways to divide them this one leaves the least variance within the parts, with
    what uneven parts cost: found exactly, by dynamic programming.
    """
    edges = np.unique(np.linspace(0, len(vectors), min(len(vectors), STEPS) + 1).astype(np.int64))
    parts = min(parts, len(edges) - 1)
    costs = _costs(vectors, weights, edges, parts)
    best, came = costs[0].copy(), []
    for _ in range(parts - 1):
        through = best[:, None] + costs
        came.append(through.argmin(axis=0))
        best = through.min(axis=0)
    cuts = [len(edges) - 1]
    for before in reversed(came):
        cuts.append(int(before[cuts[-1]]))
    return [0, *(int(edges[cut]) for cut in reversed(cuts[1:]))]


def _costs(vectors: Vectors, weights: Numbers, edges: Numbers, parts: int) -> Costs:
    """Return what a part costs that begins at one edge and ends at another; none goes back."""
    sums = _summed(_centred(vectors, weights) * weights[:, None].astype(np.float32), edges)
    lengths = _summed(weights[:, None], edges)[:, 0]
    long = lengths[None, :] - lengths[:, None]
    products = sums @ sums.T
    squares = np.diag(products)
    inside = squares[:, None] + squares[None, :] - 2 * products
    with np.errstate(divide="ignore", invalid="ignore"):
        costs = long - inside / long + UNEVEN * (long * parts / lengths[-1] - 1) ** 2
    return np.where(long > 0, costs, np.inf)


def _centred(vectors: Vectors, weights: Numbers) -> Vectors:
    """Return unit vectors without what all of them have in common."""
    mean = np.average(vectors, axis=0, weights=weights)
    centred = vectors - mean.astype(np.float32)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-9), dtype=np.float32)


def _summed(values: NDArray[Any], edges: Numbers) -> Costs:
    """Return the sum of all values before each edge."""
    between = np.add.reduceat(values, edges[:-1], axis=0).astype(np.float64)
    return np.concatenate([np.zeros_like(between[:1]), between.cumsum(axis=0)])
