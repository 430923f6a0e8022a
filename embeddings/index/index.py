"""What is searched: the vectors, token vectors and words of a concordance, saved and loaded."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.concordance.concordance import Concordance
from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import Numbers, as_bytes, mapped, ranges, starts_of
from embeddings.index import token_vectors as token_files
from embeddings.index.bm25 import Lexical, counted, rarity
from embeddings.index.embedding_inputs import Unit
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.token_vectors import Tokens
from embeddings.models.encoder import Encoder, Vectors
from embeddings.types import Span

_ARRAYS = ("owners", "firsts", "starts", "spans", "before", "weights")


@dataclass(frozen=True, slots=True)
class Rows:
    """The vectors of the first stage, one a sentence: its passage, and its words' hash."""

    owners: NDArray[np.int32]
    hashes: Sequence[str]


@dataclass(frozen=True)
class Sentences:
    """The sentences of all passages, as LateInteraction reads them, and where they stand.

    `spans` are (sentences, 2) offsets of the text; the first before[p] of passage p are
    the context that it was embedded with.
    """

    firsts: Numbers
    starts: Numbers
    spans: Numbers
    before: Numbers

    @cached_property
    def lengths(self) -> Vectors:
        """The logarithm of each passage's number of tokens, and one."""
        tokens = np.diff(self.starts[self.firsts])
        return np.log1p(tokens).astype(np.float32)

    def own(self, passage: int) -> range:
        """Return the places, among a passage's sentences, of those that are not context."""
        return range(
            int(self.before[passage]), int(self.firsts[passage + 1] - self.firsts[passage])
        )

    def span(self, passage: int, place: int) -> Span:
        """Return where a sentence of a passage stands in the text."""
        start, end = self.spans[self.firsts[passage] + place]
        return Span(int(start), int(end))


@dataclass(frozen=True)
class Index:
    """All that is searched of one concordance."""

    concordance: Concordance
    rows: Rows
    nearest: SentenceVectors
    sentences: Sentences
    tokens: Tokens
    weights: Vectors
    lexical: Lexical
    sentence_words: Lexical
    words: dict[str, int]
    unit_hashes: Sequence[str]

    def best_words(self, question: str, passages: Numbers) -> Vectors:
        """Return the BM25 score of the best sentence of each of some passages."""
        firsts = self.sentences.firsts[passages]
        counts = self.sentences.firsts[passages + 1] - firsts
        scores = self.sentence_words.scores_of(question, ranges(firsts, counts))
        best: Vectors = np.maximum.reduceat(scores, starts_of(counts))
        return best

    def files(self) -> dict[str, bytes]:
        """Return what is saved, by file name."""
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
            "vectors.faiss": self.nearest.to_bytes(),
            **{f"{name}.npy": as_bytes(array) for name, array in arrays.items()},
            **token_files.files(self.tokens),
            **self.lexical.files("passages"),
            **self.sentence_words.files("sentences"),
        }

    @classmethod
    def load(cls, directory: Path, concordance: Concordance) -> "Index":
        """Return what was saved; its small files are known to be those that were written."""
        arrays = {name: mapped(directory / f"{name}.npy") for name in _ARRAYS}
        hashes = json.loads((directory / "hashes.json").read_bytes())
        passages = len(concordance.passages)
        if len(arrays["owners"]) != len(hashes["rows"]) or len(arrays["before"]) != passages:
            raise DamagedIndexError(directory / "owners.npy", "does not fit what lies beside it")
        tokens = token_files.load(directory)
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
            Lexical.load(directory, "passages"),
            Lexical.load(directory, "sentences"),
            json.loads((directory / "words.json").read_bytes()),
            hashes["units"],
        )


def weighed(units: Iterable[Unit], others: Sequence[str], encoder: Encoder) -> Vectors:
    """Return what each word piece counts: how rare it is in the text, and in questions.

    A piece that is common in either tells little; `others` are questions about other things.
    """
    size = len(encoder.vocabulary())
    in_text, count = _holding((unit.text for unit in units), encoder, size)
    in_questions, asked = _holding(others, encoder, size)
    return np.minimum(rarity(in_text, count), rarity(in_questions, asked))


def _holding(texts: Iterable[str], encoder: Encoder, size: int) -> tuple[Vectors, int]:
    """Return how many texts hold each word piece, and how many texts there are."""
    holding, count = np.zeros(size, dtype=np.float32), 0
    for text in texts:
        holding[np.unique(encoder.pieces(text))] += 1
        count += 1
    return holding, count


def word_forms(units: Iterable[Unit]) -> dict[str, int]:
    """Return in how many passages each word form stands."""
    return counted(unit.text for unit in units)
