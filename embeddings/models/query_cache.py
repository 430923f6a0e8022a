"""A model that several documents are searched with: opened once, and asked a question once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

from cachetools import LRUCache
from numpy import int32
from numpy.typing import NDArray

from embeddings.models.encoder import Encoded, Encoder, Progress

_KEPT = 16
"""Questions that it remembers: one in all its wordings, as each document reads it."""


@dataclass
class Tally:
    """How often the question was remembered, and how often it was not."""

    hits: int = 0
    misses: int = 0
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def count(self, *, hit: bool) -> None:
        """Count a question; a second model counts in a thread of its own."""
        with self._lock:
            self.hits, self.misses = self.hits + hit, self.misses + (not hit)


TALLY = Tally()
"""Of all shared encoders of the process: it goes on where other editions take their place."""


class SharedEncoder:
    """An encoder that remembers what it made of the last questions."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.weights_sha256 = encoder.name, encoder.weights_sha256
        self.dimension, self.hidden = encoder.dimension, encoder.hidden
        self._made: LRUCache[str, Encoded] = LRUCache(_KEPT)

    def encode(self, text: str) -> Encoded:
        """Return what the model makes of a question."""
        made = self._made.get(text)
        TALLY.count(hit=made is not None)
        if made is not None:
            return made
        self._made[text] = made = self._encoder.encode(text)
        return made

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Yield what the model makes of each text, in their order."""
        return self._encoder.encode_all(texts, progress)

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield half-open parts of a text that the model reads whole."""
        return self._encoder.windows(text)

    def pieces(self, text: str) -> NDArray[int32]:
        """Return the word pieces of a text of any length."""
        return self._encoder.pieces(text)

    def vocabulary(self) -> Sequence[str]:
        """Return the model's word pieces, by number."""
        return self._encoder.vocabulary()


class Encoders:
    """Models by the hash of their weights, each opened when a document first needs it."""

    def __init__(self) -> None:
        self._opened: dict[str, Encoder] = {}

    def opened(self, weights_sha256: str, load: Callable[[], Encoder]) -> Encoder:
        """Return the model of these weights; it is loaded where it was not yet."""
        if weights_sha256 not in self._opened:
            self._opened[weights_sha256] = SharedEncoder(load())
        return self._opened[weights_sha256]
