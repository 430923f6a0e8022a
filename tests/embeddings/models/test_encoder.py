"""A model by name or path: the one that is meant, reading all that it is given."""

import json
import shutil
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embeddings.errors import ModelError
from embeddings.models.encoder import (
    find_model_folder,
    load_model,
    split_length,
)
from embeddings.models.onnx_encoder import MANIFEST, OnnxEncoder
from embeddings.models.onnx_export import export

NEEDED = """config.json modules.json model.safetensors tokenizer.json
    1_Pooling/config.json""".split()
LETTERS = "abcdefghijklmnopqrstuvwxyzäéß’-."


@pytest.fixture
def copied(tiny: Path, tmp_path: Path) -> Path:
    """Return a copy of the small model that a test may break."""
    return shutil.copytree(tiny, tmp_path / "model")


def pieces(encoder: OnnxEncoder, text: str) -> int:
    """Return how many word pieces the model needs for a text, its marks included."""
    marks = encoder._tokenizer.num_special_tokens_to_add(is_pair=False)
    return len(encoder.pieces(text)) + int(marks)


@given(st.integers(0, 2000), st.integers(1, 300), st.integers(0, 299))
def test_spans_cover_a_length_within_the_size_and_overlap(
    length: int, size: int, overlap: int
) -> None:
    assume(overlap < size)
    parts = list(split_length(length, size, overlap))
    assert (parts[0][0], parts[-1][1]) == (0, length)
    assert all(0 <= end - start <= size for start, end in parts)
    for (_, before), (start, end) in pairwise(parts):
        assert before - overlap == start
        assert end > before


def covering(text: str, windows: Iterator[tuple[int, int]]) -> bool:
    """Say whether windows, one after another, hold all of a text but its outer white space."""
    reached = 0
    for start, end in windows:
        if end <= reached or text[reached:start].strip():
            return False
        reached = end
    return not text[reached:].strip()


@pytest.mark.parametrize("words", [1, 50, 253, 254, 255, 400, 2000])
def test_the_windows_of_a_text_are_all_of_it(default_encoder: OnnxEncoder, words: int) -> None:
    text = " ".join(str(number) for number in range(words))
    windows = list(default_encoder.windows(text))
    assert covering(text, iter(windows))
    assert (len(windows) > 1) == (pieces(default_encoder, text) > 256)


@pytest.mark.parametrize("seed", range(10))
def test_no_word_piece_of_a_window_is_cut_off_by_the_model(
    default_encoder: OnnxEncoder, seed: int
) -> None:
    random = Random(seed)  # noqa: S311
    words = ("".join(random.choices(LETTERS, k=random.randint(1, 60))) for _ in range(100))
    text = " ".join(words)
    windows = list(default_encoder.windows(text))
    assert covering(text, iter(windows))
    assert max(pieces(default_encoder, text[start:end]) for start, end in windows) <= 256


@pytest.mark.parametrize("size", [16, 34, 35])
def test_a_model_of_a_small_window_reads_all_of_a_text(
    tiny_exported: Path, tmp_path: Path, size: int
) -> None:
    copied = shutil.copytree(tiny_exported, tmp_path / "exported")
    manifest = json.loads((copied / MANIFEST).read_text("utf-8")) | {"window": size, "seal": ""}
    (copied / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    encoder = OnnxEncoder("tiny", copied)
    text = " ".join(f"{number:03}" for number in range(200))
    windows = list(islice(encoder.windows(text), 1000))
    assert len(windows) < 1000
    assert covering(text, iter(windows))
    assert max(pieces(encoder, text[start:end]) for start, end in windows) <= size
    assert len(encoder.encode(text).pieces) == size - 2


@pytest.mark.parametrize("file", NEEDED[:4])
def test_a_folder_with_a_file_missing_is_refused_by_name(copied: Path, file: str) -> None:
    (copied / file).unlink()
    with pytest.raises(ModelError) as caught:
        load_model(find_model_folder(str(copied)))
    assert Path(file).name in str(caught.value)
    assert str(copied) in str(caught.value)


def test_a_folder_with_a_module_missing_is_refused(copied: Path) -> None:
    shutil.rmtree(copied / "1_Pooling")
    with pytest.raises(ModelError, match="install it again") as caught:
        load_model(find_model_folder(str(copied)))
    assert str(copied) in str(caught.value)


@pytest.mark.parametrize("file", NEEDED)
@pytest.mark.parametrize("half", [True, False], ids=["half", "empty"])
def test_a_folder_with_a_damaged_file_is_refused(copied: Path, file: str, half: bool) -> None:
    data = (copied / file).read_bytes()
    (copied / file).write_bytes(data[: len(data) // 2] if half else b"")
    with pytest.raises(ModelError, match="install it again") as caught:
        load_model(find_model_folder(str(copied)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [("hidden_size", 24), ("vocab_size", -1), ("intermediate_size", []), ("hidden_act", "sharp")],
)
def test_a_model_that_torch_refuses_is_refused_with_a_sentence(
    copied: Path, key: str, value: object
) -> None:
    config = json.loads((copied / "config.json").read_text("utf-8"))
    (copied / "config.json").write_text(json.dumps(config | {key: value}), "utf-8")
    with pytest.raises(ModelError, match="install it again") as caught:
        load_model(find_model_folder(str(copied)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("module", ["no.such.Module", "os.path", "json.JSONDecoder", ""])
def test_a_model_of_a_module_that_is_none_is_refused_with_a_sentence(
    copied: Path, tmp_path: Path, module: str
) -> None:
    modules = json.loads((copied / "modules.json").read_text("utf-8"))
    modules[1]["type"] = module
    (copied / "modules.json").write_text(json.dumps(modules), "utf-8")
    with pytest.raises(ModelError) as caught:
        export(str(copied), tmp_path / "exported")
    assert "\n" not in str(caught.value)
    assert not any(tmp_path.glob("exported*"))


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no such name!", "a/b/c", ""])
def test_a_model_that_is_not_at_hand_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        find_model_folder(name)
    assert caught.value.model == name
    assert str(caught.value).endswith(caught.value.remedy)
    assert "\n" not in str(caught.value)
