"""A model's graph: fused into few steps, or refused where there is none."""

from pathlib import Path

import pytest
from onnx import load

from embeddings.errors import ModelError
from embeddings.models.onnx_encoder import GRAPH
from embeddings.models.onnx_tracing import make_inputs


def test_the_graph_is_joined_into_few_steps(tiny_exported: Path) -> None:
    graph = load(tiny_exported / GRAPH, load_external_data=False).graph
    steps = [node.op_type for node in graph.node]
    assert "Attention" in steps
    assert "Softmax" not in steps


def test_a_model_without_a_transformer_is_refused_by_name() -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel

    tokenizer = Tokenizer(WordLevel({"a": 0, "[UNK]": 1}, unk_token="[UNK]"))  # noqa: S106
    static = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=4)])
    with pytest.raises(ModelError, match="no transformer"):
        make_inputs("static", static)
