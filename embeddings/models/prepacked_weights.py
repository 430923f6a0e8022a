"""A model's weights in the layout that ONNX Runtime multiplies: mapped by all, copied by none."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from embeddings.errors import ModelError, shorten_input
from embeddings.models.onnx_session import PACKED_GRAPH, open_session

_ENTRY = "session.optimized_model_external_initializers"

_MIN_BYTES = 1024
"""Bytes from which on a weight is stored in the file of weights, not in the graph."""

_REMEDY = (
    "see that no quota and no limit to a file's size keeps it, and run `concordance build` again"
)


def pack_weights(graph: Path, weights: Path) -> None:
    """Add the packed form of a graph's weights to their file, and write a graph that reads it.

    ONNX Runtime packs them here once; each process that opens the packed graph then maps them,
    after ONNX Runtime has compared them with what it would pack itself. On a processor for which
    it packs otherwise, the graph without packed weights is opened. Raises OSError if the disk is
    full, and ModelError if the weights cannot be written for another reason.
    """
    packed = graph.with_name(PACKED_GRAPH)
    with TemporaryDirectory(dir=graph.parent) as folder:
        part = Path(folder)
        _write_packed(graph, part / PACKED_GRAPH, weights)
        for path in (packed, weights):
            file = part / path.name
            file.chmod(graph.stat().st_mode)  # else only who has built could ask
            file.replace(path)
    _write_plain(packed, graph)


def _write_packed(graph: Path, packed: Path, weights: Path) -> None:
    """Let ONNX Runtime write a packed graph, and beside it the weights in both forms."""
    entries = {
        f"{_ENTRY}_file_name": weights.name,
        f"{_ENTRY}_min_size_in_bytes": str(_MIN_BYTES),
        "session.save_external_prepacked_constant_initializers": "1",
    }
    with _explain_failure(weights):
        open_session(graph, write=packed, entries=entries)


def _write_plain(packed: Path, graph: Path) -> None:
    """Write a graph anew that reads the same file of weights, but not their packed form."""
    from onnx import load, save_model

    plain = load(str(packed), load_external_data=False)
    for tensor in plain.graph.initializer:
        kept = [entry for entry in tensor.external_data if not entry.key.startswith("prepacked")]
        del tensor.external_data[:]
        tensor.external_data.extend(kept)
    save_model(plain, str(graph))


@contextmanager
def _explain_failure(weights: Path) -> Iterator[None]:
    """Turn what ONNX Runtime raises if it cannot write into an error with a remedy."""
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf
    from psutil import disk_usage

    folder = weights.parent
    try:
        yield
    except (Fail, InvalidProtobuf) as error:  # the second where the graph itself has no room
        if disk_usage(str(folder)).free < weights.stat().st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder)) from error
        words = shorten_input(str(error).strip().rpartition(" : ")[2])
        problem = f"ONNX Runtime cannot write its weights ({words})"
        raise ModelError(str(folder), problem, _REMEDY) from error
