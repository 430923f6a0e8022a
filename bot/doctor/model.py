"""The model: exported beside the index as it was built with, and giving what it should."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.doctor.environment import Environment, aside
from bot.doctor.findings import Finding, doubtful, good, refused
from embeddings.editions.edition import Edition
from embeddings.editions.library import Library
from embeddings.errors import EmbeddingsError, NotInstalledError, StaleIndexError

NAME = "model"

_QUESTION = "Who keeps the light?"
_SCORING = "sentence_transformers"


@aside
def model(place: Environment) -> Sequence[Finding]:
    """Say whether questions can be encoded as the index was."""
    library, asked = Library(place.index), place.settings.model
    try:
        opened = library.open()
    except EmbeddingsError:
        return [doubtful(NAME, "cannot be told without an index", "see the line index")]
    models = {(one.info.weights_sha256, one.info.found.cross_encoder): one for one in opened}
    for live in models.values():
        if asked not in (None, live.info.model):
            return [refused(NAME, StaleIndexError("model", live.info.model, asked))]
    return [
        line
        for live in models.values()
        for line in (_encoding(library.models, live), *_cross_encoder(live))
    ]


def _encoding(models: Path, live: Edition) -> Finding:
    """Let a question be encoded, as the bot does."""
    from embeddings.models.onnx_encoder import OnnxEncoder

    info = live.info
    encoder = OnnxEncoder(info.model, models / info.weights_sha256)
    given = {
        "weights_sha256": encoder.weights_sha256,
        "dimension": len(encoder.encode(_QUESTION).vector),
    }
    for field, value in given.items():
        if value != getattr(info, field):
            raise StaleIndexError(field, getattr(info, field), value)
    return good(NAME, f"{info.model} encodes a question")


def _cross_encoder(live: Edition) -> Sequence[Finding]:
    name = live.info.found.cross_encoder
    if name is None:
        return []
    if find_spec(_SCORING) is None:
        return [refused(NAME, NotInstalledError(f"the cross-encoder {name}", _SCORING))]
    return [good(NAME, f"{name}, the cross-encoder, can be loaded")]
