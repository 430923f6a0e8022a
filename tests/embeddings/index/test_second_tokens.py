"""What a second model makes of a text: its own token vectors of the first one's sentences."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from embeddings.concordance.concordance import Concordance
from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import serialize_array
from embeddings.index import token_vectors
from embeddings.index.index import Index
from embeddings.index.indexing import build_index
from embeddings.index.second_tokens import SecondTokens
from embeddings.index.token_vectors import CompressedTokenVectors
from embeddings.models.encoder_pair import EncoderPair
from embeddings.retrieval.late_interaction import make_second_interaction
from tests.embeddings.index.test_index import LONG, SHORT, concordance_of, saved
from tests.support.build_tools import silent
from tests.support.two_models import TwoModels

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILES = {"starts", "weights", "means", "tokens"}


@pytest.fixture(scope="module")
def encoders(two_models: TwoModels) -> EncoderPair:
    """Return two small models."""
    return two_models.opened()


@pytest.fixture(scope="module")
def built(encoders: EncoderPair) -> Index:
    """Return an index of three short passages and a long one, by two models."""
    return build_index(concordance_of(*SHORT, LONG), encoders, (), None, silent)[0]


def second_of(index: Index) -> SecondTokens:
    """Return what a second model made of a text."""
    assert index.second is not None
    return index.second


def test_the_first_model_makes_what_it_makes_alone(built: Index, encoders: EncoderPair) -> None:
    alone, _ = build_index(built.concordance, EncoderPair(encoders.first), (), None, silent)
    assert alone.second is None
    files = built.files()
    assert {name for name in files if name not in alone.files()} == {
        f"second-{name}.npy" for name in FILES
    }
    assert {name: files[name] for name in alone.files()} == alone.files()


def test_each_sentence_has_the_token_vectors_that_the_second_model_gives(
    built: Index, encoders: EncoderPair
) -> None:
    second, firsts = second_of(built), built.sentences.firsts
    assert encoders.second is not None
    assert len(second.starts) == len(built.sentences.starts)
    assert len(second.weights) == len(encoders.second.vocabulary())
    for passage, words in enumerate(SHORT):
        start, end = second.starts[firsts[passage]], second.starts[firsts[passage + 1]]
        expected = encoders.second.encode(words).tokens
        np.testing.assert_allclose(second.tokens.rows(start, end), expected, atol=1e-5)
        mean = expected.mean(axis=0)
        expected_mean = mean / np.linalg.norm(mean)
        np.testing.assert_allclose(second.means[passage], expected_mean, atol=1e-5)
    assert second.means.shape == (4, 24)
    assert second.means.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(second.means, axis=1), 1, atol=1e-5)


def test_a_passage_without_tokens_has_a_mean_of_zeros() -> None:
    writer = token_vectors.TokenVectorsWriter(2)
    writer.add(np.array([[3, 4]], dtype=np.float32))
    firsts = np.array([0, 1, 2])
    made = SecondTokens.of(firsts, [1, 0], writer.close(), np.ones(5, dtype=np.float32))
    np.testing.assert_allclose(made.means, np.array([[0.6, 0.8], [0, 0]]), atol=1e-6)


def test_what_was_saved_scores_alike(built: Index, encoders: EncoderPair, tmp_path: Path) -> None:
    path = saved(built, tmp_path) / "concordance.json"
    loaded = Index.load(tmp_path, Concordance.from_json(path, path.read_bytes()))
    assert loaded.files() == built.files()
    asked = encoders.encode("Who took the palace?").second
    assert asked is not None
    ours, theirs = make_second_interaction(loaded), make_second_interaction(built)
    assert ours is not None
    assert theirs is not None
    every = np.arange(4)
    np.testing.assert_array_equal(ours.rescore("", asked, every), theirs.rescore("", asked, every))


def test_what_both_models_know_is_taken_as_it_is(built: Index, encoders: EncoderPair) -> None:
    told: list[tuple[int, int]] = []
    again, embedded = build_index(
        concordance_of(*SHORT, LONG, "Once more. The crowd."),
        encoders,
        (),
        built,
        lambda done, total: told.append((done, total)),
    )
    assert embedded == 3  # the passage by each model, and its first sentence
    assert told == [(1, 3), (2, 3), (3, 3)]
    old, new = second_of(built), second_of(again)
    count = old.tokens.count
    np.testing.assert_array_equal(new.tokens.rows(0, count), old.tokens.rows(0, count))
    np.testing.assert_array_equal(new.means[:4], old.means)
    np.testing.assert_array_equal(new.starts[: len(old.starts)], old.starts)


def test_an_index_that_had_one_model_gets_a_second_without_new_vectors_of_the_first(
    built: Index, encoders: EncoderPair
) -> None:
    alone = replace(built, second=None)
    again, embedded = build_index(built.concordance, encoders, (), alone, silent)
    assert embedded == len(SHORT) + len([*second_windows(encoders)])
    assert again.files() == built.files()


def second_windows(encoders: EncoderPair) -> list[tuple[int, int]]:
    """Return the parts of the long passage that the second model reads."""
    assert encoders.second is not None
    return [*encoders.second.windows(LONG)]


def test_many_token_vectors_are_compressed_and_copied_as_codes(
    encoders: EncoderPair, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(token_vectors, "MAX_PLAIN_ROWS", 300)
    built, _ = build_index(concordance_of(*SHORT, LONG), encoders, (), None, silent)
    assert isinstance(second_of(built).tokens, CompressedTokenVectors)
    assert {"second-codes.npy", "second-centroids.npy"} <= built.files().keys()
    loaded = Index.load(saved(built, tmp_path), built.concordance)
    again, embedded = build_index(built.concordance, encoders, (), loaded, silent)
    assert embedded == 0
    assert again.files() == built.files()


@pytest.mark.parametrize("name", ["starts", "means", "tokens"])
def test_files_that_do_not_fit_one_another_are_refused(
    built: Index, tmp_path: Path, name: str
) -> None:
    second = second_of(built)
    arrays: dict[str, NDArray[Any]] = {
        "starts": second.starts[:-1],
        "means": second.means[:, :-1],
        "tokens": second.tokens.rows(1, second.tokens.count),
    }
    path = saved(built, tmp_path) / f"second-{name}.npy"
    path.write_bytes(serialize_array(arrays[name]))
    with pytest.raises(DamagedIndexError, match="run `concordance build`"):
        Index.load(tmp_path, built.concordance)
