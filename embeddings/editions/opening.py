"""Opening an edition for questions: its index and model are loaded with the first search."""

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.answering.answerer import Answerer
from embeddings.editions.edition import Edition
from embeddings.errors import StaleIndexError
from embeddings.models.query_cache import Encoders
from embeddings.retrieval.retriever import Retriever

if TYPE_CHECKING:
    from embeddings.models.encoder import Encoder
    from embeddings.retrieval.late_interaction import Rescorer


def make_answerers(editions: Sequence[Edition], models: Path) -> list[Answerer]:
    """Return an answerer for each edition; editions of the same model share it."""
    encoders = Encoders() if len(editions) > 1 else None
    return [make_answerer(edition, models, encoders=encoders) for edition in editions]


def make_answerer(
    edition: Edition,
    models: Path,
    without: Collection[str] = (),
    *,
    encoders: Encoders | None = None,
) -> Answerer:
    """Return an answerer for an edition, with its exported model from the folder of models.

    `without` names stages of retrieval to leave out.
    """

    def open_encoder() -> "Encoder":
        return _open_encoder(edition, models)

    @cache
    def open_retriever() -> Retriever:
        if encoders is None:
            encoder = open_encoder()
        else:
            encoder = encoders.opened(edition.info.weights_sha256, open_encoder)
        return _open_retriever(edition, encoder, without)

    search = edition.info.search
    return Answerer(edition.concordance, search.calibration.bar, open_retriever, search.suggestions)


def _open_retriever(edition: Edition, encoder: "Encoder", without: Collection[str]) -> Retriever:
    from threadpoolctl import threadpool_limits

    from embeddings.index.index import Index

    index = Index.load(edition.path, edition.concordance)
    calibration = edition.info.search.calibration
    threadpool_limits(1)  # matrices this small multiply faster on one core
    return Retriever(index, encoder, calibration, _open_rescorer(edition), without)


def _open_encoder(edition: Edition, models: Path) -> "Encoder":
    """Open the exported model; raise StaleIndexError unless the index was built with it."""
    from embeddings.models.onnx_encoder import OnnxEncoder

    info = edition.info
    encoder = OnnxEncoder(info.model, models / info.weights_sha256)
    for field in ("weights_sha256", "dimension"):
        built, opened = getattr(info, field), getattr(encoder, field)
        if built != opened:
            raise StaleIndexError(field, built, opened)
    return encoder


def _open_rescorer(edition: Edition) -> "Rescorer | None":
    name = edition.info.search.cross_encoder
    if name is None:
        return None
    from embeddings.retrieval.cross_encoder import CrossEncoderRescorer

    return CrossEncoderRescorer(name, edition.concordance)
