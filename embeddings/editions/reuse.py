"""What a build can take from the live edition: all of it, its vectors, or its calibration."""

from embeddings.concordance import passages
from embeddings.concordance.concordance import Concordance, Text
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.edition import Edition
from embeddings.errors import DamagedIndexError
from embeddings.guide.examples import choose_examples, choose_suggestions
from embeddings.index import indexing
from embeddings.index.index import Index
from embeddings.models.encoder import Encoder, hash_weights
from embeddings.retrieval.calibration import FittedCalibration


def is_unchanged(live: Edition, text: Text, concordance: Concordance, tools: BuildTools) -> bool:
    """Return whether a build would only repeat the live edition."""
    info = live.info
    return (
        live.concordance == concordance
        and info.origin == text.origin
        and info.entry_sha256 == text.entry_sha256
        and info.splitter == passages.SPLITTING_VERSION
        and info.embedding == indexing.VERSION
        and info.model == tools.model
        and info.search.cross_encoder == tools.cross_encoder
        and info.search.others_sha256 == tools.others_sha256
        and info.weights_sha256 == hash_weights(tools.model)
        and _has_examples(live, choose_examples(text.examples, concordance))
    )


def load_vectors(live: Edition, encoder: Encoder) -> Index | None:
    """Return the live index, if the encoder would give its sentences the same vectors."""
    if live.info.weights_sha256 != encoder.weights_sha256:
        return None
    if live.info.embedding != indexing.VERSION or live.info.dimension != encoder.dimension:
        return None
    return Index.load(live.path, live.concordance)


def load_calibration(
    live: Edition, concordance: Concordance, tools: BuildTools
) -> FittedCalibration | None:
    """Return the live calibration, if it was fitted by the rules that hold now."""
    rules = live.info.search.cross_encoder, live.info.search.others_sha256
    if rules != (tools.cross_encoder, tools.others_sha256):
        return None
    if live.concordance.names != concordance.names:
        return None
    return FittedCalibration.load(live.path, live.info.search.calibration)


def _has_examples(live: Edition, wanted: tuple[str, ...]) -> bool:
    """Return whether an edition has these examples; other versions chose others."""
    try:
        held = live.guide.examples
    except DamagedIndexError:
        return False
    return held == wanted and live.info.search.suggestions == choose_suggestions(wanted)
