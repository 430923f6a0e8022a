"""The model: exported beside the index, the same as at the build, and able to encode."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.doctor.environment import Environment, run_in_thread
from bot.doctor.findings import Finding, describe_error, doubtful, good
from embeddings.editions.edition import Edition
from embeddings.editions.library import Library
from embeddings.errors import EmbeddingsError, NotInstalledError, StaleIndexError

NAME = "model"

_QUESTION = "Who keeps the light?"
_CROSS_ENCODER_PACKAGE = "sentence_transformers"


@run_in_thread
def check_model(environment: Environment) -> Sequence[Finding]:
    """Check that questions can be encoded as the index was."""
    library, name = Library(environment.index), environment.settings.model
    try:
        editions = library.open()
    except EmbeddingsError:
        return [doubtful(NAME, "cannot be told without an index", "see the line index")]

    # one edition for each model and cross-encoder in use
    distinct = {
        (edition.info.weights_sha256, edition.info.search.cross_encoder): edition
        for edition in editions
    }
    for edition in distinct.values():
        if name not in (None, edition.info.model):
            return [describe_error(NAME, StaleIndexError("model", edition.info.model, name))]
    return [
        finding
        for edition in distinct.values()
        for finding in (_check_encoding(library.models, edition), *_check_cross_encoder(edition))
    ]


def _check_encoding(models: Path, edition: Edition) -> Finding:
    """Encode a question, as the bot does."""
    from embeddings.models.onnx_encoder import OnnxEncoder

    info = edition.info
    encoder = OnnxEncoder(info.model, models / info.weights_sha256)
    actual = {
        "weights_sha256": encoder.weights_sha256,
        "dimension": len(encoder.encode(_QUESTION).vector),
    }
    for field, value in actual.items():
        if value != getattr(info, field):
            raise StaleIndexError(field, getattr(info, field), value)
    return good(NAME, f"{info.model} encodes a question")


def _check_cross_encoder(edition: Edition) -> Sequence[Finding]:
    name = edition.info.search.cross_encoder
    if name is None:
        return []
    if find_spec(_CROSS_ENCODER_PACKAGE) is None:
        error = NotInstalledError(f"the cross-encoder {name}", _CROSS_ENCODER_PACKAGE)
        return [describe_error(NAME, error)]
    return [good(NAME, f"{name}, the cross-encoder, can be loaded")]
