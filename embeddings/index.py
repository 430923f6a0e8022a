"""The vectors of a concordance: built, saved, loaded and searched with FAISS."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.concordance import Concordance, texts_of
from embeddings.encoder import Encoder, Progress, Vectors
from embeddings.errors import DamagedIndexError
from embeddings.types import Hit

if TYPE_CHECKING:
    import faiss

Known = Mapping[str, Vectors]
"""Vectors that need not be computed again, by the hash of the text that was embedded."""


@dataclass(frozen=True, slots=True)
class Row:
    """One vector: the passage it belongs to, and the hash of the text it was made from."""

    passage: int
    sha256: str


class Index:
    """The passages of a concordance by their vectors; one passage may have several."""

    def __init__(self, concordance: Concordance, rows: list[Row], vectors: "faiss.Index") -> None:
        self.concordance, self.rows, self._vectors = concordance, rows, vectors

    @classmethod
    def build(
        cls, concordance: Concordance, encoder: Encoder, known: Known, progress: Progress
    ) -> "Index":
        """Embed every passage; what is known already is taken from there."""
        import faiss  # 0.2 s: looking up a page must not pay for it

        parts = [
            (number, part)
            for number, text in enumerate(texts_of(concordance))
            for part in encoder.windows(text)
        ]
        rows = [Row(number, hashlib.sha256(part.encode()).hexdigest()) for number, part in parts]
        texts = {row.sha256: part for row, (_, part) in zip(rows, parts, strict=True)}
        new = {sha256: text for sha256, text in texts.items() if sha256 not in known}
        made = encoder.encode_passages(list(new.values()), progress)
        found = {**known, **dict(zip(new, made, strict=True))}
        vectors = faiss.IndexFlatIP(encoder.dimension)
        vectors.add(np.stack([found[row.sha256] for row in rows]))
        return cls(concordance, rows, vectors)

    def vectors_by_text(self) -> dict[str, Vectors]:
        """Return each vector by the hash of the text it was made from."""
        made = self._vectors.reconstruct_n(0, self._vectors.ntotal)
        return {row.sha256: vector for row, vector in zip(self.rows, made, strict=True)}

    def nearest(self, query: Vectors, limit: int) -> list[Hit]:
        """Return at most `limit` passages by inner product, best first, each once."""
        best: dict[int, float] = {}
        count = min(limit, self._vectors.ntotal)
        while count and len(best) < limit:
            scores, numbers = self._vectors.search(query[None, :], count)
            for score, number in zip(scores[0], numbers[0], strict=True):
                best.setdefault(self.rows[number].passage, float(score))
            if count == self._vectors.ntotal:
                break
            count = min(count * 4, self._vectors.ntotal)
        passages = self.concordance.passages
        return [Hit(passages[number], score) for number, score in list(best.items())[:limit]]

    def files(self) -> dict[str, bytes]:
        """Return what is saved, by file name."""
        import faiss

        lines = "".join(f"{row.passage} {row.sha256}\n" for row in self.rows)
        return {
            "concordance.json": self.concordance.to_json(),
            "rows.txt": lines.encode(),
            "vectors.faiss": faiss.serialize_index(self._vectors).tobytes(),
        }

    @classmethod
    def load(cls, directory: Path, concordance: Concordance) -> "Index":
        """Return what was saved; its files are known to be those that were written."""
        import faiss

        path = directory / "vectors.faiss"
        vectors: Any = faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8))
        lines = (directory / "rows.txt").read_text("ascii").splitlines()
        rows = [Row(int(line.split()[0]), line.split()[1]) for line in lines]
        if len(rows) != vectors.ntotal:
            raise DamagedIndexError(path, f"holds {vectors.ntotal} vectors for {len(rows)} rows")
        return cls(concordance, rows, vectors)
