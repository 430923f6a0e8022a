"""BM25 scores of texts, passages or sentences, by the stems of their words."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import load_array, open_array, serialize_array
from embeddings.files.regular import read_regular
from embeddings.models.encoder import Vectors
from embeddings.text.words import stem_words

K1 = 1.2
B = 0.75

MAX_TEXTS_SCORED_WHOLE = 20_000
"""Up to this many texts, scoring all of them is faster than looking up only some."""

_WORD = re.compile(r"\w+")


class Bm25Scores:
    """The BM25 scores of texts, precomputed by bm25s for each stem.

    `numbers` gives each stem its number. `data` holds what a stem adds to the score of the text
    at the same place in `texts`; the entries of stem n are starts[n] to starts[n + 1], in the
    order of the texts. `count` is the number of texts.
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
    def build(cls, texts: Sequence[str]) -> "Bm25Scores":
        """Compute the scores of texts."""
        import bm25s  # 0.3 s: searching only adds up what it computed

        # number the stems in the order of their first appearance
        stemmed = [stem_words(text) for text in texts]
        distinct = dict.fromkeys(stem for text_stems in stemmed for stem in text_stems)
        numbers = {stem: number for number, stem in enumerate(distinct)}
        if not numbers:
            empty = np.empty(0, np.float32), np.empty(0, np.int32), np.zeros(1, np.int64)
            return cls({}, *empty, len(texts))

        # let bm25s compute a sparse matrix of scores, one column per stem
        search = bm25s.BM25(k1=K1, b=B, method="lucene")
        ids = [[numbers[stem] for stem in text_stems] for text_stems in stemmed]
        search.index((ids, numbers), show_progress=False, create_empty_token=False)
        matrix = search.scores
        return cls(
            numbers,
            np.asarray(matrix["data"], dtype=np.float32),
            np.asarray(matrix["indices"], dtype=np.int32),
            np.asarray(matrix["indptr"], dtype=np.int64),
            len(texts),
        )

    def scores(self, question: str) -> Vectors:
        """Return each text's share, 0 to 1, of the highest score that the question allows."""
        totals = np.zeros(self.count, dtype=np.float32)
        entries, highest = self._look_up(question)
        for stretch in entries:
            totals[self.texts[stretch]] += self.data[stretch]
        return totals / np.float32(highest) if highest else totals

    def scores_of(self, question: str, texts: NDArray[np.int64]) -> Vectors:
        """Return the scores of some texts, at least one; in a large index, look up only these."""
        if self.count <= MAX_TEXTS_SCORED_WHOLE:
            return self.scores(question)[texts]
        totals, wanted = np.zeros(len(texts), dtype=np.float32), texts.astype(np.int32)
        entries, highest = self._look_up(question)
        for stretch in entries:
            containing = self.texts[stretch]
            places = np.minimum(np.searchsorted(containing, wanted), len(containing) - 1)
            contained = containing[places] == wanted
            totals[contained] += self.data[stretch][places[contained]]
        return totals / np.float32(highest) if highest else totals

    def _look_up(self, question: str) -> tuple[list[slice], float]:
        """Return where the entries of the question's stems stand, and the highest score."""
        numbers = [self.numbers.get(stem) for stem in stem_words(question)]
        highest = sum(map(self._compute_stem_idf, numbers))
        known = (number for number in numbers if number is not None)
        return [slice(self.starts[number], self.starts[number + 1]) for number in known], highest

    def _compute_stem_idf(self, number: int | None) -> float:
        """Return the inverse document frequency of a stem, by Lucene's formula."""
        holding = 0 if number is None else int(self.starts[number + 1] - self.starts[number])
        return math.log1p((self.count - holding + 0.5) / (holding + 0.5))

    def files(self, kind: str) -> dict[str, bytes]:
        """Return the files to save, by name; `kind` is the prefix of their names."""
        words = {"texts": self.count, "stems": list(self.numbers)}
        arrays: dict[str, NDArray[Any]] = {
            "data": self.data,
            "texts": self.texts,
            "starts": self.starts,
        }
        array_files = {
            f"{kind}-{name}.npy": serialize_array(array) for name, array in arrays.items()
        }
        return {f"{kind}-words.json": json.dumps(words, ensure_ascii=False).encode(), **array_files}

    @classmethod
    def load(cls, directory: Path, kind: str) -> "Bm25Scores":
        """Load saved scores; raise DamagedIndexError if the files do not match."""
        path = directory / f"{kind}-words.json"
        words = json.loads(read_regular(path))
        data, texts = (open_array(directory / f"{kind}-{name}.npy") for name in ("data", "texts"))
        starts = load_array(directory / f"{kind}-starts.npy")
        if len(starts) != len(words["stems"]) + 1 or len(data) != len(texts):
            raise DamagedIndexError(path, "does not fit the scores beside it")
        numbers = {stem: number for number, stem in enumerate(words["stems"])}
        return cls(numbers, data, texts, starts, words["texts"])


def count_word_forms(texts: Iterable[str]) -> dict[str, int]:
    """Return in how many texts each word form occurs, in lower case."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in set(_WORD.findall(text.casefold())):
            counts[word] = counts.get(word, 0) + 1
    return counts


def compute_idf(holding: Vectors, count: int) -> Vectors:
    """Return the inverse document frequencies of items that `holding` of `count` texts contain."""
    idf: Vectors = np.log1p((count - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    return idf
