"""Questions and passages encoded without torch, as sentence-transformers encodes them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import MIN_COSINE, DamagedIndexError, ModelError
from embeddings.models.encoder import (
    Encoded,
    copy_tokenizer,
    find_model_folder,
    load_model,
)
from embeddings.models.onnx_encoder import (
    GRAPH,
    MANIFEST,
    TOKENIZER,
    WEIGHTS,
    OnnxEncoder,
    _batch_by_length,
    is_intact,
    make_proof,
)
from embeddings.models.onnx_session import PACKED_GRAPH
from embeddings.models.packages import DEFAULT
from tests.support.build_tools import silent
from tests.support.examples import examples

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SENTENCE = "The soldiers of Kronstadt saved Chernov from the crowd."
ODD = (
    "",
    " \n\t",
    "\x00",
    "half \ud83d a pair",
    "\ud83d\ude00",
    "🙂" * 700,
    "Кто спас Чернова? 谁救了他？ من أنقذه؟",
    "e\u0301" * 50,
    "x" * 100_000,
)
ONLY_ENCODES = """
import sys
from pathlib import Path
from embeddings.models.onnx_encoder import OnnxEncoder
encoded = OnnxEncoder("tiny", Path(sys.argv[1])).encode("Who saved Chernov?")
heavy = {"torch", "transformers", "sentence_transformers", "onnx", "sympy"} & set(sys.modules)
print(len(encoded.tokens), sorted(heavy))
"""


@pytest.fixture(scope="module")
def own() -> "SentenceTransformer":
    """Return the default model as sentence-transformers has it."""
    return load_model(find_model_folder(DEFAULT))


def alike(first: Encoded, second: Encoded) -> bool:
    """Say whether two texts were encoded to the same."""
    return (
        np.allclose(first.vector, second.vector, atol=1e-5)
        and np.allclose(first.tokens, second.tokens, atol=1e-4)
        and np.array_equal(first.pieces, second.pieces)
        and np.array_equal(first.offsets, second.offsets)
    )


def test_the_default_model_encodes_as_sentence_transformers_does(
    default_encoder: OnnxEncoder, own: "SentenceTransformer"
) -> None:
    texts = [SENTENCE, "Who saved Chernov?", SENTENCE * 9, "who?"]
    vectors = own.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert default_encoder.dimension == own.get_embedding_dimension()
    for text, vector, encoded in zip(
        texts, vectors, default_encoder.encode_all(texts, silent), strict=True
    ):
        assert encoded.vector @ vector >= MIN_COSINE
        assert default_encoder.encode(text).vector @ vector >= MIN_COSINE


def test_pieces_are_told_apart_by_their_places_in_the_text(default_encoder: OnnxEncoder) -> None:
    text = "“Café”, he said: 🙂 Chernov!"
    encoded = default_encoder.encode(text)
    cut = [text[start:end] for start, end in encoded.offsets]
    assert cut == ["“", "Café", "”", ",", "he", "said", ":", "🙂", "Cher", "nov", "!"]


def test_every_row_has_length_one_and_no_mark_of_the_model_has_a_row(
    tiny_encoder: OnnxEncoder,
) -> None:
    encoded = tiny_encoder.encode("the crowd, a soldier")
    assert encoded.vector.shape == (tiny_encoder.dimension,)
    assert encoded.tokens.shape == (5, tiny_encoder.hidden)
    assert encoded.pieces.shape == (5,)
    assert encoded.offsets.tolist() == [[0, 3], [4, 9], [9, 10], [11, 12], [13, 20]]
    rows = np.vstack([encoded.vector, encoded.tokens])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert {part.dtype.name for part in (encoded.vector, encoded.tokens)} == {"float32"}
    assert {part.dtype.name for part in (encoded.pieces, encoded.offsets)} == {"int32"}


@examples(0.3)
@given(st.lists(st.text("the crowd.é🙂", max_size=200), max_size=20))
def test_neither_padding_nor_company_changes_what_a_text_is(
    tiny_encoder: OnnxEncoder, texts: list[str]
) -> None:
    together = list(tiny_encoder.encode_all(texts, silent))
    assert len(together) == len(texts)
    for text, encoded in zip(texts, together, strict=True):
        assert alike(encoded, tiny_encoder.encode(text))


def test_many_texts_come_back_in_their_order_with_progress(tiny_encoder: OnnxEncoder) -> None:
    texts = [f"{'the crowd ' * (at % 13)}{at}" for at in range(600)]
    steps: list[tuple[int, int]] = []
    encoded = list(tiny_encoder.encode_all(texts, lambda *step: steps.append(step)))
    assert steps == [(256, 600), (512, 600), (600, 600)]
    for at in (0, 12, 255, 256, 599):
        assert alike(encoded[at], tiny_encoder.encode(texts[at]))


def test_no_text_is_no_work(tiny_encoder: OnnxEncoder) -> None:
    assert list(tiny_encoder.encode_all([], silent)) == []


@given(st.lists(st.integers(2, 300)))
def test_batch_by_length_hold_every_text_once_and_little_padding(lengths: list[int]) -> None:
    ordered = sorted(enumerate(lengths), key=lambda pair: -pair[1])
    batches = list(_batch_by_length(ordered))
    assert [at for batch in batches for at in batch] == [at for at, _ in ordered]
    for batch in batches:
        own = [lengths[at] for at in batch]
        assert max(own) - min(own) <= 8
        assert len(own) == 1 or max(own) * len(own) <= 512


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_encoded(
    tiny_encoder: OnnxEncoder, default_encoder: OnnxEncoder, text: str
) -> None:
    for encoder in (tiny_encoder, default_encoder):
        encoded = encoder.encode(text)
        assert np.isfinite(encoded.vector).all()
        assert len(encoded.tokens) == len(encoded.pieces) == len(encoded.offsets)
        assert all(0 <= start <= end <= len(text) for start, end in encoded.offsets)
        assert list(encoder.windows(text))


@pytest.mark.parametrize("text", [SENTENCE, SENTENCE * 40, "x" * 900, "", "½ – ´"])
def test_pieces_are_those_of_the_model_itself(
    default_encoder: OnnxEncoder, own: "SentenceTransformer", text: str
) -> None:
    ids = copy_tokenizer(own).encode(text, add_special_tokens=False).ids
    assert default_encoder.pieces(text).tolist() == ids
    assert max(ids, default=0) < len(default_encoder.vocabulary())


def test_the_vocabulary_names_each_piece_by_its_number(tiny_encoder: OnnxEncoder) -> None:
    words = tiny_encoder.vocabulary()
    assert [words[number] for number in tiny_encoder.pieces("The crowd!")] == ["the", "crowd", "!"]


def test_a_process_that_only_encodes_imports_no_torch(tiny_exported: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONLY_ENCODES, str(tiny_exported)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split(maxsplit=1)[1].strip() == "[]"


@pytest.mark.parametrize("name", [GRAPH, PACKED_GRAPH, WEIGHTS, TOKENIZER, MANIFEST])
@pytest.mark.parametrize("left", [None, b"", b"{}", b'{"format": 9}'])
def test_a_missing_or_damaged_part_is_an_error_with_its_remedy(
    tiny_exported: Path, tmp_path: Path, name: str, left: bytes | None
) -> None:
    folder = shutil.copytree(tiny_exported, tmp_path / "model")
    (folder / name).unlink()
    if left is not None:
        (folder / name).write_bytes(left)
    with pytest.raises(ModelError, match="run `concordance build`"):
        OnnxEncoder("tiny", folder)


FIELDS: dict[str, Any] = {
    "window": 32,
    "hidden": 8,
    "pad": 1,
    "dimension": 8,
    "weights_sha256": "0" * 64,
    "inputs": ["input_ids"],
    "sizes": {},
    "seal": "0" * 64,
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_manifest_that_was_changed_is_refused(
    tiny_exported: Path, tmp_path: Path, field: str
) -> None:
    folder = shutil.copytree(tiny_exported, tmp_path / tiny_exported.name)
    fields = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps(fields | {field: FIELDS[field]}), "utf-8")
    with pytest.raises(ModelError, match=rf"{MANIFEST} is not what was written"):
        OnnxEncoder("tiny", folder)
    assert not is_intact(folder)
    with pytest.raises(DamagedIndexError, match=rf"{MANIFEST} is not what was written"):
        make_proof(folder)


def test_a_manifest_of_a_version_without_seals_is_read(tiny_exported: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_exported, tmp_path / tiny_exported.name)
    fields = json.loads((folder / MANIFEST).read_text("utf-8"))
    del fields["seal"]
    (folder / MANIFEST).write_text(json.dumps(fields), "utf-8")
    assert OnnxEncoder("tiny", folder).dimension == fields["dimension"]
    assert is_intact(folder)


def test_large_weights_are_proved_whole_and_once(
    tiny_exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(tiny_exported, tmp_path / tiny_exported.name)
    size = (folder / WEIGHTS).stat().st_size
    monkeypatch.setattr("embeddings.models.onnx_encoder._MAX_HASHED_BYTES", size - 1)
    assert list(make_proof(folder).hashes) == [WEIGHTS]
    assert is_intact(folder)
    assert make_proof(folder).complete(lambda: pytest.fail("they were read again"))
    with (folder / WEIGHTS).open("r+b") as file:
        file.write(b"\xff")
    OnnxEncoder("tiny", folder)
    with pytest.raises(DamagedIndexError, match=rf"{WEIGHTS} is not what was written"):
        make_proof(folder).complete()
    assert not is_intact(folder)


@pytest.mark.parametrize("name", [GRAPH, PACKED_GRAPH, WEIGHTS, TOKENIZER, MANIFEST])
def test_a_pipe_in_the_place_of_a_part_is_refused_and_not_waited_for(
    tiny_exported: Path, tmp_path: Path, name: str
) -> None:
    folder = shutil.copytree(tiny_exported, tmp_path / "model")
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(ModelError, match="run `concordance build`"):
        OnnxEncoder("tiny", folder)
