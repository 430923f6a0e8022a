"""The models: exported beside the index, the same as at the build, and able to encode."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.doctor.environment import MORE_TIME, NOT_WHOLE, Environment, run_in_thread
from bot.doctor.findings import Finding, describe_error, doubtful, good
from embeddings.editions.edition_manifest import ModelInfo
from embeddings.editions.library import Library
from embeddings.errors import EmbeddingsError, NotInstalledError, StaleIndexError
from embeddings.files.proof import Going
from embeddings.models.names import format_names

NAME = "model"

_QUESTION = "Who keeps the light?"
_CROSS_ENCODER_PACKAGE = "sentence_transformers"


@run_in_thread
def check_model(environment: Environment) -> Sequence[Finding]:
    """Check that questions can be encoded as the index was, by each of its models."""
    library, names = Library(environment.index), environment.settings.model
    try:
        editions = library.open()
    except EmbeddingsError:
        return [doubtful(NAME, "cannot be told without an index", "see the line index")]
    for edition in editions:
        built = edition.info.model_names
        if names not in (None, built):
            error = StaleIndexError("model", format_names(built), format_names(names))
            return [describe_error(NAME, error)]

    # each model and cross-encoder in use, whatever the number of texts
    models = {model.weights_sha256: model for edition in editions for model in edition.info.models}
    cross_encoders = dict.fromkeys(edition.info.search.cross_encoder for edition in editions)
    going = environment.within_limit()
    return [
        *(_check_encoding(library.models, model, going) for model in models.values()),
        *(_check_cross_encoder(name) for name in cross_encoders if name is not None),
    ]


def _check_encoding(models: Path, model: ModelInfo, going: Going) -> Finding:
    """Encode a question, as the bot does, and read the model whole."""
    from embeddings.models.onnx_encoder import OnnxEncoder, make_proof

    folder = models / model.weights_sha256
    encoder = OnnxEncoder(model.model, folder)
    actual = {
        "weights_sha256": encoder.weights_sha256,
        "dimension": len(encoder.encode(_QUESTION).vector),
    }
    for field, value in actual.items():
        if value != getattr(model, field):
            raise StaleIndexError(field, getattr(model, field), value)
    text = f"{model.model} encodes a question"
    if make_proof(folder).repeat(going):
        return good(NAME, text)
    return doubtful(NAME, f"{text}; {NOT_WHOLE}", MORE_TIME)


def _check_cross_encoder(name: str) -> Finding:
    if find_spec(_CROSS_ENCODER_PACKAGE) is None:
        error = NotInstalledError(f"the cross-encoder {name}", _CROSS_ENCODER_PACKAGE)
        return describe_error(NAME, error)
    return good(NAME, f"{name}, the cross-encoder, can be loaded")
