"""An exported model, which encodes texts without torch."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError, ModelError
from embeddings.files.proof import FolderProof
from embeddings.files.regular import read_regular
from embeddings.models.encoder import Encoded, Progress, Vectors, replace_surrogates, split_length
from embeddings.models.onnx_session import PACKED_GRAPH, OnnxSession
from embeddings.models.packages import hash_file

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

GRAPH = "model.onnx"
WEIGHTS = "weights.bin"
TOKENIZER = "tokenizer.json"
MANIFEST = "encoder.json"

_FORMAT = 2

_MAX_HASHED_BYTES = 256 * 2**20
"""Largest file that is hashed each time that it is opened."""

_CHUNK_TEXTS = 256
"""Texts that are sorted by length together, and held in memory with their token vectors."""

_MAX_BATCH_PIECES = 512
"""Word pieces in a batch: a larger one falls out of a core's cache and takes longer per piece."""

_MAX_PADDING = 8
"""Word pieces by which a text may be shorter than the longest of its batch."""

_WINDOW_OVERLAP = 32
"""Word pieces that two neighbouring windows of a long text share, if they are long enough."""


@dataclass(frozen=True, slots=True)
class ExportManifest:
    """What an encoder needs to know of an exported model and cannot read from its graph.

    `files` has the SHA-256 of each file by its name, `sizes` its size in bytes, and `seal` is a
    hash of all of this; exports of earlier versions lack the last two.
    """

    weights_sha256: str
    window: int
    dimension: int
    hidden: int
    pad: int
    inputs: tuple[str, ...]
    files: dict[str, str]
    sizes: dict[str, int] = field(default_factory=dict)
    format: int = _FORMAT
    seal: str = ""

    def save(self, folder: Path) -> None:
        """Write the manifest into a model's folder, sealed."""
        sealed = asdict(replace(self, seal=self._hash()))
        (folder / MANIFEST).write_text(json.dumps(sealed, indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "ExportManifest":
        """Read the manifest of a model's folder.

        Raises ValueError if it has another format, or is not what was written.
        """
        fields = json.loads(read_regular(folder / MANIFEST))
        if not isinstance(fields, dict) or fields.get("format") != _FORMAT:
            raise ValueError(f"{MANIFEST} is not of format {_FORMAT}")
        fields.pop("proved", None)  # cosines, by versions that ran OpenVINO too
        manifest = cls(**fields | {"inputs": tuple(fields["inputs"])})
        if manifest.seal not in {"", manifest._hash()}:
            raise ValueError(f"{MANIFEST} is not what was written")
        return manifest

    def check_files(self, folder: Path) -> None:
        """Raise ValueError, naming the file, if one is at once seen not to be what was exported.

        A large file is checked by its size until its proof: no question waits for its hash.
        """
        for name, sha256 in self.files.items():
            size = (folder / name).stat().st_size
            if size == self.sizes.get(name) and size > _MAX_HASHED_BYTES:
                continue
            if hash_file(folder / name) != sha256:
                raise ValueError(f"{name} is not what was written")

    def _hash(self) -> str:
        """Return the hash of all fields but the seal."""
        fields = json.dumps(asdict(replace(self, seal="")), sort_keys=True)
        return hashlib.sha256(fields.encode()).hexdigest()


def make_proof(folder: Path) -> FolderProof:
    """Return the proof of the large files in an exported model's folder.

    Raises DamagedIndexError for a folder whose manifest cannot be read.
    """
    try:
        manifest = ExportManifest.load(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(folder / MANIFEST, "is not what was written") from error
    large = (name for name, size in manifest.sizes.items() if size > _MAX_HASHED_BYTES)
    return FolderProof(folder, {name: manifest.files[name] for name in large})


def is_intact(folder: Path) -> bool:
    """Say whether a folder holds, as it was written, the exported model it is named after."""
    try:
        manifest = ExportManifest.load(folder)
        manifest.check_files(folder)
        make_proof(folder).repeat(keep=True)
    except (OSError, ValueError, KeyError, TypeError, DamagedIndexError):
        return False
    return manifest.weights_sha256 == folder.name and PACKED_GRAPH in manifest.files


class OnnxEncoder:
    """An encoder from a folder that `embeddings.models.onnx_export.export` has written."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._graph = folder / GRAPH
        self._manifest, self._tokenizer, self._session = _open(name, folder)
        self._tokenizer.enable_truncation(self._manifest.window)
        special = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        self._max_pieces = self._manifest.window - special
        self.weights_sha256 = self._manifest.weights_sha256
        self.dimension = self._manifest.dimension
        self.hidden = self._manifest.hidden

    def encode(self, text: str) -> Encoded:
        """Encode a question; of a long one, as much as fits the model's window."""
        encoding = self._tokenizer.encode(replace_surrogates(text))
        return _run(self._session, self._manifest, [encoding])[0]

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Encode texts that fit the model's window, in their order and on all cores.

        Only a few hundred are held in memory at a time.
        """
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            for start in range(0, len(texts), _CHUNK_TEXTS):
                chunk = texts[start : start + _CHUNK_TEXTS]
                yield from self._encode_chunk(threads, chunk)
                progress(start + len(chunk), len(texts))

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield half-open parts of a text that each fit the window, and overlap a little."""
        offsets = self._tokenize_whole(text).offsets
        size = self._max_pieces
        if len(offsets) <= size:
            yield 0, len(text)
            return
        for first, last in split_length(len(offsets), size, min(_WINDOW_OVERLAP, size // 4)):
            start, end = offsets[first][0], offsets[last - 1][1]
            # cut within a word, a part may have more pieces by itself than it had in the whole
            yield from ((start + low, start + high) for low, high in self.windows(text[start:end]))

    def pieces(self, text: str) -> NDArray[np.int32]:
        """Return the numbers of a text's word pieces, whatever its length, without encoding it."""
        return np.array(self._tokenize_whole(text).ids, dtype=np.int32)

    def vocabulary(self) -> Sequence[str]:
        """Return the model's word pieces by number."""
        numbers = self._tokenizer.get_vocab()
        pieces = [""] * (max(numbers.values(), default=-1) + 1)
        for piece, number in numbers.items():
            pieces[number] = piece
        return pieces

    def mask_special_pieces(self, text: str) -> NDArray[np.bool_]:
        """Return which word pieces of a text the model adds to it, such as `[CLS]`."""
        encoding = self._tokenizer.encode(replace_surrogates(text))
        return np.array(encoding.special_tokens_mask, dtype=np.bool_)

    @cached_property
    def _batch_session(self) -> OnnxSession:
        """The graph on one thread: several such runs at once beat one run on all cores."""
        return OnnxSession(self._graph, threads=1)

    @cached_property
    def _untruncated(self) -> "Tokenizer":
        """A tokenizer without a window, which asking need not wait for."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._tokenizer.to_str())
        tokenizer.no_truncation()
        return tokenizer

    def _encode_chunk(self, threads: ThreadPoolExecutor, texts: Sequence[str]) -> list[Encoded]:
        encodings = self._tokenizer.encode_batch([replace_surrogates(text) for text in texts])
        order = sorted(range(len(encodings)), key=lambda at: -len(encodings[at]))
        batches = list(_batch_by_length([(at, len(encodings[at])) for at in order]))
        session = self._batch_session

        def run(batch: list[int]) -> list[Encoded]:
            return _run(session, self._manifest, [encodings[at] for at in batch])

        encoded = chain.from_iterable(threads.map(run, batches))
        by_position = dict(zip(chain(*batches), encoded, strict=True))
        return [by_position[at] for at in range(len(encodings))]

    def _tokenize_whole(self, text: str) -> "Encoding":
        return self._untruncated.encode(replace_surrogates(text), add_special_tokens=False)


def _run(
    session: OnnxSession, manifest: ExportManifest, encodings: "list[Encoding]"
) -> list[Encoded]:
    """Encode tokenized texts in one batch."""
    longest = max(len(encoding) for encoding in encodings)
    ids = np.full((len(encodings), longest), manifest.pad, dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    tokens, vectors = session.run({name: inputs[name] for name in manifest.inputs})
    return [
        _encoded(encoding, rows[: len(encoding)], vector)
        for encoding, rows, vector in zip(encodings, tokens, vectors, strict=True)
    ]


def _encoded(encoding: "Encoding", rows: Vectors, vector: Vectors) -> Encoded:
    """Return a text's normalised vectors, without those of special pieces."""
    own = np.array(encoding.special_tokens_mask) == 0
    return Encoded(
        vector=_normalize(vector),
        tokens=_normalize(rows[own]),
        pieces=np.array(encoding.ids, dtype=np.int32)[own],
        offsets=np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2)[own],
    )


def _normalize(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32, copy=False)
    return scaled


def _batch_by_length(lengths: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield batches of positions, given positions with their lengths, the longest first."""
    batch: list[int] = []
    longest = 0
    for at, length in lengths:
        is_full = longest * (len(batch) + 1) > _MAX_BATCH_PIECES or length < longest - _MAX_PADDING
        if batch and is_full:
            yield batch
            batch = []
        longest = longest if batch else length
        batch.append(at)
    if batch:
        yield batch


def _open(name: str, folder: Path) -> "tuple[ExportManifest, Tokenizer, OnnxSession]":
    """Open an exported model; raise ModelError if it is missing or damaged."""
    from onnxruntime.capi import onnxruntime_pybind11_state as states
    from tokenizers import Tokenizer

    names = "Fail InvalidArgument InvalidGraph InvalidProtobuf NoSuchFile NotImplemented".split()
    broken = tuple(getattr(states, name) for name in names)
    try:
        manifest = ExportManifest.load(folder)
        manifest.check_files(folder)
        tokenizer = Tokenizer.from_str(read_regular(folder / TOKENIZER).decode())
        return manifest, tokenizer, OnnxSession(folder / GRAPH)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, *broken) as error:
        raise _unopened(name, folder, error) from error
    except Exception as error:  # tokenizers has no error of its own
        if type(error) is not Exception:
            raise
        raise _unopened(name, folder, error) from error


def _unopened(name: str, folder: Path, error: Exception) -> ModelError:
    reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
    problem = f"what was exported to {folder} cannot be opened ({reason})"
    return ModelError(name, problem, "run `concordance build`")
