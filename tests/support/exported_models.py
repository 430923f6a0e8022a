"""Exported models as other machines and other versions leave them."""

import json
from collections.abc import Iterator
from pathlib import Path

from onnx import TensorProto, load

from embeddings.models.onnx_encoder import MANIFEST, WEIGHTS
from embeddings.models.onnx_session import PACKED_GRAPH
from embeddings.models.packages import hash_file


def external_data(tensor: TensorProto) -> dict[str, str]:
    """Return what a graph says of a weight that is stored in a file."""
    return {entry.key: entry.value for entry in tensor.external_data}


def packed_spans(folder: Path) -> Iterator[tuple[int, int]]:
    """Yield where packed weights lie in the file of weights: the first byte, and how many."""
    for tensor in load(str(folder / PACKED_GRAPH), load_external_data=False).graph.initializer:
        for key, value in external_data(tensor).items():
            if key.startswith("prepacked"):
                start, length, _ = value.rpartition("|")[2].split(";")
                yield int(start), int(length)


def zero_packed_weights(folder: Path) -> None:
    """Let packed weights be others than this processor makes, as another processor would."""
    with (folder / WEIGHTS).open("r+b") as file:
        for start, length in packed_spans(folder):
            file.seek(start)
            file.write(bytes(length))
    reseal(folder)


def reseal(folder: Path) -> Path:
    """Let a manifest name the files that are there, as they are now, as what was exported."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    there = [name for name in manifest["files"] if (folder / name).exists()]
    manifest |= {"files": {name: hash_file(folder / name) for name in there}, "seal": ""}
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    return folder


def add_proof_of_openvino(folder: Path) -> None:
    """Let a manifest be one of the versions that ran OpenVINO where that verified."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    proved = {"openvino": 0.9999214410781860, "onnxruntime": 0.9999998211860657}
    (folder / MANIFEST).write_text(json.dumps({**manifest, "proved": proved}), "utf-8")
