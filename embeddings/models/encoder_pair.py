"""One model, or two that read the same text: a question is encoded by both at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from embeddings.models.encoded_questions import load_or_encode
from embeddings.models.encoder import Encoded, Encoder, ignore_progress


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

    def encode_all(self, texts: Iterable[str]) -> dict[str, EncodedPair]:
        """Encode questions, each once, by one model after the other on all cores."""
        distinct = list(dict.fromkeys(texts))
        return _join(
            [
                dict(zip(distinct, encoder.encode_all(distinct, ignore_progress), strict=True))
                for encoder in self
            ]
        )

    def load_or_encode(
        self, models: Path, questions: Iterable[str], version: int
    ) -> dict[str, EncodedPair]:
        """Return questions encoded; what each model makes of them is kept with its export.

        `models` is the folder of exported models, `version` that of embedding.
        """
        wanted = list(dict.fromkeys(questions))
        return _join(
            [
                load_or_encode(encoder, models / encoder.weights_sha256, wanted, version)
                for encoder in self
            ]
        )


def _join(encoded: Sequence[Mapping[str, Encoded]]) -> dict[str, EncodedPair]:
    """Join what each model makes of the same texts."""
    return {text: EncodedPair(*(made[text] for made in encoded)) for text in encoded[0]}
