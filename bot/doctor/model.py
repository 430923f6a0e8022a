"""The model: exported beside the index as it was built with, and giving what it should."""

from collections.abc import Sequence
from importlib.util import find_spec

from bot.doctor.lines import Line, doubtful, good, refused
from bot.doctor.place import Place, aside
from embeddings.editions import Edition, Editions
from embeddings.errors import EmbeddingsError, NotInstalledError, StaleIndexError

NAME = "model"

_QUESTION = "Who keeps the light?"
_SCORING = "sentence_transformers"


@aside
def model(place: Place) -> Sequence[Line]:
    """Say whether questions can be encoded as the index was."""
    editions = Editions(place.index)
    try:
        live = editions.open()
    except EmbeddingsError:
        return [doubtful(NAME, "cannot be told without an index", "see the line index")]
    asked = place.settings.model
    if asked not in (None, live.info.model):
        return [refused(NAME, StaleIndexError("model", live.info.model, asked))]
    return [_encoding(editions, live), *_cross_encoder(live)]


def _encoding(editions: Editions, live: Edition) -> Line:
    """Let a question be encoded, as the bot does."""
    from embeddings.onnx import OnnxEncoder

    info = live.info
    encoder = OnnxEncoder(info.model, editions.models / info.weights_sha256)
    given = {
        "weights_sha256": encoder.weights_sha256,
        "dimension": len(encoder.encode(_QUESTION).vector),
    }
    for field, value in given.items():
        if value != getattr(info, field):
            raise StaleIndexError(field, getattr(info, field), value)
    return good(NAME, f"{info.model} encodes a question")


def _cross_encoder(live: Edition) -> Sequence[Line]:
    name = live.info.found.cross_encoder
    if name is None:
        return []
    if find_spec(_SCORING) is None:
        return [refused(NAME, NotInstalledError(f"the cross-encoder {name}", _SCORING))]
    return [good(NAME, f"{name}, the cross-encoder, can be loaded")]
