"""A model's graph, written once and proved equal to sentence-transformers, however it is run."""

import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.errors import LEAST, ExportError, ModelError
from embeddings.files import atomic
from embeddings.models.encoder import Encoded, Vectors, load, pieces, unwatched, weights_sha256
from embeddings.models.encoder import folder as model_folder
from embeddings.models.onnx_encoder import (
    GRAPH,
    TOKENIZER,
    WEIGHTS,
    ExportManifest,
    OnnxEncoder,
    file_sha256,
    intact,
)
from embeddings.models.prepacked_weights import pack
from embeddings.models.runtimes import OUTPUTS, PACKED, OnnxRuntime, usable

if TYPE_CHECKING:
    import torch
    from onnx import ModelProto
    from sentence_transformers import SentenceTransformer

_PROOF = (
    "",
    "Who saved Chernov from the crowd?",
    "Café, naïve – “coöperate”; Троцкий, 托洛茨基, 🙂 and ½ of it.",
    "The soldiers held the palace, and the crowd asked one question after another. " * 40,
)
_OPSET = 17


def opened(name: str, models: Path, texts: Sequence[str]) -> OnnxEncoder:
    """Open a model that lies among exported ones under its weights' hash, else export it.

    Raises ModelError and ExportError as `export` does.
    """
    path = models / weights_sha256(name)
    if not intact(path):
        export(name, path, texts)
    return OnnxEncoder(name, path)


def export(name: str, path: Path, texts: Sequence[str] = ()) -> None:
    """Write a model's graph, weights, tokenizer and facts to a folder, once proved on texts.

    The folder is there whole or not at all. Raises ModelError for a model that has no
    transformer, and ExportError where the graph gives other vectors than the model.
    """
    sha256 = weights_sha256(name)
    model = load(model_folder(name))
    part = path.with_name(f"{path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        facts = _write(name, sha256, model, part)
        _proved(name, model, facts, part, [*_PROOF, *texts]).save(part)
        _sync(part)
        shutil.rmtree(path, ignore_errors=True)
        atomic.rename(part, path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def verify(name: str, path: Path, texts: Sequence[str]) -> float:
    """Return the least cosine between an exported model's vectors and the model's own.

    Both the vectors of texts and those of their word pieces count. Raises ExportError where
    it is below LEAST.
    """
    model = load(model_folder(name))
    own = [_own(model, text) for text in texts]
    return _required(name, _cosine(OnnxEncoder(name, path), texts, own))


def _proved(
    name: str,
    model: "SentenceTransformer",
    facts: ExportManifest,
    folder: Path,
    texts: Sequence[str],
) -> ExportManifest:
    """Return the facts with the cosine of each runtime that pays here and verifies.

    Raises ExportError where the one that runs anywhere does not.
    """
    own = [_own(model, text) for text in texts]
    cosines = {
        runtime.name: _cosine(OnnxEncoder(name, folder, runtime), texts, own)
        for runtime in usable()
    }
    _required(name, cosines[OnnxRuntime.name])
    return replace(facts, proved={key: one for key, one in cosines.items() if one >= LEAST})


def _required(name: str, cosine: float) -> float:
    if not cosine >= LEAST:
        raise ExportError(name, cosine)
    return cosine


def _encoded(encoder: OnnxEncoder, texts: Sequence[str]) -> Iterator[Encoded]:
    return encoder.encode_all(texts, unwatched)


def _cosine(
    encoder: OnnxEncoder, texts: Sequence[str], own: Sequence[tuple[Vectors, Vectors]]
) -> float:
    """Return the least cosine between the vectors of an encoder and a model's own."""
    cosines = [1.0]
    for text, (vector, tokens), exported in zip(texts, own, _encoded(encoder, texts), strict=True):
        marks = encoder.marks(text)
        words = tokens[~marks] if len(marks) == len(tokens) else tokens
        cosines.append(_least(vector[None], exported.vector[None]))
        cosines.append(_least(words, exported.tokens))
    return float(np.min(cosines))  # unlike min, it keeps what is not a number


def _own(model: "SentenceTransformer", text: str) -> tuple[Vectors, Vectors]:
    """Return the vector of a text and those of its tokens, by the model itself."""
    whole = text.encode("utf-8", "replace").decode()
    encoded: Any = model.encode([whole], output_value=None, show_progress_bar=False)
    (features,) = encoded
    return features["sentence_embedding"].numpy(), features["token_embeddings"].numpy()


def _least(own: Vectors, exported: Vectors) -> float:
    """Return the least cosine of two matrices' rows; of different shapes, they have nothing."""
    if own.shape != exported.shape:
        return 0.0
    lengths = np.linalg.norm(own, axis=1) * np.linalg.norm(exported, axis=1)
    return float(((own * exported).sum(axis=1) / lengths).min(initial=1.0))


def _write(name: str, sha256: str, model: "SentenceTransformer", folder: Path) -> ExportManifest:
    """Write all that is exported; return its facts, which are written too."""
    inputs = _inputs(name, model)
    raw = folder / "raw.onnx"
    with _quiet():
        _trace(model, inputs, raw)
    _save(_fused(model, raw), folder)
    raw.unlink()
    pack(folder / GRAPH, folder / WEIGHTS)
    (folder / TOKENIZER).write_text(pieces(model).to_str(), "utf-8")
    files = {file: file_sha256(folder / file) for file in (GRAPH, PACKED, WEIGHTS, TOKENIZER)}
    facts = _facts(model, sha256, tuple(inputs), files)
    facts.save(folder)
    return facts


def _sync(folder: Path) -> None:
    for file in folder.iterdir():
        with file.open("rb") as written:
            atomic.sync(written.fileno())
    atomic.sync_directory(folder)


def _facts(
    model: "SentenceTransformer", sha256: str, inputs: tuple[str, ...], files: dict[str, str]
) -> ExportManifest:
    return ExportManifest(
        weights_sha256=sha256,
        window=int(model.max_seq_length or 512),
        dimension=int(model.get_embedding_dimension() or 0),
        hidden=int(_inner(model).config.hidden_size),
        pad=int(model.tokenizer.pad_token_id or 0),
        inputs=inputs,
        files=files,
    )


def _inputs(name: str, model: "SentenceTransformer") -> "dict[str, torch.Tensor]":
    """Return a batch of two lengths, so that nothing of it is taken for constant."""
    from sentence_transformers.sentence_transformer.modules import Transformer

    if not isinstance(model[0], Transformer) or not hasattr(model.tokenizer, "backend_tokenizer"):
        problem = "it is no transformer with a fast tokenizer"
        raise ModelError(name, problem, "choose another with CONCORDANCE_MODEL")
    batch = model.tokenizer(["who asked one question", "who"], padding=True, return_tensors="pt")
    names = ("input_ids", "attention_mask", "token_type_ids")
    return {name: batch[name] for name in names if name in batch}


def _inner(model: "SentenceTransformer") -> Any:  # noqa: ANN401  # any model of transformers
    transformer: Any = model[0]
    return transformer.model


def _trace(model: "SentenceTransformer", inputs: "dict[str, torch.Tensor]", raw: Path) -> None:
    import torch

    # the fusion knows attention by its plain form only
    _inner(model).set_attn_implementation("eager")
    axes = {name: {0: "batch", 1: "length"} for name in (*inputs, "tokens")}
    with torch.no_grad():
        torch.onnx.export(
            _whole(model, tuple(inputs)),
            tuple(inputs.values()),
            str(raw),
            input_names=list(inputs),
            output_names=list(OUTPUTS),
            dynamic_axes=axes | {"vector": {0: "batch"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def _whole(model: "SentenceTransformer", names: tuple[str, ...]) -> "torch.nn.Module":
    """Return all of a model's modules as one that takes and gives tensors."""
    from torch import Tensor, nn

    class Whole(nn.Module):
        """The transformer's hidden states, and what the modules behind it make of them."""

        def __init__(self) -> None:
            super().__init__()
            self.first, *others = model
            self.others = nn.ModuleList(others)

        def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
            """Return the vectors of the tokens and of the whole."""
            features = self.first(dict(zip(names, inputs, strict=True)))
            tokens = features["token_embeddings"]
            for module in self.others:
                features = module(features)
            return tokens, features["sentence_embedding"]

    return Whole().eval()


def _fused(model: "SentenceTransformer", raw: Path) -> "ModelProto":
    """Return the graph with its many small steps joined into a few that a processor likes."""
    from onnxruntime.transformers.optimizer import optimize_model

    config = _inner(model).config
    fused = optimize_model(
        str(raw),
        model_type="bert",
        num_heads=getattr(config, "num_attention_heads", 0),
        hidden_size=getattr(config, "hidden_size", 0),
        opt_level=0,  # what it does from 1 on may be right for this machine only
    )
    proto: ModelProto = fused.model
    return proto


def _save(graph: "ModelProto", folder: Path) -> None:
    """Save a graph with its weights beside it: so they are mapped into memory, not copied."""
    from onnx import save_model

    save_model(
        graph,
        str(folder / GRAPH),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=WEIGHTS,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what the exporter warns of: its age, and what it takes for constant."""
    from torch.jit._trace import TracerWarning

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=TracerWarning)
        warnings.filterwarnings(
            "ignore", "You are using the legacy TorchScript", DeprecationWarning
        )
        warnings.filterwarnings("ignore", "The feature will be removed", DeprecationWarning)
        warnings.filterwarnings("ignore", "Exporting aten::index operator", UserWarning)
        yield
