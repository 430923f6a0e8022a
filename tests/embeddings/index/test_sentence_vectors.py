"""The first stage's vectors: few found exactly, many nearly so, alike before and after a save."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import IntArray
from embeddings.index import sentence_vectors as module
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.models.encoder import Vectors

DIMENSION = 16


def normalised(rows: np.ndarray) -> Vectors:
    """Return rows of length 1."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / lengths, dtype=np.float32)


def drawn(count: int, seed: int = 0) -> Vectors:
    """Return rows around fifty centres, as the sentences of a text lie around its topics."""
    draw = np.random.default_rng(seed)
    centres = np.random.default_rng(1).standard_normal((50, DIMENSION))
    noise = draw.standard_normal((count, DIMENSION))
    return normalised(centres[draw.integers(0, 50, count)] + 0.6 * noise)


def best(rows: Vectors, query: Vectors, limit: int) -> list[int]:
    """Return the numbers of the nearest rows, each compared."""
    numbers: list[int] = np.argsort(-(rows @ query), kind="stable")[:limit].tolist()
    return numbers


def saved(nearest: SentenceVectors, directory: Path) -> Path:
    """Write vectors, and return where."""
    path = directory / "vectors.faiss"
    path.write_bytes(nearest.to_bytes())
    return path


@cache
def built(count: int) -> SentenceVectors:
    """Return the vectors of drawn rows, of which more than a thousand are many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_EXACT_ROWS", 1000)
        return SentenceVectors.build(drawn(count))


@given(count=st.integers(1, 200), limit=st.integers(0, 300), seed=st.integers(0, 9))
def test_few_rows_are_found_as_if_each_was_compared(count: int, limit: int, seed: int) -> None:
    rows, query = drawn(count, seed), drawn(1, seed + 1)[0]
    nearest = SentenceVectors.build(rows)
    scores, numbers = nearest.search(query, limit)
    assert (nearest.kind, nearest.recall) == ("exact", 1.0)
    assert numbers.tolist() == best(rows, query, limit)
    assert np.allclose(scores, (rows @ query)[numbers], atol=1e-6)
    assert np.array_equal(nearest.vectors(), rows)


def test_no_rows_have_no_nearest() -> None:
    nearest = SentenceVectors.build(np.empty((0, DIMENSION), np.float32))
    scores, numbers = nearest.search(drawn(1)[0], 5)
    assert len(scores) == len(numbers) == len(nearest.vectors()) == 0


def test_of_many_rows_nearly_all_of_the_nearest_are_found() -> None:
    rows, queries = drawn(2000), drawn(100, seed=2)
    nearest = built(2000)
    found = [set(nearest.search(query, 10)[1].tolist()) for query in queries]
    true = [set(best(rows, query, 10)) for query in queries]
    share = sum(len(one & other) for one, other in zip(found, true, strict=True)) / 1000
    assert nearest.kind == "pq"
    assert nearest.recall is not None
    assert nearest.recall >= 0.95
    assert share >= 0.95


def test_no_more_rows_are_compared_again_than_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_EXACT_ROWS", 100)
    monkeypatch.setattr(module, "MIN_RECALL", 0.5)
    shares, share = [], module._measure_recall

    def noted(found: IntArray, truth: IntArray) -> float:
        shares.append(share(found, truth))
        return shares[-1]

    monkeypatch.setattr(module, "_measure_recall", noted)
    assert [SentenceVectors.build(drawn(1000)).recall] == shares
    assert shares[0] >= 0.5


def test_many_rows_are_found_best_first_and_come_back_in_order() -> None:
    rows, nearest = drawn(2000), built(2000)
    scores, numbers = nearest.search(rows[77], 20)
    assert numbers[0] == 77
    assert (np.diff(scores) <= 0).all()
    assert np.allclose(scores, (rows @ rows[77])[numbers], atol=0.02)
    assert np.allclose(nearest.vectors(), rows, atol=0.02)


@pytest.mark.parametrize("limit", [1, 500, 2000, 5000])
def test_as_many_are_found_as_are_asked_for(limit: int) -> None:
    nearest = built(2000)
    numbers = nearest.search(drawn(1, seed=3)[0], limit)[1].tolist()
    assert len(set(numbers)) == len(numbers) == min(limit, 2000)
    assert set(numbers) <= set(range(2000))


@pytest.mark.parametrize("count", [500, 2000])
def test_what_was_saved_is_searched_alike(count: int, tmp_path: Path) -> None:
    nearest = built(count)
    loaded = SentenceVectors.load(saved(nearest, tmp_path))
    assert (loaded.kind, loaded.count, loaded.dimension) == (nearest.kind, count, DIMENSION)
    assert np.array_equal(loaded.vectors(), nearest.vectors())
    assert loaded.to_bytes() == nearest.to_bytes()
    for query in drawn(20, seed=4):
        (scores, numbers), before = loaded.search(query, 30), nearest.search(query, 30)
        assert np.array_equal(scores, before[0])
        assert np.array_equal(numbers, before[1])


@pytest.mark.parametrize("count", [500, 2000])
def test_the_same_rows_give_the_same_bytes(count: int) -> None:
    once = built(count).to_bytes()
    built.cache_clear()
    assert built(count).to_bytes() == once


def test_a_query_that_is_no_number_finds_no_row_that_is_not_there() -> None:
    nothing = np.full(DIMENSION, np.nan, np.float32)
    assert (SentenceVectors.build(drawn(20)).search(nothing, 5)[1] >= 0).all()


@pytest.mark.parametrize("count", [500, 2000])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_file_cut_short_is_refused(count: int, share: float, tmp_path: Path) -> None:
    path = saved(built(count), tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DamagedIndexError, match=r"vectors\.faiss"):
        SentenceVectors.load(path)


@pytest.mark.parametrize("data", [None, b"words that are no index"])
def test_what_is_no_index_is_refused(data: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DamagedIndexError, match=r"vectors\.faiss"):
        SentenceVectors.load(path)
