"""How much each word piece says: little where texts or questions are full of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from embeddings.index.bm25 import compute_idf
from embeddings.index.embedding_inputs import EmbeddingInput
from embeddings.models.encoder import Encoder, Vectors

UNRELATED_QUESTIONS = Path(__file__).with_name("unrelated_questions.txt")
"""Questions about all sorts of subjects, one per line, that no text should answer."""


def weigh_pieces(
    inputs: Iterable[EmbeddingInput], unrelated: Sequence[str], encoder: Encoder
) -> Vectors:
    """Return the weight of each word piece: its IDF in the text or in unrelated questions.

    The lower of the two counts, because a piece that is common in either says little.
    """
    size = len(encoder.vocabulary())
    in_text, inputs_count = _count_holding((source.text for source in inputs), encoder, size)
    in_questions, questions_count = _count_holding(unrelated, encoder, size)
    return np.minimum(
        compute_idf(in_text, inputs_count), compute_idf(in_questions, questions_count)
    )


def _count_holding(texts: Iterable[str], encoder: Encoder, size: int) -> tuple[Vectors, int]:
    """Return how many texts contain each word piece, and how many texts there are."""
    holding, count = np.zeros(size, dtype=np.float32), 0
    for text in texts:
        holding[np.unique(encoder.pieces(text))] += 1
        count += 1
    return holding, count
