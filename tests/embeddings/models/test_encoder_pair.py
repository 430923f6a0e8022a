"""Two models: each makes of a text what it makes of it alone, and a question does not wait."""

import threading

import numpy as np
import pytest

from embeddings.errors import ModelError
from embeddings.models.encoder import Encoded
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.onnx_encoder import OnnxEncoder
from tests.support.two_models import TwoModels

QUESTIONS = ["Who took the palace?", "", "Who took the palace?", "a crowd"]


class Meeting(OnnxEncoder):
    """The real encoder, which goes on only when another one encodes at the same time."""

    barrier: threading.Barrier

    def encode(self, text: str) -> Encoded:
        """Wait for the other, and encode."""
        self.barrier.wait(timeout=60)
        return super().encode(text)


class Failing(OnnxEncoder):
    """An encoder that encodes no question."""

    def encode(self, text: str) -> Encoded:
        """Fail."""
        raise ModelError(self.name, f"cannot read {text!r}", "ask something else")


def same(ours: Encoded | None, theirs: Encoded) -> bool:
    """Say whether two encodings are one."""
    assert ours is not None
    parts = ("vector", "tokens", "pieces", "offsets")
    return all(np.allclose(getattr(ours, p), getattr(theirs, p), atol=1e-6) for p in parts)


def test_a_question_is_encoded_as_by_each_model_alone(two_models: TwoModels) -> None:
    pair = two_models.opened()
    assert pair.second is not None
    made = pair.encode(QUESTIONS[0])
    assert same(made.first, pair.first.encode(QUESTIONS[0]))
    assert same(made.second, pair.second.encode(QUESTIONS[0]))
    assert (made.first.tokens.shape[1], pair.second.hidden) == (16, 24)
    assert pair.weights == two_models.hashes
    assert [encoder.name for encoder in pair] == [*two_models.names]


def test_both_models_encode_at_once(two_models: TwoModels) -> None:
    first, second = (
        Meeting(name, two_models.models / sha256)
        for name, sha256 in zip(two_models.names, two_models.hashes, strict=True)
    )
    first.barrier = second.barrier = threading.Barrier(2)
    assert EncoderPair(first, second).encode("who").second is not None


def test_a_second_model_that_fails_fails_the_question(two_models: TwoModels) -> None:
    pair = two_models.opened()
    failing = Failing("larger", two_models.models / two_models.hashes[1])
    with pytest.raises(ModelError, match="cannot read 'who'"):
        EncoderPair(pair.first, failing).encode("who")


def test_one_model_alone_needs_no_thread(tiny_encoder: OnnxEncoder) -> None:
    before = threading.active_count()
    made = EncoderPair(tiny_encoder).encode("who")
    assert (made.second, threading.active_count()) == (None, before)
    assert same(made.first, tiny_encoder.encode("who"))


def test_a_pair_that_nobody_holds_leaves_no_thread(two_models: TwoModels) -> None:
    before = {*threading.enumerate()}
    pair = two_models.opened()
    pair.encode("who")
    (thread,) = {*threading.enumerate()} - before
    del pair
    thread.join(timeout=60)
    assert not thread.is_alive()
