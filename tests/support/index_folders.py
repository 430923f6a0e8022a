"""An index directory that a test builds into again and again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult, build_edition
from embeddings.editions.editions import Editions
from embeddings.editions.promotion_gate import DEFAULT_TERMS, PromotionTerms
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.index.index import Index
from embeddings.models.encoder import Encoded, Encoder, Progress, ignore_progress
from embeddings.models.onnx_encoder import OnnxEncoder
from tests.support.build_tools import means


class Counting(OnnxEncoder):
    """The real encoder, which also notes what it embeds."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self.embedded: list[str] = []

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Encode texts, and note those of a text; questions are encoded without progress."""
        if progress is not ignore_progress:
            self.embedded += texts
        return super().encode_all(texts, progress)


@dataclass
class Shelf:
    """An index directory, a place for texts, and a model."""

    directory: Path
    encoder: Counting

    @property
    def editions(self) -> Editions:
        """The index directory, opened afresh."""
        return Editions(self.directory / "index")

    def text(self, *paragraphs: str, name: str = "essay") -> Text:
        """Write a text and read it."""
        path = self.directory / f"{name}.txt"
        path.write_text("\n\n".join(paragraphs), "utf-8")
        return Text.read(path, None)

    def build(
        self,
        text: Text,
        encoder: Encoder | None = None,
        *,
        in_its_place: bool = False,
        terms: PromotionTerms | None = DEFAULT_TERMS,
    ) -> BuildResult:
        """Build a text; what is noted as embedded is what this build embedded."""
        self.encoder.embedded.clear()
        model = encoder or self.encoder
        return build_edition(text, self.editions, means(model), in_its_place, terms)

    def candidate(self, *paragraphs: str) -> BuildResult:
        """Build a text, and leave it a candidate."""
        return self.build(self.text(*paragraphs), terms=None)

    def index(self) -> Index:
        """Return the index of the live edition, loaded."""
        edition = self.editions.open()
        return Index.load(edition.path, edition.concordance)

    def vectors(self) -> dict[str, bytes]:
        """Return the vectors of the live edition by the hashes of their sentences."""
        index = self.index()
        vectors = (vector.tobytes() for vector in index.sentence_vectors.vectors())
        return dict(zip(index.rows.hashes, vectors, strict=True))

    def nearest(self, passage: int) -> str:
        """Return the passage that the live edition finds for the words of one of its own."""
        index = self.index()
        words = list(make_embedding_inputs(index.concordance))[passage].own[0]
        _, [row] = index.sentence_vectors.search(self.encoder.encode(words).vector, 1)
        return index.concordance.passages[int(index.rows.owners[row])].text

    def state(self) -> dict[str, bytes]:
        """Return every file of the index."""
        root = self.directory / "index"
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
