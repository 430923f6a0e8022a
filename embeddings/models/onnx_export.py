"""A model exported to ONNX, once, and proved to give the vectors of sentence-transformers."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.errors import MIN_COSINE, ExportError
from embeddings.files import atomic
from embeddings.models.encoder import (
    Vectors,
    copy_tokenizer,
    explain_refusal,
    hash_weights,
    ignore_progress,
    load_model,
    open_model_folder,
    replace_surrogates,
)
from embeddings.models.onnx_encoder import (
    GRAPH,
    TOKENIZER,
    WEIGHTS,
    ExportManifest,
    OnnxEncoder,
    is_intact,
)
from embeddings.models.onnx_session import PACKED_GRAPH
from embeddings.models.onnx_tracing import find_hidden_size, make_inputs, write_graph
from embeddings.models.packages import hash_file
from embeddings.models.prepacked_weights import pack_weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_REMEDY = "choose another with CONCORDANCE_MODEL"

_PROOF_TEXTS = (
    "",
    "Who saved Chernov from the crowd?",
    "Café, naïve – “coöperate”; Троцкий, 托洛茨基, 🙂 and ½ of it.",
    "The soldiers held the palace, and the crowd asked one question after another. " * 40,
)


def open_or_export(name: str, models: Path, texts: Sequence[str]) -> OnnxEncoder:
    """Open a model from a folder of exported ones, which are named by the hash of their weights.

    It is exported first if it is not there whole. Raises ModelError and ExportError as `export`
    does.
    """
    path = models / hash_weights(name)
    if not is_intact(path):
        export(name, path, texts)
    return OnnxEncoder(name, path)


def export(name: str, path: Path, texts: Sequence[str] = ()) -> None:
    """Write a model's graph, weights, tokenizer and manifest to a folder, proved on some texts.

    The folder is there whole or not at all. Raises ModelError for a model that has no
    transformer, and ExportError if the graph gives other vectors than the model.
    """
    sha256 = hash_weights(name)
    part = path.with_name(f"{path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with open_model_folder(name, part) as folder:
            model = load_model(folder)
            with explain_refusal(name, "cannot be exported", _REMEDY, besides=(OSError,)):
                _write(name, sha256, model, part)
                verify(OnnxEncoder(name, part), model, [*_PROOF_TEXTS, *texts])
        _sync(part)
        shutil.rmtree(path, ignore_errors=True)
        atomic.rename(part, path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write(name: str, sha256: str, model: "SentenceTransformer", folder: Path) -> None:
    """Write the files of an export, the manifest last."""
    inputs = make_inputs(name, model)
    write_graph(model, inputs, folder / GRAPH, WEIGHTS)
    pack_weights(folder / GRAPH, folder / WEIGHTS)
    (folder / TOKENIZER).write_text(copy_tokenizer(model).to_str(), "utf-8")
    files = (GRAPH, PACKED_GRAPH, WEIGHTS, TOKENIZER)
    manifest = ExportManifest(
        weights_sha256=sha256,
        window=int(model.max_seq_length or 512),
        dimension=int(model.get_embedding_dimension() or 0),
        hidden=find_hidden_size(model),
        pad=int(model.tokenizer.pad_token_id or 0),
        inputs=tuple(inputs),
        files={file: hash_file(folder / file) for file in files},
        sizes={file: (folder / file).stat().st_size for file in files},
    )
    manifest.save(folder)


def _sync(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            atomic.sync(file.fileno())
    atomic.sync_directory(folder)


def verify(encoder: OnnxEncoder, model: "SentenceTransformer", texts: Sequence[str]) -> float:
    """Return the lowest cosine between an exported model's vectors and the model's own.

    The vectors of texts are compared, and those of their word pieces. Raises ExportError if the
    cosine is below MIN_COSINE.
    """
    cosines = [1.0]
    for text, exported in zip(texts, encoder.encode_all(texts, ignore_progress), strict=True):
        vector, tokens = _encode(model, text)
        special = encoder.mask_special_pieces(text)
        words = tokens[~special] if len(special) == len(tokens) else tokens
        cosines.append(_lowest_cosine(vector[None], exported.vector[None]))
        cosines.append(_lowest_cosine(words, exported.tokens))
    lowest = float(np.min(cosines))  # unlike min, it keeps what is not a number
    if not lowest >= MIN_COSINE:
        raise ExportError(encoder.name, lowest)
    return lowest


def _encode(model: "SentenceTransformer", text: str) -> tuple[Vectors, Vectors]:
    """Return the vector of a text and those of its tokens, by sentence-transformers."""
    texts = [replace_surrogates(text)]
    encoded: Any = model.encode(texts, output_value=None, show_progress_bar=False)
    (features,) = encoded
    return features["sentence_embedding"].numpy(), features["token_embeddings"].numpy()


def _lowest_cosine(own: Vectors, exported: Vectors) -> float:
    """Return the lowest cosine between the rows of two matrices; 0 if their shapes differ."""
    if own.shape != exported.shape:
        return 0.0
    lengths = np.linalg.norm(own, axis=1) * np.linalg.norm(exported, axis=1)
    return float(((own * exported).sum(axis=1) / lengths).min(initial=1.0))
