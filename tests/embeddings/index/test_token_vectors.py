"""The vectors of tokens: the same before and after a save, ranked alike when compressed."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import DamagedIndexError
from embeddings.files import arrays
from embeddings.index import token_vectors as module
from embeddings.index.token_vectors import (
    CompressedTokenVectors,
    PlainTokenVectors,
    Quantiser,
    TokenVectors,
    TokenVectorsWriter,
    list_files,
    load_token_vectors,
)
from embeddings.models.encoder import Vectors

HIDDEN = 8


def drawn(count: int, seed: int = 0, hidden: int = HIDDEN) -> Vectors:
    """Return normalised rows."""
    rows = np.random.default_rng(seed).standard_normal((count, hidden), dtype=np.float32)
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths


def written(*parts: Vectors, quantiser: Quantiser | None = None) -> TokenVectors:
    """Return tokens of matrices that were added one by one."""
    writer = TokenVectorsWriter(parts[0].shape[1], quantiser)
    for part in parts:
        writer.add(part)
    return writer.close()


def saved(tokens: TokenVectors, directory: Path) -> Path:
    """Write tokens, and return where."""
    for name, data in list_files(tokens).items():
        (directory / name).write_bytes(data)
    return directory


def all_of(tokens: TokenVectors) -> Vectors:
    """Return all rows."""
    return tokens.rows(0, tokens.count)


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few rows compressed as many are."""
    monkeypatch.setattr(module, "MAX_PLAIN_ROWS", 400)


@pytest.fixture(scope="module")
def six_hundred() -> CompressedTokenVectors:
    """Return compressed tokens, made once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_PLAIN_ROWS", 400)
        tokens = written(drawn(300), drawn(300, 1))
    assert isinstance(tokens, CompressedTokenVectors)
    return tokens


@pytest.fixture
def compressed(six_hundred: CompressedTokenVectors, few_are_many: None) -> CompressedTokenVectors:  # noqa: ARG001
    """Return compressed tokens, of six hundred rows."""
    return six_hundred


@given(sizes=st.lists(st.integers(0, 40), max_size=6), data=st.data())
def test_few_rows_are_kept_as_they_are(
    sizes: list[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    parts = [np.empty((0, HIDDEN), np.float32), *(drawn(size, size) for size in sizes)]
    tokens = load_token_vectors(saved(written(*parts), tmp_path_factory.mktemp("tokens")))
    end = data.draw(st.integers(0, sum(sizes)))
    start = data.draw(st.integers(0, end))
    assert isinstance(tokens, PlainTokenVectors)
    assert (tokens.count, tokens.hidden) == (sum(sizes), HIDDEN)
    assert np.array_equal(tokens.rows(start, end), np.concatenate(parts)[start:end])


def test_many_rows_stay_on_disk_until_they_are_read(
    compressed: CompressedTokenVectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "MAX_HELD_BYTES", 0)
    loaded = load_token_vectors(saved(compressed, tmp_path))
    assert isinstance(loaded, CompressedTokenVectors)
    assert isinstance(loaded.codes, arrays.ArrayFile)
    assert list_files(loaded) == list_files(compressed)
    np.testing.assert_array_equal(loaded.rows(3, 99), compressed.rows(3, 99))


def test_few_rows_are_held(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    plain = load_token_vectors(saved(written(drawn(9)), tmp_path / "plain"))
    assert isinstance(plain, PlainTokenVectors)
    assert np.shares_memory(plain.rows(2, 5), plain.matrix)


@given(start=st.integers(0, 600), size=st.integers(0, 600))
def test_compressed_rows_are_read_in_any_part(
    start: int, size: int, six_hundred: CompressedTokenVectors
) -> None:
    end = min(600, start + size)
    rows = six_hundred.rows(start, end)
    assert rows.shape == (end - start, HIDDEN)
    assert rows.dtype == np.float32
    assert np.array_equal(rows, all_of(six_hundred)[start:end])


def test_compressed_rows_are_the_same_after_a_save(
    compressed: CompressedTokenVectors, tmp_path: Path
) -> None:
    loaded = load_token_vectors(saved(compressed, tmp_path))
    assert np.array_equal(all_of(loaded), all_of(compressed))
    assert list_files(loaded) == list_files(compressed)


def test_many_rows_take_a_byte_for_four_numbers(compressed: CompressedTokenVectors) -> None:
    assert compressed.codes.shape == (600, HIDDEN // 4)
    assert compressed.codes.dtype == np.uint8


@pytest.mark.parametrize(("hidden", "size"), [(8, 2), (10, 2), (30, 6), (7, 1), (2, 1)])
def test_a_row_of_any_width_is_divided(hidden: int, size: int) -> None:
    rows = drawn(300, hidden=hidden)
    quantiser = Quantiser.train(rows)
    assert quantiser.encode(rows).shape == (300, size)
    assert quantiser.decode(quantiser.encode(rows)).shape == rows.shape


@pytest.mark.usefixtures("few_are_many")
def test_rows_are_compressed_from_the_first_above_the_limit() -> None:
    assert isinstance(written(drawn(400)), PlainTokenVectors)
    assert isinstance(written(drawn(400), drawn(1)), CompressedTokenVectors)


@pytest.mark.usefixtures("few_are_many")
def test_compressed_rows_rank_passages_alike() -> None:
    passages = [drawn(20, seed) for seed in range(60)]
    tokens = written(*passages)
    assert isinstance(tokens, CompressedTokenVectors)
    for right, passage in enumerate(passages):
        question = passage[:6] + 0.15 * drawn(6, 1000 + right)
        scores = [
            (tokens.rows(at * 20, at * 20 + 20) @ question.T).max(axis=0).sum() for at in range(60)
        ]
        assert int(np.argmax(scores)) == right


@pytest.mark.usefixtures("few_are_many")
def test_the_same_rows_give_the_same_bytes() -> None:
    assert list_files(written(drawn(600))) == list_files(written(drawn(600).copy()))


@pytest.mark.usefixtures("few_are_many")
def test_how_rows_are_parted_changes_no_byte_of_the_rest(
    compressed: CompressedTokenVectors,
) -> None:
    parts = [drawn(300)[:150], drawn(300)[150:], drawn(300, 1)]
    assert list_files(written(*parts)) == list_files(compressed)


def test_rows_that_were_added_may_be_overwritten() -> None:
    rows = drawn(5)
    writer = TokenVectorsWriter(HIDDEN)
    writer.add(rows)
    rows[:] = 0
    assert np.array_equal(all_of(writer.close()), drawn(5))


@given(cut=st.integers(0, 30))
def test_known_rows_are_as_good_as_new_ones(cut: int) -> None:
    old = written(drawn(30))
    writer = TokenVectorsWriter(HIDDEN)
    writer.add_known(old, 0, cut)
    writer.add(drawn(30)[cut:])
    assert np.array_equal(all_of(writer.close()), drawn(30))


@pytest.mark.parametrize("cuts", [(0, 600), (0, 100, 450, 600), tuple(range(0, 601, 50))])
def test_known_codes_are_taken_over(
    cuts: tuple[int, ...], compressed: CompressedTokenVectors
) -> None:
    writer = TokenVectorsWriter(HIDDEN, compressed.quantiser)
    for start, end in pairwise(cuts):
        writer.add_known(compressed, start, end)
    assert list_files(writer.close()) == list_files(compressed)


def test_new_rows_are_compressed_as_the_known_ones_were(compressed: CompressedTokenVectors) -> None:
    writer = TokenVectorsWriter(HIDDEN, compressed.quantiser)
    writer.add_known(compressed, 0, 600)
    writer.add(drawn(50, 7))
    tokens = writer.close()
    assert isinstance(tokens, CompressedTokenVectors)
    assert np.array_equal(tokens.codes[:600], compressed.codes)
    assert np.array_equal(tokens.codes[600:], compressed.quantiser.encode(drawn(50, 7)))


def test_codes_of_an_equal_quantiser_are_taken_over(
    compressed: CompressedTokenVectors, tmp_path: Path
) -> None:
    loaded = load_token_vectors(saved(compressed, tmp_path))
    assert isinstance(loaded, CompressedTokenVectors)
    assert loaded.quantiser.is_same(compressed.quantiser)
    writer = TokenVectorsWriter(HIDDEN, compressed.quantiser)
    writer.add_known(loaded, 0, 500)
    writer.add_known(loaded, 500, 600)
    assert list_files(writer.close()) == list_files(compressed)


def test_codes_of_another_quantiser_are_made_anew(compressed: CompressedTokenVectors) -> None:
    other = Quantiser.train(drawn(300, 9))
    writer = TokenVectorsWriter(HIDDEN, other)
    writer.add_known(compressed, 0, 500)
    writer.add_known(compressed, 500, 600)
    tokens = writer.close()
    assert isinstance(tokens, CompressedTokenVectors)
    assert not other.is_same(compressed.quantiser)
    assert np.array_equal(tokens.codes, other.encode(all_of(compressed)))


def test_a_quantiser_for_rows_of_another_width_is_not_used(
    compressed: CompressedTokenVectors,
) -> None:
    tokens = written(drawn(500, hidden=4), quantiser=compressed.quantiser)
    assert isinstance(tokens, CompressedTokenVectors)
    assert tokens.hidden == 4


def test_rows_of_another_width_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="not of 8 columns"):
        TokenVectorsWriter(HIDDEN).add(drawn(3, hidden=4))


@pytest.mark.parametrize("name", ["codes.npy", "centroids.npy"])
@pytest.mark.parametrize("share", [None, 0.0, 0.01, 0.5, 0.99])
def test_a_damaged_file_is_refused(
    name: str, share: float | None, compressed: CompressedTokenVectors, tmp_path: Path
) -> None:
    path = saved(compressed, tmp_path) / name
    data = path.read_bytes()
    path.unlink()
    if share is not None:
        path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DamagedIndexError):
        load_token_vectors(tmp_path)


def test_codes_for_another_quantiser_are_refused(
    compressed: CompressedTokenVectors, tmp_path: Path
) -> None:
    saved(compressed, tmp_path)
    np.save(tmp_path / "codes.npy", compressed.codes[:, :1])
    with pytest.raises(DamagedIndexError, match="does not fit"):
        load_token_vectors(tmp_path)


@pytest.mark.parametrize("kind", [np.float64, np.int32])
def test_rows_of_another_kind_are_refused(kind: type[np.generic], tmp_path: Path) -> None:
    np.save(tmp_path / "tokens.npy", drawn(3).astype(kind))
    with pytest.raises(DamagedIndexError, match="tokens"):
        load_token_vectors(tmp_path)


def test_where_nothing_was_saved_nothing_is_opened(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match="tokens"):
        load_token_vectors(tmp_path)
