"""The ONNX graph of a model: traced by torch, then fused into few steps."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.errors import ModelError
from embeddings.models.onnx_session import OUTPUTS

if TYPE_CHECKING:
    import torch
    from onnx import ModelProto
    from sentence_transformers import SentenceTransformer

_OPSET = 17


def make_inputs(name: str, model: "SentenceTransformer") -> "dict[str, torch.Tensor]":
    """Return inputs to trace a model with: two texts of two lengths, so that none is constant.

    Raises ModelError for a model that is not a transformer with a fast tokenizer.
    """
    from sentence_transformers.sentence_transformer.modules import Transformer

    if not isinstance(model[0], Transformer) or not hasattr(model.tokenizer, "backend_tokenizer"):
        problem = "it is no transformer with a fast tokenizer"
        raise ModelError(name, problem, "choose another with CONCORDANCE_MODEL")
    batch = model.tokenizer(["who asked one question", "who"], padding=True, return_tensors="pt")
    names = ("input_ids", "attention_mask", "token_type_ids")
    return {name: batch[name] for name in names if name in batch}


def find_hidden_size(model: "SentenceTransformer") -> int:
    """Return the dimension of a model's token vectors."""
    return int(_transformer(model).config.hidden_size)


def write_graph(
    model: "SentenceTransformer", inputs: "dict[str, torch.Tensor]", graph: Path, weights: str
) -> None:
    """Write a model's graph, and its weights to a file beside it, so that they can be mapped."""
    from onnx import save_model

    traced = graph.with_name("traced.onnx")
    with _suppress_warnings():
        _trace(model, inputs, traced)
    save_model(
        _fuse(model, traced),
        str(graph),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=weights,
    )
    traced.unlink()


def _transformer(model: "SentenceTransformer") -> Any:  # noqa: ANN401  # any model of transformers
    module: Any = model[0]
    return module.model


def _trace(model: "SentenceTransformer", inputs: "dict[str, torch.Tensor]", traced: Path) -> None:
    import torch

    # the fusion knows attention by its plain form only
    _transformer(model).set_attn_implementation("eager")
    axes = {name: {0: "batch", 1: "length"} for name in (*inputs, "tokens")}
    with torch.no_grad():
        torch.onnx.export(
            _join_modules(model, tuple(inputs)),
            tuple(inputs.values()),
            str(traced),
            input_names=list(inputs),
            output_names=list(OUTPUTS),
            dynamic_axes=axes | {"vector": {0: "batch"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def _join_modules(model: "SentenceTransformer", names: tuple[str, ...]) -> "torch.nn.Module":
    """Return all of a model's modules as one, whose inputs and outputs are tensors."""
    from torch import Tensor, nn

    class Joined(nn.Module):
        """The transformer's hidden states, and what the modules after it make of them."""

        def __init__(self) -> None:
            super().__init__()
            self.first, *others = model
            self.others = nn.ModuleList(others)

        def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
            """Return the vectors of the tokens, and those of the texts."""
            features = self.first(dict(zip(names, inputs, strict=True)))
            tokens = features["token_embeddings"]
            for module in self.others:
                features = module(features)
            return tokens, features["sentence_embedding"]

    return Joined().eval()


def _fuse(model: "SentenceTransformer", traced: Path) -> "ModelProto":
    """Return a traced graph with its many small steps fused into a few that run fast."""
    from onnxruntime.transformers.optimizer import optimize_model

    config = _transformer(model).config
    fused = optimize_model(
        str(traced),
        model_type="bert",
        num_heads=getattr(config, "num_attention_heads", 0),
        hidden_size=getattr(config, "hidden_size", 0),
        opt_level=0,  # what it does from 1 on may be right for this machine only
    )
    proto: ModelProto = fused.model
    return proto


@contextmanager
def _suppress_warnings() -> Iterator[None]:
    """Suppress the exporter's warnings of its age, and of what it takes for constant."""
    from torch.jit._trace import TracerWarning

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=TracerWarning)
        warnings.filterwarnings(
            "ignore", "You are using the legacy TorchScript", DeprecationWarning
        )
        warnings.filterwarnings("ignore", "The feature will be removed", DeprecationWarning)
        warnings.filterwarnings("ignore", "Exporting aten::index operator", UserWarning)
        yield
