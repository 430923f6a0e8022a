"""Weights written as ONNX Runtime multiplies them too: all processes map them, and none copies."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from embeddings.errors import ModelError, shortened
from embeddings.models.runtimes import PACKED, session

_PREFIX = "session.optimized_model_external_initializers"
_SMALLEST = 1024
"""Bytes of a weight from which on it stands in the file of the weights."""
_REMEDY = (
    "see that no quota and no limit to a file's size keeps it, and run `concordance build` again"
)


def pack(graph: Path, weights: Path) -> None:
    """Add to the weights beside a graph how they are multiplied, and write the graph of those.

    ONNX Runtime writes them once and maps them at each opening, where it holds them against what
    it would make of the weights itself: on a processor for which that is something else, and for
    other runtimes, the graph without them stays. Raises OSError where the disk is full, and
    ModelError where it cannot write them for another reason.
    """
    from onnx import load, save_model

    with TemporaryDirectory(dir=graph.parent) as folder:
        part = Path(folder)
        written = {"file_name": weights.name, "min_size_in_bytes": str(_SMALLEST)}
        entries = {f"{_PREFIX}_{name}": value for name, value in written.items()}
        entries["session.save_external_prepacked_constant_initializers"] = "1"
        with _told(weights):
            session(graph, write=part / PACKED, entries=entries)
        for file, place in (
            (part / PACKED, graph.with_name(PACKED)),
            (part / weights.name, weights),
        ):
            file.chmod(graph.stat().st_mode)  # else only who has built could ask
            file.replace(place)
    plain = load(str(graph.with_name(PACKED)), load_external_data=False)
    for tensor in plain.graph.initializer:
        kept = [one for one in tensor.external_data if not one.key.startswith("prepacked")]
        del tensor.external_data[:]
        tensor.external_data.extend(kept)
    save_model(plain, str(graph))


@contextmanager
def _told(weights: Path) -> Iterator[None]:
    """Raise what can be told for what ONNX Runtime raises where it cannot write."""
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf
    from psutil import disk_usage

    folder = weights.parent
    try:
        yield
    except (Fail, InvalidProtobuf) as error:  # the second where the graph itself has no room
        if disk_usage(str(folder)).free < weights.stat().st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder)) from error
        words = shortened(str(error).strip().rpartition(" : ")[2])
        problem = f"ONNX Runtime cannot write its weights ({words})"
        raise ModelError(str(folder), problem, _REMEDY) from error
