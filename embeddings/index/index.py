"""The index of a concordance: its vectors, token vectors and words, saved and loaded."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.concordance.concordance import Concordance
from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import (
    IntArray,
    compute_starts,
    concatenate_ranges,
    load_array,
    serialize_array,
)
from embeddings.files.regular import read_regular
from embeddings.index import token_vectors as token_files
from embeddings.index.bm25 import Bm25Scores
from embeddings.index.second_tokens import SecondTokens
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.token_vectors import TokenVectors
from embeddings.models.encoder import Vectors
from embeddings.types import Span

_ARRAYS = ("owners", "firsts", "starts", "spans", "before", "weights")


@dataclass(frozen=True, slots=True)
class Rows:
    """The passage and the hash of the words of each sentence vector, in their order."""

    owners: NDArray[np.int32]
    hashes: Sequence[str]


@dataclass(frozen=True)
class Sentences:
    """The sentences of all passages, context included.

    Passage p has the sentences firsts[p] to firsts[p + 1], sentence s the token vectors
    starts[s] to starts[s + 1]. `spans` are (sentences, 2) offsets into the text. The first
    before[p] sentences of passage p are its context.
    """

    firsts: IntArray
    starts: IntArray
    spans: IntArray
    before: IntArray

    @cached_property
    def log_lengths(self) -> Vectors:
        """The logarithm of one plus the number of tokens of each passage."""
        tokens = np.diff(self.starts[self.firsts])
        return np.log1p(tokens).astype(np.float32)

    def own(self, passage: int) -> range:
        """Return the places of a passage's own sentences among all it was embedded with."""
        return range(
            int(self.before[passage]), int(self.firsts[passage + 1] - self.firsts[passage])
        )

    def span(self, passage: int, place: int) -> Span:
        """Return the span in the text of the sentence at a place in a passage."""
        start, end = self.spans[self.firsts[passage] + place]
        return Span(int(start), int(end))


@dataclass(frozen=True)
class Index:
    """Everything that is searched of one concordance.

    `weights` are those of the word pieces of the model, `words` the number of passages that
    contain each word form, `unit_hashes` the hashes of the embedding inputs. `second` is what a
    second model makes of the same sentences, None in an index of one model.
    """

    concordance: Concordance
    rows: Rows
    sentence_vectors: SentenceVectors
    sentences: Sentences
    tokens: TokenVectors
    weights: Vectors
    lexical: Bm25Scores
    sentence_lexical: Bm25Scores
    words: dict[str, int]
    unit_hashes: Sequence[str]
    second: SecondTokens | None = None

    def score_words(self, question: str, passages: IntArray) -> Vectors:
        """Return the BM25 score of each passage's best sentence."""
        firsts = self.sentences.firsts[passages]
        counts = self.sentences.firsts[passages + 1] - firsts
        scores = self.sentence_lexical.scores_of(question, concatenate_ranges(firsts, counts))
        best: Vectors = np.maximum.reduceat(scores, compute_starts(counts))
        return best

    def files(self) -> dict[str, bytes]:
        """Return the files to save, by name."""
        arrays: dict[str, NDArray[Any]] = {
            "owners": self.rows.owners,
            "firsts": self.sentences.firsts,
            "starts": self.sentences.starts,
            "spans": self.sentences.spans,
            "before": self.sentences.before,
            "weights": self.weights,
        }
        hashes = {"rows": list(self.rows.hashes), "units": list(self.unit_hashes)}
        return {
            "concordance.json": self.concordance.to_json(),
            "hashes.json": json.dumps(hashes).encode(),
            "words.json": json.dumps(self.words, ensure_ascii=False).encode(),
            "vectors.faiss": self.sentence_vectors.to_bytes(),
            **{f"{name}.npy": serialize_array(array) for name, array in arrays.items()},
            **token_files.list_files(self.tokens),
            **self.lexical.files("passages"),
            **self.sentence_lexical.files("sentences"),
            **(self.second.files() if self.second is not None else {}),
        }

    @classmethod
    def load(cls, directory: Path, concordance: Concordance) -> "Index":
        """Load a saved index; the caller has verified its small files.

        Raises DamagedIndexError if the files do not match one another.
        """
        arrays = {name: load_array(directory / f"{name}.npy") for name in _ARRAYS}
        hashes = json.loads(read_regular(directory / "hashes.json"))
        passages = len(concordance.passages)
        if len(arrays["owners"]) != len(hashes["rows"]) or len(arrays["before"]) != passages:
            raise DamagedIndexError(directory / "owners.npy", "does not fit what lies beside it")
        tokens = token_files.load_token_vectors(directory)
        if arrays["starts"][-1] != tokens.count:
            problem = f"counts {arrays['starts'][-1]} tokens where {tokens.count} lie beside it"
            raise DamagedIndexError(directory / "starts.npy", problem)
        return cls(
            concordance,
            Rows(arrays["owners"], hashes["rows"]),
            SentenceVectors.load(directory / "vectors.faiss"),
            Sentences(arrays["firsts"], arrays["starts"], arrays["spans"], arrays["before"]),
            tokens,
            arrays["weights"],
            Bm25Scores.load(directory, "passages"),
            Bm25Scores.load(directory, "sentences"),
            json.loads(read_regular(directory / "words.json")),
            hashes["units"],
            SecondTokens.load(directory, arrays["firsts"]),
        )
