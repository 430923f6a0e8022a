"""The protocol of an encoder, and the files of the models behind it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EmbeddingsError, ModelError, shorten_input
from embeddings.models.packages import (
    DEFAULT,
    DEFAULT_MODEL,
    PACKAGED_MODELS,
    WEIGHTS_FILES,
    find_packaged,
    hash_file,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Is called with how many texts are done, and how many there are."""

_TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "spiece.model", "tokenizer.model")


_MAX_REASON_LENGTH = 300
"""Characters of a library's own words that a message repeats."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a model makes of a text; all vectors are normalised.

    Of n word pieces, those that the model adds (such as `[CLS]`) left out, `tokens` has the
    vectors, of shape (n, hidden); `pieces` has their numbers in the vocabulary; and `offsets`
    has where each stands in the text, as a half-open span of code points.
    """

    vector: Vectors
    tokens: Vectors
    pieces: NDArray[np.int32]
    offsets: NDArray[np.int32]


def ignore_progress(_done: int, _total: int) -> None:
    """Report progress to nobody."""


class Encoder(Protocol):
    """What the index and the retriever need of a model."""

    name: str
    weights_sha256: str
    dimension: int
    hidden: int

    def encode(self, text: str) -> Encoded:
        """Encode a question; of a long one, as much as fits the model's window."""
        ...

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Encode texts that fit the model's window, in their order."""
        ...

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield half-open parts of a text that each fit the window; together they cover it."""
        ...

    def pieces(self, text: str) -> NDArray[np.int32]:
        """Return the numbers of a text's word pieces, whatever its length, without encoding it."""
        ...

    def vocabulary(self) -> Sequence[str]:
        """Return the model's word pieces by number."""
        ...


def find_model_folder(name: str) -> Path:
    """Return the folder that a model lies in: of its package, by its path, or from a hub.

    Raises ModelError if there is none, or a file of it is missing. What must be unpacked first,
    `open_model_folder` opens.
    """
    path = DEFAULT_MODEL.find_folder() if name == DEFAULT else Path(name)
    if not name or not path.is_dir():
        path = _fetch(name)
    return _check_files(name, path)


@contextmanager
def open_model_folder(name: str, scratch: Path) -> Iterator[Path]:
    """Give the folder of a model, which may be unpacked into scratch until it is closed.

    Raises ModelError if there is none, a file of it is missing, or the weights of a packaged
    model are not its own.
    """
    packaged = find_packaged(name)
    if packaged is None:
        yield find_model_folder(name)
        return
    with packaged.opened(scratch) as folder:
        yield _check_files(name, folder)


def _check_files(name: str, path: Path) -> Path:
    for needed in (("config.json",), ("modules.json",), WEIGHTS_FILES, _TOKENIZERS):
        if not any((path / file).is_file() for file in needed):
            raise ModelError(name, f"{needed[0]} is missing in {path}", "install it again")
    return path


def _fetch(name: str) -> Path:
    from huggingface_hub import snapshot_download  # 0.3 s: only a model of a hub pays for it
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(snapshot_download(name))
    except (OSError, ValueError, HfHubHTTPError, HFValidationError) as error:
        packaged = PACKAGED_MODELS.get(name)
        if packaged is not None:
            problem = "its packages are not installed, and no folder and no hub has it"
            raise ModelError(name, problem, packaged.remedy) from error
        remedy = f"name a folder, a model that was downloaded, or {DEFAULT}"
        raise ModelError(name, "it is neither a folder nor to be had from a hub", remedy) from error


def hash_weights(name: str) -> str:
    """Return the SHA-256 of a model's weights; raise ModelError if a packaged one has another.

    One that must be unpacked is checked when it is opened, and not here.
    """
    packaged = find_packaged(name)
    if packaged is not None:
        packaged.check()
        return packaged.sha256
    path = find_model_folder(name)
    return hash_file(next(path / file for file in WEIGHTS_FILES if (path / file).is_file()))


def split_length(length: int, size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of at most `size` that cover a length, each overlapping the next."""
    start = 0
    while start + size < length:
        yield start, start + size
        start += size - overlap
    yield start, length


def replace_surrogates(text: str) -> str:
    """Return a text with each lone surrogate, which no tokenizer takes, replaced by one mark."""
    return text.encode("utf-8", "replace").decode()


def load_model(path: Path) -> "SentenceTransformer":
    """Load a sentence-transformers model, without the messages that it prints."""
    from sentence_transformers import SentenceTransformer  # 5 s: asking must not pay for it
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    with explain_refusal(str(path), "cannot be loaded", "install it again"):
        return SentenceTransformer(str(path), device="cpu")


@contextmanager
def explain_refusal(
    name: str, problem: str, remedy: str, *, besides: tuple[type[Exception], ...] = ()
) -> Iterator[None]:
    """Turn whatever libraries raise over somebody's model into a ModelError.

    Our own errors, and those named besides, stay as they are.
    """
    try:
        yield
    except Exception as error:  # of any kind: a model's folder may hold anything
        if isinstance(error, (EmbeddingsError, *besides)):
            raise
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        reason = shorten_input(reason, _MAX_REASON_LENGTH)
        raise ModelError(name, f"{problem} ({reason})", remedy) from error


def copy_tokenizer(model: "SentenceTransformer") -> "Tokenizer":
    """Return a copy of a model's tokenizer that neither truncates nor pads, as its own does."""
    from tokenizers import Tokenizer  # comes with the model

    copy = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy
