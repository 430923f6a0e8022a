"""The token vectors of a second, larger model, for late interaction alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import IntArray, load_array, serialize_array
from embeddings.index import token_vectors as token_files
from embeddings.index.token_vectors import TokenVectors
from embeddings.models.encoder import Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

PREFIX = "second-"
"""Prefix of the names of the files."""

_ARRAYS = ("starts", "weights", "means")


@dataclass(frozen=True)
class SecondTokens:
    """What a second model makes of the sentences of an index, which are the first one's.

    Sentence s has the token vectors starts[s] to starts[s + 1]; `weights` are those of the
    model's word pieces. `means` has for each passage the normalised mean of its token vectors,
    of shape (passages, hidden): nothing but zeros for one without any.
    """

    starts: IntArray
    tokens: TokenVectors
    weights: Vectors
    means: Vectors

    @classmethod
    def of(
        cls, firsts: IntArray, counts: Sequence[int], tokens: TokenVectors, weights: Vectors
    ) -> "SecondTokens":
        """Return token vectors with their means; passage p has the sentences from firsts[p] on.

        `counts` are the numbers of token vectors of the sentences.
        """
        starts = np.cumsum([0, *counts], dtype=np.int64)
        return cls(starts, tokens, weights, _compute_means(tokens, starts[firsts]))

    def files(self) -> dict[str, bytes]:
        """Return the files to save, by name."""
        arrays: dict[str, NDArray[Any]] = {
            "starts": self.starts,
            "weights": self.weights,
            "means": self.means,
        }
        return {
            **{f"{PREFIX}{name}.npy": serialize_array(array) for name, array in arrays.items()},
            **token_files.list_files(self.tokens, PREFIX),
        }

    @classmethod
    def load(cls, directory: Path, firsts: IntArray) -> "SecondTokens | None":
        """Load what was saved; None where the index was built with one model.

        Raises DamagedIndexError if the files do not match one another or the passages, whose
        sentences begin at `firsts`.
        """
        if not (directory / f"{PREFIX}starts.npy").exists():
            return None
        starts, weights, means = (load_array(directory / f"{PREFIX}{name}.npy") for name in _ARRAYS)
        tokens = token_files.load_token_vectors(directory, PREFIX)
        if len(starts) != firsts[-1] + 1 or starts[-1] != tokens.count:
            problem = f"counts {starts[-1]} tokens where {tokens.count} lie beside it"
            raise DamagedIndexError(directory / f"{PREFIX}starts.npy", problem)
        if means.shape != (len(firsts) - 1, tokens.hidden):
            problem = f"of shape {means.shape} does not fit what lies beside it"
            raise DamagedIndexError(directory / f"{PREFIX}means.npy", problem)
        return cls(starts, tokens, weights, means)


def _compute_means(tokens: TokenVectors, starts: IntArray) -> Vectors:
    """Return the normalised means of the token vectors from each start to the next."""
    means = np.zeros((len(starts) - 1, tokens.hidden), dtype=np.float32)
    for passage, (start, end) in enumerate(pairwise(starts.tolist())):
        if end > start:
            means[passage] = tokens.rows(start, end).mean(axis=0)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), np.float32(1e-12))
    return means
