"""BM25 beside the vectors: passages and sentences by the stems of their words."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import as_bytes, mapped
from embeddings.models.encoder import Vectors
from embeddings.text.stemming import stems

K1 = 1.2
B = 0.75
FEW = 20_000
"""Of so many texts all are scored sooner than some are looked up."""

_WORD = re.compile(r"\w+")


class Lexical:
    """The BM25 scores of texts, as bm25s computes them once, by stem.

    `data` holds what a stem adds to the score of the text beside it in `texts`; those of
    stem n lie between starts[n] and starts[n + 1], in the order of the texts.
    """

    def __init__(
        self,
        numbers: dict[str, int],
        data: Vectors,
        texts: NDArray[np.int32],
        starts: NDArray[np.int64],
        count: int,
    ) -> None:
        self.numbers, self.data, self.texts = numbers, data, texts
        self.starts, self.count = starts, count

    @classmethod
    def build(cls, texts: Sequence[str]) -> "Lexical":
        """Compute the scores of texts."""
        import bm25s  # 0.3 s: asking adds up what it computed, and need not import it

        stemmed = [stems(text) for text in texts]
        numbers = {
            stem: n for n, stem in enumerate(dict.fromkeys(s for one in stemmed for s in one))
        }
        if not numbers:
            return cls(
                {},
                np.empty(0, np.float32),
                np.empty(0, np.int32),
                np.zeros(1, np.int64),
                len(texts),
            )
        search = bm25s.BM25(k1=K1, b=B, method="lucene")
        ids = [[numbers[stem] for stem in one] for one in stemmed]
        search.index((ids, numbers), show_progress=False, create_empty_token=False)
        made = search.scores
        return cls(
            numbers,
            np.asarray(made["data"], dtype=np.float32),
            np.asarray(made["indices"], dtype=np.int32),
            np.asarray(made["indptr"], dtype=np.int64),
            len(texts),
        )

    def scores(self, question: str) -> Vectors:
        """Return for each text the share of what it could score at most: 0 to 1."""
        found = np.zeros(self.count, dtype=np.float32)
        stretches, most = self._said(question)
        for here in stretches:
            found[self.texts[here]] += self.data[here]
        return found / np.float32(most) if most else found

    def scores_of(self, question: str, texts: NDArray[np.int64]) -> Vectors:
        """Return the same for some texts, at least one; of many texts no other is looked at."""
        if self.count <= FEW:
            return self.scores(question)[texts]
        found, wanted = np.zeros(len(texts), dtype=np.float32), texts.astype(np.int32)
        stretches, most = self._said(question)
        for here in stretches:
            holding = self.texts[here]
            at = np.minimum(np.searchsorted(holding, wanted), len(holding) - 1)
            has = holding[at] == wanted
            found[has] += self.data[here][at[has]]
        return found / np.float32(most) if most else found

    def _said(self, question: str) -> tuple[list[slice], float]:
        """Return where what the stems of a question add stands, and what they could add at most."""
        numbers = [self.numbers.get(stem) for stem in stems(question)]
        most = sum(map(self._rarity, numbers))
        known = (number for number in numbers if number is not None)
        return [slice(self.starts[one], self.starts[one + 1]) for one in known], most

    def _rarity(self, number: int | None) -> float:
        """Return the inverse document frequency of a stem, as Lucene's BM25 has it."""
        holding = 0 if number is None else int(self.starts[number + 1] - self.starts[number])
        return math.log1p((self.count - holding + 0.5) / (holding + 0.5))

    def files(self, kind: str) -> dict[str, bytes]:
        """Return what is saved, by file name; `kind` sets it apart from another."""
        words = {"texts": self.count, "stems": list(self.numbers)}
        arrays: dict[str, NDArray[Any]] = {
            "data": self.data,
            "texts": self.texts,
            "starts": self.starts,
        }
        made = {f"{kind}-{name}.npy": as_bytes(array) for name, array in arrays.items()}
        return {f"{kind}-words.json": json.dumps(words, ensure_ascii=False).encode(), **made}

    @classmethod
    def load(cls, directory: Path, kind: str) -> "Lexical":
        """Return what was saved, mapped into memory."""
        path = directory / f"{kind}-words.json"
        words = json.loads(path.read_bytes())
        data, texts, starts = (
            mapped(directory / f"{kind}-{name}.npy") for name in ("data", "texts", "starts")
        )
        if len(starts) != len(words["stems"]) + 1 or len(data) != len(texts):
            raise DamagedIndexError(path, "does not fit the scores beside it")
        numbers = {stem: number for number, stem in enumerate(words["stems"])}
        return cls(numbers, data, texts, starts, words["texts"])


def counted(texts: Iterable[str]) -> dict[str, int]:
    """Return in how many texts each word form stands, in lower case."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in set(_WORD.findall(text.casefold())):
            counts[word] = counts.get(word, 0) + 1
    return counts


def rarity(holding: Vectors, count: int) -> Vectors:
    """Return the inverse document frequency of what stands in so many of `count` texts."""
    found: Vectors = np.log1p((count - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    return found
