"""The token vectors of a text by one model; those that an older index has are copied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from embeddings.files.arrays import IntArray
from embeddings.index.embedding_inputs import EmbeddingInput
from embeddings.index.index import Index
from embeddings.index.token_vectors import (
    CompressedTokenVectors,
    Quantiser,
    TokenVectors,
    TokenVectorsWriter,
)
from embeddings.models.encoder import Encoded, Encoder, Progress


@dataclass(frozen=True, slots=True)
class OlderTokens:
    """The token vectors of an older index, by the same model.

    `passages` are the numbers of its passages by the hashes of their embedding inputs; passage
    p has the sentences firsts[p] to firsts[p + 1], sentence s the vectors starts[s] to
    starts[s + 1].
    """

    passages: Mapping[str, int]
    firsts: IntArray
    starts: IntArray
    tokens: TokenVectors

    @classmethod
    def of_first(cls, index: Index | None) -> "OlderTokens | None":
        """Return what the first model made of an older text; None without an older index."""
        if index is None:
            return None
        sentences = index.sentences
        return cls(_number(index), sentences.firsts, sentences.starts, index.tokens)

    @classmethod
    def of_second(cls, index: Index | None) -> "OlderTokens | None":
        """Return what the second model made of an older text; None where there was none."""
        if index is None or index.second is None:
            return None
        return cls(_number(index), index.sentences.firsts, index.second.starts, index.second.tokens)

    @property
    def quantiser(self) -> Quantiser | None:
        """What compressed them, None where they are plain."""
        tokens = self.tokens
        return tokens.quantiser if isinstance(tokens, CompressedTokenVectors) else None

    def copy(self, passage: int, writer: TokenVectorsWriter) -> list[int]:
        """Copy a passage's token vectors, and return how many each of its sentences has."""
        starts = self.starts[self.firsts[passage] : self.firsts[passage + 1] + 1]
        writer.add_known(self.tokens, int(starts[0]), int(starts[-1]))
        return [int(end - start) for start, end in pairwise(starts)]


def _number(index: Index) -> dict[str, int]:
    return {key: number for number, key in enumerate(index.unit_hashes)}


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of a passage that fits the model's window, and its offset in the passage."""

    passage: int
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class TokenWork:
    """The token vectors of a text that a model has to make, and those that an older index has."""

    inputs: Sequence[EmbeddingInput]
    encoder: Encoder
    older: OlderTokens | None
    windows: list[_Window]

    @classmethod
    def plan(
        cls, inputs: Sequence[EmbeddingInput], encoder: Encoder, older: OlderTokens | None
    ) -> "TokenWork":
        """Find what is new in the embedding inputs of a text."""
        known = older.passages if older is not None else {}
        windows = [
            _Window(source.passage, start, source.text[start:end])
            for source in inputs
            if source.sha256 not in known
            for start, end in encoder.windows(source.text)
        ]
        return cls(inputs, encoder, older, windows)

    @property
    def size(self) -> int:
        """The number of texts to embed."""
        return len(self.windows)

    def carry_out(self, progress: Progress) -> tuple[list[int], TokenVectors]:
        """Return how many token vectors each sentence has, and all of them in reading order."""
        quantiser = self.older.quantiser if self.older is not None else None
        writer = TokenVectorsWriter(self.encoder.hidden, quantiser)
        encoded = self.encoder.encode_all([window.words for window in self.windows], progress)
        counts = self._write(encoded, writer)
        return counts, writer.close()

    def _write(self, encoded_windows: Iterator[Encoded], writer: TokenVectorsWriter) -> list[int]:
        counts: list[int] = []
        windows = iter(self.windows)
        pending = next(windows, None)
        for source in self.inputs:
            if self.older is not None and source.sha256 in self.older.passages:
                counts += self.older.copy(self.older.passages[source.sha256], writer)
                continue
            encoded = []
            while pending is not None and pending.passage == source.passage:
                encoded.append((pending.start, next(encoded_windows)))
                pending = next(windows, None)
            counts += _write_new_tokens(source, encoded, writer)
        next(encoded_windows, None)  # ends its threads and reports that all is done
        return counts


def _write_new_tokens(
    source: EmbeddingInput, encoded: Sequence[tuple[int, Encoded]], writer: TokenVectorsWriter
) -> list[int]:
    """Write a passage's token vectors by sentence, and return how many each sentence has.

    `encoded` are the windows of the passage with their offsets.
    """
    offsets = np.concatenate([start + window.offsets[:, 0] for start, window in encoded])
    sentence_of_token = np.searchsorted(source.starts, offsets, side="right") - 1
    rows = np.concatenate([window.tokens for _, window in encoded])
    writer.add(rows[np.argsort(sentence_of_token, kind="stable")])
    counts = np.bincount(sentence_of_token, minlength=len(source.sentences))
    return [int(count) for count in counts]
