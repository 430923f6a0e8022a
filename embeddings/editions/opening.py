"""Opening an edition for questions: its index and model are loaded with the first search."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.answering.answerer import Answerer
from embeddings.editions.edition import Edition
from embeddings.editions.edition_manifest import ModelInfo
from embeddings.errors import StaleIndexError
from embeddings.files.proof import FolderProof, Going, go_on
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.query_cache import Encoders
from embeddings.retrieval.calibration import BAR, choose_calibration
from embeddings.retrieval.retriever import Retriever

if TYPE_CHECKING:
    from embeddings.models.encoder import Encoder
    from embeddings.retrieval.late_interaction import Rescorer


def make_answerers(editions: Sequence[Edition], models: Path) -> list[Answerer]:
    """Return an answerer for each edition; editions of the same models share them."""
    encoders = Encoders() if len(editions) > 1 else None
    return [make_answerer(edition, models, encoders=encoders) for edition in editions]


def prove_editions(editions: Sequence[Edition], models: Path, going: Going = go_on) -> bool:
    """Prove the large files of editions and of their models, where they are not proved yet.

    Returns whether all are, for `going` may end it before. Raises DamagedIndexError for a file
    that is not what was written.
    """
    proofs = (edition.proof for edition in editions)
    return all(proof.complete(going) for proof in (*proofs, *list_model_proofs(editions, models)))


def list_model_proofs(editions: Iterable[Edition], models: Path) -> list[FolderProof]:
    """Return the proof of each exported model that editions are searched with."""
    from embeddings.models.onnx_encoder import make_proof

    used = dict.fromkeys(
        model.weights_sha256 for edition in editions for model in edition.info.models
    )
    return [make_proof(models / weights) for weights in used]


def make_answerer(
    edition: Edition,
    models: Path,
    without: Collection[str] = (),
    *,
    encoders: Encoders | None = None,
) -> Answerer:
    """Return an answerer for an edition, with its exported models from the folder of models.

    `without` names stages of retrieval to leave out.
    """

    @cache
    def open_retriever() -> Retriever:
        return _open_retriever(edition, _open_encoders(edition, models, encoders), without)

    suggestions = edition.info.search.suggestions
    return Answerer(edition.concordance, BAR, open_retriever, suggestions)


def _open_retriever(edition: Edition, encoders: EncoderPair, without: Collection[str]) -> Retriever:
    from threadpoolctl import threadpool_limits

    from embeddings.index.index import Index

    index = Index.load(edition.path, edition.concordance)
    calibration = choose_calibration(len(edition.info.models))
    threadpool_limits(1)  # matrices this small multiply faster on one core
    return Retriever(index, encoders, calibration, _open_rescorer(edition), without)


def _open_encoders(edition: Edition, models: Path, shared: Encoders | None) -> EncoderPair:
    """Open the exported models of an edition, or take those that others have open."""
    opened = []
    for model in edition.info.models:
        load = partial(_open_encoder, model, models)
        opened.append(shared.opened(model.weights_sha256, load) if shared is not None else load())
    return EncoderPair(*opened)


def _open_encoder(model: ModelInfo, models: Path) -> "Encoder":
    """Open an exported model; raise StaleIndexError unless the index was built with it."""
    from embeddings.models.onnx_encoder import OnnxEncoder

    encoder = OnnxEncoder(model.model, models / model.weights_sha256)
    opened = ModelInfo.of(encoder)
    for field in ("weights_sha256", "dimension"):
        if getattr(model, field) != getattr(opened, field):
            raise StaleIndexError(field, getattr(model, field), getattr(opened, field))
    return encoder


def _open_rescorer(edition: Edition) -> "Rescorer | None":
    name = edition.info.search.cross_encoder
    if name is None:
        return None
    from embeddings.retrieval.cross_encoder import CrossEncoderRescorer

    return CrossEncoderRescorer(name, edition.concordance)
