"""A cross-encoder, which reads question and passage together, in place of late interaction."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from embeddings.concordance.concordance import Concordance
from embeddings.errors import ModelError, NotInstalledError
from embeddings.files.arrays import IntArray
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.models.encoder import Encoded, Vectors, explain_refusal

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderRescorer:
    """Scores candidates with any model that sentence-transformers' CrossEncoder loads.

    The first question then imports torch, which takes seconds; each question takes some hundred
    milliseconds.
    """

    def __init__(self, name: str, concordance: Concordance) -> None:
        self.name = name
        self._model = _load(name)
        self._texts = [source.text for source in make_embedding_inputs(concordance)]

    def rescore(self, question: str, encoded: Encoded, passages: IntArray) -> Vectors:
        """Return the model's score of each passage, from 0 to 1."""
        del encoded  # the model reads the words themselves
        if not len(passages):
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, self._texts[number]) for number in passages]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32)


def _load(name: str) -> "CrossEncoder":
    if find_spec("sentence_transformers") is None:
        raise NotInstalledError("a cross-encoder", "sentence_transformers")
    from sentence_transformers import CrossEncoder  # 5 s: paid only where one is configured
    from torch.nn import Sigmoid

    remedy = "name a folder or a model that sentence-transformers' CrossEncoder takes"
    with explain_refusal(name, "cannot be loaded as a cross-encoder", remedy):
        model: CrossEncoder = CrossEncoder(name, device="cpu", activation_fn=Sigmoid())
    if model.num_labels != 1:
        problem = f"it gives {model.num_labels} scores for a pair, and one is needed"
        raise ModelError(name, problem, "choose a cross-encoder for ranking")
    return model
