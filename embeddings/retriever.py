"""A question in, hits out."""

from embeddings.encoder import Encoder
from embeddings.errors import StaleIndexError
from embeddings.index import Index
from embeddings.types import Hit


class Retriever:
    """Searches the passages of one index with the model it was built with."""

    def __init__(self, index: Index, encoder: Encoder, built_with: str) -> None:
        if encoder.weights_sha256 != built_with:
            raise StaleIndexError("weights", built_with[:12], encoder.weights_sha256[:12])
        self.index, self.encoder = index, encoder

    def retrieve(self, question: str, limit: int) -> list[Hit]:
        """Return at most `limit` hits, best first."""
        return self.index.nearest(self.encoder.encode_query(question), limit)
