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


def each_answering(
    editions: Sequence[Edition], models: Path, *, once: bool = False
) -> list[Answerer]:
    """Return what answers from each of some editions; those of one model share it."""
    encoders = Encoders() if len(editions) > 1 else None
    return [answering(one, models, once=once, encoders=encoders) for one in editions]


def answering(
    edition: Edition,
    models: Path,
    without: Collection[str] = (),
    *,
    once: bool = False,
    encoders: Encoders | None = None,
) -> Answerer:
    """Return what answers from an edition, with the model that lies exported in a folder.

    For one question alone, what opens soonest is quicker than what answers soonest.
    """

    def encoder() -> "Encoder":
        return _encoder(edition, models, once=once)

    @cache
    def retriever() -> Retriever:
        if encoders is None:
            return _retriever(edition, encoder(), without)
        return _retriever(edition, encoders.opened(edition.info.weights_sha256, encoder), without)

    found = edition.info.found
    return Answerer(edition.concordance, found.calibration.bar, retriever, found.suggestions)


def _retriever(edition: Edition, encoder: "Encoder", without: Collection[str]) -> Retriever:
    from threadpoolctl import threadpool_limits

    from embeddings.index.index import Index

    index = Index.load(edition.path, edition.concordance)
    calibration = edition.info.found.calibration
    threadpool_limits(1)  # products this small only wait for one another on several cores
    return Retriever(index, encoder, calibration, _rescorer(edition), without)


def _encoder(edition: Edition, models: Path, *, once: bool) -> "Encoder":
    """Open the exported model; refuse one that is not what the index was built with."""
    from embeddings.models.onnx_encoder import OnnxEncoder
    from embeddings.models.runtimes import OnnxRuntime

    info = edition.info
    runtime = OnnxRuntime if once else None
    encoder = OnnxEncoder(info.model, models / info.weights_sha256, runtime)
    for field in ("weights_sha256", "dimension"):
        built, found = getattr(info, field), getattr(encoder, field)
        if built != found:
            raise StaleIndexError(field, built, found)
    return encoder


def _rescorer(edition: Edition) -> "Rescorer | None":
    name = edition.info.found.cross_encoder
    if name is None:
        return None
    from embeddings.retrieval.cross_encoder import CrossEncoding

    return CrossEncoding(name, edition.concordance)
