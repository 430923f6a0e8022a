"""One model, or two that read the same text: a question is encoded by both at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from embeddings.models.encoder import Encoded, Encoder


class EncodedPair(NamedTuple):
    """What the first model makes of a text, and the second, if there is one."""

    first: Encoded
    second: Encoded | None = None


class EncoderPair:
    """The model of an index, and a second one beside it where the index has one."""

    def __init__(self, first: Encoder, second: Encoder | None = None) -> None:
        self.first, self.second = first, second
        # ends its thread when it is no longer referred to
        self._threads = ThreadPoolExecutor(1, "second-model") if second is not None else None

    def __iter__(self) -> Iterator[Encoder]:
        yield self.first
        if self.second is not None:
            yield self.second

    @property
    def weights(self) -> tuple[str, ...]:
        """The hashes of the weights of each model."""
        return tuple(encoder.weights_sha256 for encoder in self)

    def encode(self, text: str) -> EncodedPair:
        """Encode a question, by both models at once."""
        if self.second is None or self._threads is None:
            return EncodedPair(self.first.encode(text))
        second = self._threads.submit(self.second.encode, text)  # runs without Python's lock
        return EncodedPair(self.first.encode(text), second.result())
