"""What runs an exported graph: ONNX Runtime anywhere, OpenVINO where it is faster."""

import ctypes
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.models.encoder import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Inputs = dict[str, NDArray[np.int64]]

OUTPUTS = ("tokens", "vector")
"""What a graph gives: (texts, length, hidden) and (texts, dimension)."""

LENGTHS = (16, 32)
"""Word pieces of most questions: 73 % of SQuAD's have no more than 16, 99.9 % no more than 32."""

PACKED = "packed.onnx"
"""The graph beside another one whose weights lie as ONNX Runtime multiplies them here."""

_FATAL = 4
"""What is logged: errors are raised as well."""

_CORES = os.cpu_count() or 1
_MOST = 4

# from its import on ONNX Runtime would tell Microsoft of each model that is opened
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


class Runtime(Protocol):
    """A graph that is open; several threads may run it at once."""

    name: str

    def run(self, inputs: Inputs) -> tuple[Vectors, Vectors]:
        """Return the vectors of the tokens of some texts, and those of the texts."""
        ...

    def beside_others(self) -> "Runtime":
        """Return what runs batches, as many at once as there are cores."""
        ...


class OnnxRuntime:
    """Opens in a third of the time that OpenVINO takes, and runs on any processor."""

    name = "onnxruntime"

    def __init__(self, graph: Path, threads: int = min(_CORES, _MOST)) -> None:
        self._graph = graph
        self._session = _packed(graph, threads) or session(graph, threads)

    def run(self, inputs: Inputs) -> tuple[Vectors, Vectors]:
        """Return the vectors of the tokens of some texts, and those of the texts."""
        tokens, vectors = self._session.run(OUTPUTS, inputs)
        return tokens, vectors

    def beside_others(self) -> "OnnxRuntime":
        """Return a graph on one thread: several at once are faster than one on all cores."""
        return OnnxRuntime(self._graph, threads=1)


def maps(graph: Path) -> bool:
    """Say whether ONNX Runtime maps the weights beside a graph here; else each process copies."""
    return _packed(graph) is not None


def _packed(graph: Path, threads: int = 1) -> "InferenceSession | None":
    """Open the graph of packed weights; None where there is none, or another processor's."""
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, NoSuchFile

    try:
        return session(graph.with_name(PACKED), threads)
    except (Fail, NoSuchFile):
        return None


def session(
    graph: Path,
    threads: int = 1,
    *,
    write: Path | None = None,
    entries: Mapping[str, str] | None = None,
) -> "InferenceSession":
    """Open a graph with ONNX Runtime, and write it as it is opened; raise what it raises."""
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


class OpenVino:
    """Multiplies in bfloat16 where the processor can, and adds up in 32 bits: half to read.

    Elsewhere it multiplies in 32 bits. A text alone is padded to one of some lengths, for
    each of which a graph of its own is made ready: that is faster than one for any length.
    """

    name = "openvino"

    def __init__(self, graph: Path, lengths: Sequence[int] = LENGTHS) -> None:
        self._graph, self._core = graph, _openvino().Core()
        self._hints = {"INFERENCE_PRECISION_HINT": "bf16", "INFERENCE_NUM_THREADS": _CORES}
        self._read = self._core.read_model(str(graph))
        self._fixed = {length: self._of_length(length) for length in lengths}
        if not lengths:
            _ = self._any

    def run(self, inputs: Inputs) -> tuple[Vectors, Vectors]:
        """Return the vectors of the tokens of some texts, and those of the texts."""
        count, length = next(iter(inputs.values())).shape
        fitting = next((one for one in self._fixed if one >= length), None)
        if count > 1 or fitting is None:
            return self._any.run(inputs)
        padded = np.zeros((len(inputs), 1, fitting), dtype=np.int64)
        padded[:, :, :length] = list(inputs.values())
        tokens, vectors = self._fixed[fitting].run(dict(zip(inputs, padded, strict=True)))
        return tokens[:, :length], vectors

    def beside_others(self) -> "OpenVino":
        """Return a graph that each thread runs on a core of its own."""
        return OpenVino(self._graph, ())

    @cached_property
    def _any(self) -> "_Compiled":
        return self._compiled(self._read, NUM_STREAMS=_CORES)

    def _of_length(self, length: int) -> "_Compiled":
        model = self._read.clone()
        model.reshape({port.get_any_name(): [1, length] for port in model.inputs})
        return self._compiled(model, PERFORMANCE_HINT="LATENCY")

    def _compiled(self, model: Any, **hints: object) -> "_Compiled":  # noqa: ANN401
        with _own_signal_stack():
            return _Compiled(self._core.compile_model(model, "CPU", self._hints | hints))


class _Compiled:
    """A compiled graph of OpenVINO, with a request to it for each thread."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401
        self._model, self._of_thread = model, threading.local()

    def run(self, inputs: Inputs) -> tuple[Vectors, Vectors]:
        if not hasattr(self._of_thread, "request"):
            with _own_signal_stack():
                self._of_thread.request = self._model.create_infer_request()
        request = self._of_thread.request
        request.infer(inputs)
        tokens, vectors = (np.array(request.get_tensor(name).data) for name in OUTPUTS)
        return tokens, vectors


RUNTIMES: tuple[type[OnnxRuntime] | type[OpenVino], ...] = (OpenVino, OnnxRuntime)
"""The runtimes, the fastest first; the last runs anywhere, and it has to verify."""


def usable() -> list[type[OnnxRuntime] | type[OpenVino]]:
    """Return the runtimes that pay on this processor, the fastest first."""
    return [one for one in RUNTIMES if pays(one)]


def pays(runtime: type[OnnxRuntime] | type[OpenVino]) -> bool:
    """Say whether a runtime pays on this processor.

    OpenVINO is imported only where it is asked about: it takes 0.1 s and 20 MB.
    """
    return runtime is not OpenVino or has_bfloat16()


def has_bfloat16() -> bool:
    """Say whether OpenVINO finds that this processor multiplies in bfloat16."""
    return "BF16" in _openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


class _SignalStack(ctypes.Structure):
    _fields_ = (("start", ctypes.c_void_p), ("flags", ctypes.c_int), ("size", ctypes.c_size_t))


@contextmanager
def _own_signal_stack() -> Iterator[None]:
    """Keep the stack on which this thread handles signals.

    OpenVINO gives it another one, which is gone with the model: the next signal that Python
    handles would end the process.
    """
    if sys.platform != "linux":
        yield
        return
    system, before = ctypes.CDLL(None), _SignalStack()
    system.sigaltstack(None, ctypes.byref(before))
    try:
        yield
    finally:
        system.sigaltstack(ctypes.byref(before), None)


def _openvino() -> Any:  # noqa: ANN401  (a module)
    # importing its converter, which nothing here needs, tells Intel by Google Analytics
    sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]
    import openvino

    # two threads whose first array meets here at once would wait for one another for ever
    _ = openvino.Tensor(np.zeros(1, dtype=np.int64)).data
    return openvino
