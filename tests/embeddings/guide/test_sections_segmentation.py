"""Dividing: where what is alike ends, evenly else, and always in as many parts."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from embeddings.guide.sections import UNEVENNESS_COST, Integers, _centre, divide
from embeddings.models.encoder import Vectors

ROWS = arrays(
    np.float32, st.tuples(st.integers(1, 9), st.just(3)), elements=st.floats(-1, 1, width=32)
)


def cost(vectors: Vectors, weights: Integers, starts: list[int]) -> float:
    """Return what parts cost, reckoned one by one."""
    rows = _centre(vectors, weights).astype(np.float64) * weights[:, None]
    total = 0.0
    for start, end in pairwise([*starts, len(rows)]):
        long = weights[start:end].sum()
        total += long - np.square(rows[start:end].sum(axis=0)).sum() / long
        total += UNEVENNESS_COST * (long * len(starts) / weights.sum() - 1) ** 2
    return float(total)


def test_it_is_divided_where_what_is_alike_ends() -> None:
    kinds = np.repeat(np.eye(3, dtype=np.float32), [4, 6, 5], axis=0)
    assert divide(kinds, np.ones(15, dtype=np.int64), 3) == [0, 4, 10]


def test_what_is_all_alike_is_divided_evenly() -> None:
    alike = np.ones((12, 3), dtype=np.float32)
    assert divide(alike, np.ones(12, dtype=np.int64), 3) == [0, 4, 8]
    assert divide(alike[:4], np.array([1, 1, 1, 3]), 2) == [0, 3]


@given(ROWS, st.integers(1, 5), st.data())
def test_no_other_way_costs_less(vectors: Vectors, parts: int, data: st.DataObject) -> None:
    count = len(vectors)
    numbers = st.lists(st.integers(1, 4), min_size=count, max_size=count)
    weights = np.array(data.draw(numbers), dtype=np.int64)
    starts = divide(vectors, weights, parts)
    parts = min(parts, count)
    assert (starts[0], len(starts)) == (0, parts)
    ways = ([0, *cuts] for cuts in combinations(range(1, count), parts - 1))
    least = min(cost(vectors, weights, way) for way in ways)
    assert cost(vectors, weights, starts) == pytest.approx(least, abs=1e-3)


def test_a_long_sequence_is_divided_too() -> None:
    kinds = np.repeat(np.eye(2, dtype=np.float32), [9_000, 11_000], axis=0)
    first, second = divide(kinds, np.ones(20_000, dtype=np.int64), 2)
    assert first == 0
    assert abs(second - 9_000) <= 20_000 / 600
