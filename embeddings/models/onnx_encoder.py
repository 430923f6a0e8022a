"""An exported graph and tokenizers: what a model makes of a text, without torch."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelError
from embeddings.models.encoder import Encoded, Progress, Vectors, spans
from embeddings.models.runtimes import PACKED, RUNTIMES, OnnxRuntime, Runtime, pays

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

GRAPH = "model.onnx"
WEIGHTS = "weights.bin"
TOKENIZER = "tokenizer.json"
FACTS = "encoder.json"

_FORMAT = 2
_STRETCH = 256
"""Texts sorted among themselves and held in memory with their token vectors at once."""

_BATCH = 512
"""Word pieces in a batch: more of them fall out of a core's cache and take longer each."""

_PADDING = 8
_OVERLAP = 32


@dataclass(frozen=True, slots=True)
class ExportManifest:
    """What an exported model does not say in its graph.

    `proved` has the least cosine of each runtime that verified where the model was exported.
    """

    weights_sha256: str
    window: int
    dimension: int
    hidden: int
    pad: int
    inputs: tuple[str, ...]
    files: dict[str, str]
    proved: dict[str, float] = field(default_factory=dict)
    format: int = _FORMAT

    def save(self, folder: Path) -> None:
        """Write the facts into a model's folder."""
        (folder / FACTS).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "ExportManifest":
        """Read the facts of a model's folder; raise ValueError for those of another format."""
        facts = json.loads((folder / FACTS).read_text("utf-8"))
        if not isinstance(facts, dict) or facts.get("format") != _FORMAT:
            raise ValueError(f"{FACTS} is not of format {_FORMAT}")
        return cls(**facts | {"inputs": tuple(facts["inputs"])})

    def prove(self, folder: Path) -> None:
        """Raise ValueError, naming the file, where one is not what was exported."""
        for name, sha256 in self.files.items():
            if file_sha256(folder / name) != sha256:
                raise ValueError(f"{name} is not what was written")


def file_sha256(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def intact(folder: Path) -> bool:
    """Say whether a folder holds the exported model that it is named after, as it was written."""
    try:
        facts = ExportManifest.load(folder)
        facts.prove(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return facts.weights_sha256 == folder.name and PACKED in facts.files


class OnnxEncoder:
    """An exported model: a folder that `embeddings.models.onnx_export.export` has written.

    Without a runtime it is run by the fastest that is proved; OnnxRuntime opens soonest.
    """

    def __init__(
        self, name: str, folder: Path, runtime: Callable[[Path], Runtime] | None = None
    ) -> None:
        self.name = name
        self._facts, self._tokenizer, self._runtime = _open(name, folder, runtime)
        self._tokenizer.enable_truncation(self._facts.window)
        self._size = self._facts.window - self._tokenizer.num_special_tokens_to_add(is_pair=False)
        self.weights_sha256 = self._facts.weights_sha256
        self.dimension = self._facts.dimension
        self.hidden = self._facts.hidden

    def encode(self, text: str) -> Encoded:
        """Return what the model makes of a question; a long one counts up to the window."""
        return _run(self._runtime, self._facts, [self._tokenizer.encode(_whole(text))])[0]

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Yield what the model makes of each text, in their order, on all cores.

        No more than a few hundred are held at a time. They are to fit the model's window.
        """
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            for start in range(0, len(texts), _STRETCH):
                stretch = texts[start : start + _STRETCH]
                yield from self._stretch(threads, stretch)
                progress(start + len(stretch), len(texts))

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield half-open parts of a text of at most the window, overlapping by a few pieces."""
        offsets = self._uncut.encode(_whole(text), add_special_tokens=False).offsets
        if len(offsets) <= self._size:
            yield 0, len(text)
            return
        for first, last in spans(len(offsets), self._size, min(_OVERLAP, self._size // 4)):
            start, end = offsets[first][0], offsets[last - 1][1]
            # cut within a word, a part may have more pieces by itself than it had in the whole
            yield from ((start + low, start + high) for low, high in self.windows(text[start:end]))

    def pieces(self, text: str) -> NDArray[np.int32]:
        """Return the word pieces of a text of any length; nothing is encoded."""
        ids = self._uncut.encode(_whole(text), add_special_tokens=False).ids
        return np.array(ids, dtype=np.int32)

    def vocabulary(self) -> Sequence[str]:
        """Return the model's word pieces, by number."""
        numbers = self._tokenizer.get_vocab()
        pieces = [""] * (max(numbers.values(), default=-1) + 1)
        for piece, number in numbers.items():
            pieces[number] = piece
        return pieces

    def marks(self, text: str) -> NDArray[np.bool_]:
        """Say of each word piece of a text whether it is a mark that the model adds."""
        return np.array(self._cut([text])[0].special_tokens_mask, dtype=np.bool_)

    @cached_property
    def _beside_others(self) -> Runtime:
        return self._runtime.beside_others()

    @cached_property
    def _uncut(self) -> "Tokenizer":
        """The tokenizer without a window; asking need not wait for it."""
        from tokenizers import Tokenizer

        uncut = Tokenizer.from_str(self._tokenizer.to_str())
        uncut.no_truncation()
        return uncut

    def _stretch(self, threads: ThreadPoolExecutor, texts: Sequence[str]) -> list[Encoded]:
        encodings = self._cut(texts)
        order = sorted(range(len(encodings)), key=lambda at: -len(encodings[at]))
        groups = list(_batches([(at, len(encodings[at])) for at in order]))
        runtime, facts = self._beside_others, self._facts
        found = threads.map(
            lambda group: _run(runtime, facts, [encodings[at] for at in group]), groups
        )
        by_place = dict(zip(chain(*groups), chain.from_iterable(found), strict=True))
        return [by_place[at] for at in range(len(encodings))]

    def _cut(self, texts: Sequence[str]) -> "list[Encoding]":
        return self._tokenizer.encode_batch([_whole(text) for text in texts])


def _run(runtime: Runtime, facts: ExportManifest, encodings: "list[Encoding]") -> list[Encoded]:
    """Return what a graph makes of texts together."""
    longest = max(len(encoding) for encoding in encodings)
    ids = np.full((len(encodings), longest), facts.pad, dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
    every = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    tokens, vectors = runtime.run({name: every[name] for name in facts.inputs})
    return [
        _encoded(encoding, rows[: len(encoding)], vector)
        for encoding, rows, vector in zip(encodings, tokens, vectors, strict=True)
    ]


def _encoded(encoding: "Encoding", rows: Vectors, vector: Vectors) -> Encoded:
    own = np.array(encoding.special_tokens_mask) == 0
    return Encoded(
        vector=_normalised(vector),
        tokens=_normalised(rows[own]),
        pieces=np.array(encoding.ids, dtype=np.int32)[own],
        offsets=np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2)[own],
    )


def _normalised(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32, copy=False)
    return scaled


def _batches(lengths: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the places of texts that are encoded together; they come with the longest first."""
    batch: list[int] = []
    longest = 0
    for at, length in lengths:
        full = longest * (len(batch) + 1) > _BATCH or length < longest - _PADDING
        if batch and full:
            yield batch
            batch = []
        longest = longest if batch else length
        batch.append(at)
    if batch:
        yield batch


def _whole(text: str) -> str:
    """Return a text without half surrogate pairs, which are no text; no offset moves."""
    return text.encode("utf-8", "replace").decode()


def _open(
    name: str, folder: Path, runtime: Callable[[Path], Runtime] | None
) -> "tuple[ExportManifest, Tokenizer, Runtime]":
    """Open an exported model; raise ModelError where it is missing or damaged."""
    from onnxruntime.capi import onnxruntime_pybind11_state as states
    from tokenizers import Tokenizer

    names = "Fail InvalidArgument InvalidGraph InvalidProtobuf NoSuchFile NotImplemented".split()
    broken = tuple(getattr(states, name) for name in names)
    try:
        facts = ExportManifest.load(folder)
        facts.prove(folder)
        tokenizer = Tokenizer.from_str((folder / TOKENIZER).read_text("utf-8"))
        return facts, tokenizer, (runtime or _quickest(facts))(folder / GRAPH)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, *broken) as error:
        raise _unopened(name, folder, error) from error
    except Exception as error:  # tokenizers has no error of its own
        if type(error) is not Exception:
            raise
        raise _unopened(name, folder, error) from error


def _quickest(facts: ExportManifest) -> Callable[[Path], Runtime]:
    """Return the fastest runtime that was proved and that pays on this processor."""
    proved = (one for one in RUNTIMES if one.name in facts.proved)
    return next(filter(pays, proved), OnnxRuntime)


def _unopened(name: str, folder: Path, error: Exception) -> ModelError:
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    problem = f"what was exported to {folder} cannot be opened ({first})"
    return ModelError(name, problem, "run `concordance build`")
