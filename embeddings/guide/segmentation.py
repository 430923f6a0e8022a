"""Divides a sequence of vectors into parts that are each as coherent as possible."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.models.encoder import Vectors

UNEVENNESS_COST = 2.0
"""Cost of a part twice the average length, in paragraphs that are like no other in their part."""

MAX_STEPS = 600
"""Places at which a sequence may be divided; a longer one is divided at evenly spread places."""

Integers = NDArray[np.int64]
Costs = NDArray[np.float64]


def divide(vectors: Vectors, weights: Integers, parts: int) -> list[int]:
    """Return where each of so many parts begins, of elements with vectors and weights.

    Of all divisions this has the least variance within its parts, plus the cost of uneven
    parts. It is exact, by dynamic programming.
    """
    steps = min(len(vectors), MAX_STEPS)
    edges = np.unique(np.linspace(0, len(vectors), steps + 1).astype(np.int64))
    parts = min(parts, len(edges) - 1)
    costs = _compute_costs(vectors, weights, edges, parts)
    # the lowest cost of reaching each edge with one part, two parts, …, and from where
    best, origins = costs[0].copy(), []
    for _ in range(parts - 1):
        through = best[:, None] + costs
        origins.append(through.argmin(axis=0))
        best = through.min(axis=0)
    # trace the cheapest way back from the last edge
    cuts = [len(edges) - 1]
    for origin in reversed(origins):
        cuts.append(int(origin[cuts[-1]]))
    return [0, *(int(edges[cut]) for cut in reversed(cuts[1:]))]


def _compute_costs(vectors: Vectors, weights: Integers, edges: Integers, parts: int) -> Costs:
    """Return the cost of a part from each edge to each later one; infinite if not later."""
    centred = _centre(vectors, weights) * weights[:, None].astype(np.float32)
    sums = _sum_to_edges(centred, edges)
    positions = _sum_to_edges(weights[:, None], edges)[:, 0]
    lengths = positions[None, :] - positions[:, None]
    # the squared length of each part's sum of vectors
    products = sums @ sums.T
    squares = np.diag(products)
    coherence = squares[:, None] + squares[None, :] - 2 * products
    with np.errstate(divide="ignore", invalid="ignore"):
        unevenness = (lengths * parts / positions[-1] - 1) ** 2
        costs = lengths - coherence / lengths + UNEVENNESS_COST * unevenness
    return np.where(lengths > 0, costs, np.inf)


def _centre(vectors: Vectors, weights: Integers) -> Vectors:
    """Return unit vectors without what all of them have in common."""
    mean = np.average(vectors, axis=0, weights=weights)
    centred = vectors - mean.astype(np.float32)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-9), dtype=np.float32)


def _sum_to_edges(values: NDArray[Any], edges: Integers) -> Costs:
    """Return the sum of all values before each edge."""
    between = np.add.reduceat(values, edges[:-1], axis=0).astype(np.float64)
    return np.concatenate([np.zeros_like(between[:1]), between.cumsum(axis=0)])
