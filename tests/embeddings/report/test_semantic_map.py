"""The map by meaning: what lies near means alike, and the axes explain what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.editions.editions import Editions
from embeddings.index.index import Index
from embeddings.report.semantic_map import map_passages, project_vectors


def drawn(seed: int, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return some vectors of five dimensions."""
    return np.random.default_rng(seed).standard_normal((count, 5)).astype(np.float32)


@given(st.integers(0, 2**32 - 1), st.integers(6, 40))
def test_the_map_is_the_first_principal_components(seed: int, count: int) -> None:
    vectors = drawn(seed, count)
    found = project_vectors(vectors)
    assert found is not None
    centred = vectors.astype(np.float64) - vectors.astype(np.float64).mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    assert np.allclose(np.abs(found.places), np.abs(left[:, :2] * sizes[:2]), atol=1e-4)
    assert found.explained == pytest.approx(sizes[:2] ** 2 / (sizes**2).sum(), abs=1e-6)
    spread = (found.places**2).sum(axis=0) / (centred**2).sum()
    assert found.explained == pytest.approx(spread, abs=1e-6)


def test_the_ends_of_an_axis_lie_farthest_apart() -> None:
    found = project_vectors(np.array([[0, 0], [5, 0], [1, 1], [2, -1]], np.float32))
    assert found is not None
    assert {*found.find_ends(0)} == {0, 1}
    assert {*found.find_ends(1)} == {2, 3}


def test_two_points_lie_on_one_axis() -> None:
    found = project_vectors(np.array([[1, 0, 0], [0, 1, 0]], np.float32))
    assert found is not None
    assert found.explained == pytest.approx((1.0, 0.0))


@pytest.mark.parametrize("count", [1, 3])
def test_what_does_not_differ_has_no_map(count: int) -> None:
    assert project_vectors(np.ones((count, 4), np.float32)) is None


def test_each_passage_has_a_place_and_those_of_one_meaning_lie_together(
    small_editions: Editions,
) -> None:
    edition = small_editions.open()
    index = Index.load(edition.path, edition.concordance)
    found = map_passages(index)
    assert found is not None
    assert found.places.shape == (len(edition.concordance.passages), 2)
    assert 0 < found.explained[1] <= found.explained[0] < sum(found.explained) <= 1
