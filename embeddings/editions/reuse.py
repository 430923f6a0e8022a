"""What a build can take from the live edition: all of it, or its vectors."""

from dataclasses import replace

from embeddings.concordance import passages
from embeddings.concordance.concordance import Concordance, Text
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.edition import Edition
from embeddings.editions.edition_manifest import EditionInfo, ModelInfo
from embeddings.errors import DamagedIndexError
from embeddings.guide.examples import choose_examples, choose_suggestions
from embeddings.index import indexing
from embeddings.index.index import Index
from embeddings.models.encoder import hash_weights
from embeddings.models.encoder_pair import EncoderPair


def is_unchanged(live: Edition, text: Text, concordance: Concordance, tools: BuildTools) -> bool:
    """Return whether a build would only repeat the live edition."""
    info = live.info
    return (
        live.concordance == concordance
        and info.origin == text.origin
        and info.entry_sha256 == text.entry_sha256
        and info.splitter == passages.SPLITTING_VERSION
        and info.embedding == indexing.VERSION
        and info.model_names == tools.models
        and info.search.cross_encoder == tools.cross_encoder
        and info.search.others_sha256 == tools.others_sha256
        and _list_weights(info) == tuple(map(hash_weights, tools.models))
        and _has_examples(live, choose_examples(text.examples, concordance))
    )


def load_vectors(live: Edition, encoders: EncoderPair) -> Index | None:
    """Return the live index, if the first model would give its sentences the same vectors.

    What a second model made of them is left out, unless it is the same too.
    """
    info, (first, *second) = live.info, map(ModelInfo.of, encoders)
    if info.embedding != indexing.VERSION or not _is_same(info.models[0], first):
        return None
    index = Index.load(live.path, live.concordance)
    if info.second is not None and not any(_is_same(info.second, model) for model in second):
        return replace(index, second=None)
    return index


def _list_weights(info: EditionInfo) -> tuple[str, ...]:
    return tuple(model.weights_sha256 for model in info.models)


def _is_same(built: ModelInfo, opened: ModelInfo) -> bool:
    """Return whether two models give the same vectors, whatever they are called."""
    return (built.weights_sha256, built.dimension) == (opened.weights_sha256, opened.dimension)


def _has_examples(live: Edition, wanted: tuple[str, ...]) -> bool:
    """Return whether an edition has these examples; other versions chose others."""
    try:
        held = live.guide.examples
    except DamagedIndexError:
        return False
    return held == wanted and live.info.search.suggestions == choose_suggestions(wanted)
