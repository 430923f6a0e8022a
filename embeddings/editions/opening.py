"""An edition opened for asking: its concordance at once, its vectors and model when searched."""

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.answering.answerer import Answerer
from embeddings.editions.editions import Edition
from embeddings.errors import StaleIndexError
from embeddings.models.query_cache import Encoders
from embeddings.retrieval.retriever import Retriever

if TYPE_CHECKING:
    from embeddings.models.encoder import Encoder
    from embeddings.retrieval.late_interaction import Rescorer


def each_answering(editions: Sequence[Edition], models: Path) -> list[Answerer]:
    """Return what answers from each of some editions; those of one model share it."""
    encoders = Encoders() if len(editions) > 1 else None
    return [answering(edition, models, encoders=encoders) for edition in editions]


def answering(
    edition: Edition,
    models: Path,
    without: Collection[str] = (),
    *,
    encoders: Encoders | None = None,
) -> Answerer:
    """Return what answers from an edition, with the model that lies exported in a folder."""

    def encoder() -> "Encoder":
        return _encoder(edition, models)

    @cache
    def retriever() -> Retriever:
        if encoders is None:
            return _retriever(edition, encoder(), without)
        return _retriever(edition, encoders.opened(edition.info.weights_sha256, encoder), without)

    learned = edition.info.found
    return Answerer(edition.concordance, learned.calibration.bar, retriever, learned.suggestions)


def _retriever(edition: Edition, encoder: "Encoder", without: Collection[str]) -> Retriever:
    from threadpoolctl import threadpool_limits

    from embeddings.index.index import Index

    index = Index.load(edition.path, edition.concordance)
    calibration = edition.info.found.calibration
    threadpool_limits(1)  # products this small only wait for one another on several cores
    return Retriever(index, encoder, calibration, _rescorer(edition), without)


def _encoder(edition: Edition, models: Path) -> "Encoder":
    """Open the exported model; refuse one that is not what the index was built with."""
    from embeddings.models.onnx_encoder import OnnxEncoder

    info = edition.info
    encoder = OnnxEncoder(info.model, models / info.weights_sha256)
    for field in ("weights_sha256", "dimension"):
        built, exported = getattr(info, field), getattr(encoder, field)
        if built != exported:
            raise StaleIndexError(field, built, exported)
    return encoder


def _rescorer(edition: Edition) -> "Rescorer | None":
    name = edition.info.found.cross_encoder
    if name is None:
        return None
    from embeddings.retrieval.cross_encoder import CrossEncoding

    return CrossEncoding(name, edition.concordance)
