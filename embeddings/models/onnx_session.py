"""An exported graph, run by ONNX Runtime."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.models.encoder import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Inputs = dict[str, NDArray[np.int64]]

OUTPUTS = ("tokens", "vector")
"""Outputs of an exported graph, of shape (texts, length, hidden) and (texts, dimension)."""

PACKED_GRAPH = "packed.onnx"
"""File of a second graph, whose weights are stored in the layout that ONNX Runtime multiplies."""

_MAX_THREADS = 4

_FATAL = 4
"""Least severity that ONNX Runtime logs: errors are raised, and need not be logged as well."""

# from its import on ONNX Runtime would report each model that is opened to Microsoft
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


class OnnxSession:
    """A graph opened with ONNX Runtime; several threads may run it at once."""

    def __init__(self, graph: Path, threads: int = min(os.cpu_count() or 1, _MAX_THREADS)) -> None:
        self._session = _open_packed(graph, threads) or open_session(graph, threads)

    def run(self, inputs: Inputs) -> tuple[Vectors, Vectors]:
        """Return the vectors of the tokens of some texts, and those of the texts."""
        tokens, vectors = self._session.run(OUTPUTS, inputs)
        return tokens, vectors


def maps_weights(graph: Path) -> bool:
    """Say whether ONNX Runtime can map the packed weights beside a graph on this processor.

    Where it cannot, every process packs a copy of its own.
    """
    return _open_packed(graph) is not None


def _open_packed(graph: Path, threads: int = 1) -> "InferenceSession | None":
    """Open the packed graph; return None if there is none, or one of another processor."""
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, NoSuchFile

    try:
        return open_session(graph.with_name(PACKED_GRAPH), threads)
    except (Fail, NoSuchFile):
        return None


def open_session(
    graph: Path,
    threads: int = 1,
    *,
    write: Path | None = None,
    entries: Mapping[str, str] | None = None,
) -> "InferenceSession":
    """Open a graph, and write it to a file as it is opened; raise what ONNX Runtime raises."""
    # 0.1 s: what asks nothing need not wait for it
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_DISABLE_ALL  # the export did it
    options.intra_op_num_threads = threads
    options.log_severity_level = _FATAL
    options.optimized_model_filepath = str(write or "")
    for name, value in (entries or {}).items():
        options.add_session_config_entry(name, value)
    return InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
