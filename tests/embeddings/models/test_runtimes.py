"""ONNX Runtime and OpenVINO give the same vectors, to one thread and to many."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import LEAST, ExportError
from embeddings.models import onnx_export as exporting
from embeddings.models import runtimes
from embeddings.models.encoder import DEFAULT, DEFAULT_SHA256, Encoded, Vectors
from embeddings.models.onnx_encoder import ExportManifest, OnnxEncoder, _quickest
from embeddings.models.onnx_export import export
from embeddings.models.runtimes import LENGTHS, Inputs, OnnxRuntime, OpenVino
from tests.support.build_tools import silent
from tests.support.examples import examples

OPENS = """
import sys
from pathlib import Path
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.models.runtimes import OpenVino
OnnxEncoder("one", Path(sys.argv[1]), OpenVino).encode("who?")
print("openvino" in sys.modules, [name for name in sys.modules if "telemetry" in name])
"""
WORDS = "the soldiers of Kronstadt saved Chernov from the crowd and nobody knew why it was they"


@pytest.fixture(scope="module")
def vino(default_models: Path) -> OnnxEncoder:
    """Return the default model as OpenVINO runs it."""
    return OnnxEncoder(DEFAULT, default_models / DEFAULT_SHA256, OpenVino)


def cosine(one: Encoded, other: Encoded) -> float:
    """Return the least cosine of two encodings of a text."""
    rows = [one.vector @ other.vector, *(one.tokens * other.tokens).sum(axis=1)]
    return float(np.min(rows))


def text(words: int) -> str:
    """Return a text of so many words."""
    every = WORDS.split()
    return " ".join(every[at % len(every)] for at in range(words))


@examples(0.2)
@given(st.integers(0, 60))
def test_a_question_of_any_length_has_the_same_vectors(
    default_encoder: OnnxEncoder, vino: OnnxEncoder, words: int
) -> None:
    assert cosine(default_encoder.encode(text(words)), vino.encode(text(words))) >= LEAST


@pytest.mark.parametrize("pieces", [at for length in LENGTHS for at in (length, length + 1)])
def test_a_question_as_long_as_a_graph_made_ready_is_whole(vino: OnnxEncoder, pieces: int) -> None:
    question = " ".join(["the"] * (pieces - 2))
    encoded = vino.encode(question)
    assert encoded.tokens.shape == (pieces - 2, vino.hidden)
    assert cosine(encoded, next(vino.encode_all([question, text(9)], silent))) >= LEAST


def test_many_texts_at_once_have_the_same_vectors(
    default_encoder: OnnxEncoder, vino: OnnxEncoder
) -> None:
    texts = [text(words) for words in range(0, 120, 3)]
    pairs = zip(
        default_encoder.encode_all(texts, silent), vino.encode_all(texts, silent), strict=True
    )
    assert min(cosine(*pair) for pair in pairs) >= LEAST


@pytest.mark.parametrize("runtime", [OnnxRuntime, OpenVino])
def test_threads_do_not_take_one_anothers_answers(
    runtime: type[OnnxRuntime] | type[OpenVino], default_models: Path, default_encoder: OnnxEncoder
) -> None:
    encoder = OnnxEncoder(DEFAULT, default_models / DEFAULT_SHA256, runtime)
    texts = [text(words) for words in range(1, 40)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(encoder.encode, texts * 3))
    for words, encoded in zip(texts * 3, found, strict=True):
        assert cosine(encoded, default_encoder.encode(words)) >= LEAST


def test_openvino_is_kept_from_telling_of_its_use(default_models: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENS, str(default_models / DEFAULT_SHA256)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "True []"


def test_onnx_runtime_is_kept_from_telling_of_its_use(default_models: Path, tmp_path: Path) -> None:
    told = {name: one for name, one in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    told |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    call = [sys.executable, "-c", OPENS.replace("OpenVino", "OnnxRuntime")]
    subprocess.run([*call, str(default_models / DEFAULT_SHA256)], check=True, env=told)
    assert [*tmp_path.rglob("*")] == []  # a number for this machine, and what waits to be sent


MEET = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.models.runtimes import OpenVino
encoder, barrier = OnnxEncoder("one", Path(sys.argv[1]), OpenVino), Barrier(8)
def encode(question):
    barrier.wait()
    return len(encoder.encode(question).tokens)
with ThreadPoolExecutor(8) as threads:
    print(list(threads.map(encode, ["who saved him?"] * 8)))
"""


@pytest.mark.parametrize("_again", range(4))
def test_threads_whose_first_question_is_the_same_moment_do_not_wait_for_ever(
    default_models: Path, _again: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEET, str(default_models / DEFAULT_SHA256)],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == str([4] * 8)


def test_a_processor_without_bfloat16_is_given_onnx_runtime(
    tiny_exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved = replace(
        ExportManifest.load(tiny_exported), proved={"onnxruntime": 1.0, "openvino": 1.0}
    )
    monkeypatch.setattr(runtimes, "has_bfloat16", lambda: True)
    assert _quickest(proved) is OpenVino
    assert _quickest(replace(proved, proved={"onnxruntime": 1.0})) is OnnxRuntime
    monkeypatch.setattr(runtimes, "has_bfloat16", lambda: False)
    assert _quickest(proved) is OnnxRuntime


def test_openvino_is_not_asked_where_it_was_not_proved(
    tiny_exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "has_bfloat16", lambda: pytest.fail("it was imported"))
    proved = replace(ExportManifest.load(tiny_exported), proved={"onnxruntime": 1.0})
    assert _quickest(proved) is OnnxRuntime


def test_an_export_holds_what_each_runtime_gave_that_pays_here(tiny_exported: Path) -> None:
    facts = ExportManifest.load(tiny_exported)
    assert set(facts.proved) <= {"onnxruntime", "openvino"}
    assert min(facts.proved.values()) >= LEAST
    assert "onnxruntime" in facts.proved
    assert runtimes.has_bfloat16() or "openvino" not in facts.proved


class Astray:
    """Gives other vectors than the model."""

    name = "astray"

    def __init__(self, graph: Path) -> None:
        self._real = OnnxRuntime(graph)

    def run(self, inputs: Inputs) -> tuple[Vectors, Vectors]:
        """Return vectors that point the other way."""
        tokens, vectors = self._real.run(inputs)
        return -tokens, -vectors

    def beside_others(self) -> "Astray":
        """Return itself."""
        return self


def test_what_does_not_verify_is_not_used(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "usable", lambda: [Astray, OnnxRuntime])
    export(str(tiny), tmp_path / "model")
    assert list(ExportManifest.load(tmp_path / "model").proved) == [OnnxRuntime.name]


def test_an_export_that_onnx_runtime_does_not_verify_is_refused(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Astray, "name", OnnxRuntime.name)
    monkeypatch.setattr(exporting, "usable", lambda: [Astray])
    with pytest.raises(ExportError):
        export(str(tiny), tmp_path / "model")
    assert not list(tmp_path.iterdir())
