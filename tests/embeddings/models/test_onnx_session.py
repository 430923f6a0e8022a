"""A graph that several threads run, that batches run beside one another, and that tells nobody."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import MIN_COSINE
from embeddings.models.encoder import Encoded
from embeddings.models.onnx_encoder import GRAPH, OnnxEncoder
from embeddings.models.onnx_session import PACKED_GRAPH, maps_weights
from embeddings.models.packages import DEFAULT_SHA256
from tests.support.build_tools import copy_model, silent
from tests.support.exported_models import zero_packed_weights

OPENS = """
import sys
from pathlib import Path
from embeddings.models.onnx_encoder import OnnxEncoder
OnnxEncoder("default", Path(sys.argv[1])).encode("who?")
"""
WORDS = "the soldiers of Kronstadt saved Chernov from the crowd and nobody knew why it was they"


def cosine(first: Encoded, second: Encoded) -> float:
    """Return the lowest cosine of two encodings of a text."""
    rows = [first.vector @ second.vector, *(first.tokens * second.tokens).sum(axis=1)]
    return float(np.min(rows))


def text(words: int) -> str:
    """Return a text of so many words."""
    every = WORDS.split()
    return " ".join(every[at % len(every)] for at in range(words))


def test_threads_do_not_take_one_anothers_answers(default_encoder: OnnxEncoder) -> None:
    texts = [text(words) for words in range(1, 40)]
    alone = {words: default_encoder.encode(words) for words in texts}
    with ThreadPoolExecutor(4) as threads:
        encoded = list(threads.map(default_encoder.encode, texts * 3))
    for words, beside_others in zip(texts * 3, encoded, strict=True):
        assert cosine(beside_others, alone[words]) >= MIN_COSINE


def test_texts_in_batches_have_the_vectors_of_each_alone(default_encoder: OnnxEncoder) -> None:
    texts = [text(words) for words in range(0, 120, 3)]
    for words, encoded in zip(texts, default_encoder.encode_all(texts, silent), strict=True):
        assert cosine(encoded, default_encoder.encode(words)) >= MIN_COSINE


def test_nothing_is_told_of_a_models_use(default_models: Path, tmp_path: Path) -> None:
    environment = {key: os.environ[key] for key in os.environ if key != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    call = [sys.executable, "-c", OPENS, str(default_models / DEFAULT_SHA256)]
    subprocess.run(call, check=True, env=environment)
    assert [*tmp_path.rglob("*")] == []  # a number for this machine, and what waits to be sent


@pytest.fixture
def copied(tiny_exported: Path, tmp_path: Path) -> Path:
    """Return a copy of an exported model that a test may change."""
    return copy_model(tiny_exported, tmp_path / "model")


def test_weights_that_were_packed_here_are_mapped(copied: Path) -> None:
    assert maps_weights(copied / GRAPH)


def test_weights_that_were_packed_elsewhere_or_not_at_all_are_not_mapped(copied: Path) -> None:
    zero_packed_weights(copied)
    assert not maps_weights(copied / GRAPH)
    (copied / PACKED_GRAPH).unlink()
    assert not maps_weights(copied / GRAPH)
