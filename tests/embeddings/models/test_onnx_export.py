"""An exported model is there whole and proved, or not at all."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from embeddings.errors import MIN_COSINE, EmbeddingsError, ExportError, ModelError
from embeddings.models import onnx_export as exporting
from embeddings.models.encoder import find_model_folder, load_model
from embeddings.models.onnx_encoder import (
    GRAPH,
    MANIFEST,
    TOKENIZER,
    WEIGHTS,
    OnnxEncoder,
)
from embeddings.models.onnx_export import export, open_or_export, verify
from embeddings.models.onnx_session import PACKED_GRAPH
from embeddings.models.packages import DEFAULT, DEFAULT_SHA256
from tests.support.exported_models import add_proof_of_openvino, reseal

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = (
    "Who saved Chernov from the crowd?",
    "",
    "Half a pair \ud800, 🙂, Троцкий and “naïve” ﬁ.",
    "The soldiers of Kronstadt saved Chernov from the crowd. " * 60,
)


@pytest.fixture
def copied(tiny_exported: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may break."""
    return shutil.copytree(tiny_exported, tmp_path / "model")


def own_model(name: str) -> "SentenceTransformer":
    """Return a model as sentence-transformers has it."""
    return load_model(find_model_folder(name))


def opened(model: Path, folder: Path) -> OnnxEncoder:
    """Return an encoder of a model that was exported to a folder."""
    return OnnxEncoder(str(model), folder)


def test_the_default_model_gives_its_own_vectors(default_encoder: OnnxEncoder) -> None:
    assert verify(default_encoder, own_model(DEFAULT), TEXTS) >= MIN_COSINE
    assert (default_encoder.weights_sha256, default_encoder.dimension) == (DEFAULT_SHA256, 384)


def test_a_small_model_gives_its_own_vectors(tiny: Path, tiny_encoder: OnnxEncoder) -> None:
    assert verify(tiny_encoder, own_model(str(tiny)), TEXTS) >= MIN_COSINE


def test_the_folder_holds_all_that_asking_needs_and_anyone_may_read_it(tiny_exported: Path) -> None:
    files = [*tiny_exported.iterdir()]
    assert {file.name for file in files} == {GRAPH, PACKED_GRAPH, WEIGHTS, TOKENIZER, MANIFEST}
    assert len({file.stat().st_mode for file in files}) == 1
    assert [folder.name for folder in tiny_exported.parent.iterdir()] == [tiny_exported.name]


def test_a_model_that_lies_there_whole_is_not_exported_again(
    tiny: Path, tiny_exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "export", lambda *_: pytest.fail("it was exported"))
    encoder = open_or_export(str(tiny), tiny_exported.parent, ())
    assert (encoder.name, encoder.weights_sha256) == (str(tiny), tiny_exported.name)


def test_what_a_version_with_openvino_exported_opens_and_is_not_exported_again(
    tiny: Path, tiny_exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(tiny_exported, tmp_path / tiny_exported.name)
    add_proof_of_openvino(folder)
    monkeypatch.setattr(exporting, "export", lambda *_: pytest.fail("it was exported"))
    encoder = open_or_export(str(tiny), tmp_path, ())
    expected = opened(tiny, tiny_exported).encode(TEXTS[0])
    assert encoder.encode(TEXTS[0]).tokens.tobytes() == expected.tokens.tobytes()


def test_what_was_exported_before_weights_were_packed_opens_and_is_exported_again(
    tiny: Path, tiny_exported: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_exported, tmp_path / tiny_exported.name)
    (folder / PACKED_GRAPH).unlink()
    reseal(folder)
    before = OnnxEncoder(str(tiny), folder).encode(TEXTS[0])
    again = open_or_export(str(tiny), tmp_path, ())
    assert (folder / PACKED_GRAPH).is_file()
    assert again.encode(TEXTS[0]).tokens.tobytes() == before.tokens.tobytes()


@pytest.mark.parametrize("name", [GRAPH, PACKED_GRAPH, WEIGHTS, TOKENIZER])
def test_a_changed_byte_is_refused_at_opening_by_the_name_of_its_file(
    copied: Path, name: str
) -> None:
    data = (copied / name).read_bytes()
    (copied / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ModelError, match=rf"{name} is not what was written") as caught:
        OnnxEncoder("tiny", copied)
    assert (caught.value.model, caught.value.remedy) == ("tiny", "run `concordance build`")


def test_other_weights_do_not_verify(tiny: Path, copied: Path) -> None:
    weights = np.fromfile(copied / WEIGHTS, dtype=np.float32)
    weights[::7] += 0.5
    weights.tofile(copied / WEIGHTS)
    with pytest.raises(ExportError, match="gives other vectors than the model") as caught:
        verify(opened(tiny, reseal(copied)), own_model(str(tiny)), TEXTS)
    assert caught.value.model == str(tiny)
    assert caught.value.cosine < MIN_COSINE
    assert isinstance(caught.value, EmbeddingsError)


def test_weights_that_give_no_number_do_not_verify(tiny: Path, copied: Path) -> None:
    weights = np.fromfile(copied / WEIGHTS, dtype=np.float32)
    np.full_like(weights, np.nan).tofile(copied / WEIGHTS)
    with pytest.raises(ExportError):
        verify(opened(tiny, reseal(copied)), own_model(str(tiny)), TEXTS)


def test_another_tokenizer_does_not_verify(tiny: Path, copied: Path) -> None:
    tokenizer = json.loads((copied / TOKENIZER).read_text("utf-8"))
    tokenizer["normalizer"] = None
    (copied / TOKENIZER).write_text(json.dumps(tokenizer), "utf-8")
    with pytest.raises(ExportError):
        verify(opened(tiny, reseal(copied)), own_model(str(tiny)), ["Who saved CHERNOV?"])


def test_what_is_not_proved_is_not_there_and_the_old_stays(
    tiny: Path, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(OnnxEncoder):
        def mask_special_pieces(self, text: str) -> np.typing.NDArray[np.bool_]:
            return ~super().mask_special_pieces(text)

    old = (copied / WEIGHTS).read_bytes()
    monkeypatch.setattr(exporting, "OnnxEncoder", Other)
    for path in (copied, copied.with_name("new")):
        with pytest.raises(ExportError):
            export(str(tiny), path)
    assert [path.name for path in copied.parent.iterdir()] == ["model"]
    assert (copied / WEIGHTS).read_bytes() == old


def test_an_export_takes_the_place_of_one_that_was_cut_short(tiny: Path, copied: Path) -> None:
    part = copied.with_name("model.part")
    part.mkdir()
    (part / GRAPH).write_text("half")
    (copied / WEIGHTS).write_bytes(b"half")
    export(str(tiny), copied)
    assert verify(opened(tiny, copied), own_model(str(tiny)), TEXTS) >= MIN_COSINE
    assert not part.exists()
