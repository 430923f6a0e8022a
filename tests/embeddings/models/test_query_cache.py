"""A model that several documents share: opened once, asked a question once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.models.encoder import Encoded, Encoder
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.models.query_cache import _KEPT, TALLY, Encoders, SharedEncoder
from tests.support.build_tools import silent


class Counted(OnnxEncoder):
    """The real encoder, which notes what it encodes."""

    asked: list[str]

    def encode(self, text: str) -> Encoded:
        """Encode a question and note it."""
        self.asked.append(text)
        return super().encode(text)


@pytest.fixture
def real(tiny: Path, tiny_exported: Path) -> Counted:
    """Return a real encoder that counts."""
    found = Counted(str(tiny), tiny_exported)
    found.asked = []
    return found


def test_a_question_is_encoded_once_for_all_documents(
    real: Counted, tiny_encoder: OnnxEncoder
) -> None:
    shared, before = SharedEncoder(real), replace(TALLY)
    first, again = shared.encode("Who lit it?"), shared.encode("Who lit it?")
    assert real.asked == ["Who lit it?"]
    assert again is first
    assert (TALLY.hits, TALLY.misses) == (before.hits + 1, before.misses + 1)
    assert np.array_equal(first.vector, tiny_encoder.encode("Who lit it?").vector)


def test_only_the_last_questions_are_remembered(real: Counted) -> None:
    shared = SharedEncoder(real)
    for number in range(_KEPT + 1):
        shared.encode(f"question {number}")
    shared.encode("question 1")
    shared.encode("question 0")
    assert len(real.asked) == _KEPT + 2


def test_it_is_the_encoder_that_it_shares(tiny_encoder: OnnxEncoder) -> None:
    shared: Encoder = SharedEncoder(tiny_encoder)
    names = ("name", "weights_sha256", "dimension", "hidden")
    assert [getattr(shared, name) for name in names] == [
        getattr(tiny_encoder, name) for name in names
    ]
    words = "one two three the crowd " * 40
    assert [*shared.windows(words)] == [*tiny_encoder.windows(words)]
    assert np.array_equal(shared.pieces(words), tiny_encoder.pieces(words))
    assert shared.vocabulary() == tiny_encoder.vocabulary()
    ours, theirs = (next(one.encode_all(["a crowd"], silent)) for one in (shared, tiny_encoder))
    assert np.array_equal(ours.vector, theirs.vector)


def test_documents_of_one_model_open_it_once(tiny_encoder: OnnxEncoder) -> None:
    opened: list[str] = []

    def load(name: str) -> Encoder:
        opened.append(name)
        return tiny_encoder

    encoders = Encoders()
    one = encoders.opened("a", lambda: load("a"))
    assert encoders.opened("a", lambda: load("a")) is one
    assert encoders.opened("b", lambda: load("b")) is not one
    assert opened == ["a", "b"]
