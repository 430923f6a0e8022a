"""The questions that every build encodes: encoded once for each model, and kept with its export."""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from embeddings.files import atomic
from embeddings.models.encoder import Encoded, Encoder, ignore_progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUESTIONS_FILE = "questions.npz"
"""The file in the folder of an exported model; it is deleted with the model."""

_UNREADABLE = (OSError, ValueError, KeyError, EOFError, RuntimeError, BadZipFile)


def load_or_encode(
    encoder: Encoder, folder: Path, questions: Iterable[str], version: int
) -> Mapping[str, Encoded]:
    """Return questions with what a model makes of them.

    They are read from the model's folder if the same questions were kept there by the same
    version of embedding; else they are encoded, and kept.
    """
    wanted = list(dict.fromkeys(questions))
    kept = _load(folder / QUESTIONS_FILE, version)
    if list(kept) == wanted:
        return kept
    encoded = dict(zip(wanted, encoder.encode_all(wanted, ignore_progress), strict=True))
    if encoded:
        with suppress(OSError):  # it only spares the next build some time
            _save(folder, encoded, version)
    return encoded


def _load(path: Path, version: int) -> dict[str, Encoded]:
    """Return what was kept; nothing if the file is missing, damaged or of another version."""
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            if arrays["version"] != version:
                return {}
            questions = json.loads(arrays["questions"].tobytes())
            vectors, ends = arrays["vectors"], arrays["ends"].tolist()
            tokens, pieces, offsets = arrays["tokens"], arrays["pieces"], arrays["offsets"]
    except _UNREADABLE:
        return {}
    parts = [slice(start, end) for start, end in pairwise([0, *ends])]
    if not len(questions) == len(vectors) == len(parts):
        return {}
    return {
        question: Encoded(vector, tokens[part], pieces[part], offsets[part])
        for question, vector, part in zip(questions, vectors, parts, strict=True)
    }


def _save(folder: Path, encoded: Mapping[str, Encoded], version: int) -> None:
    for leftover in folder.glob(f"{QUESTIONS_FILE}.*"):  # by a process that was killed here
        leftover.unlink()
    part = folder / f"{QUESTIONS_FILE}.{os.getpid()}"
    try:
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **_arrays(encoded, version))
        atomic.rename(part, folder / QUESTIONS_FILE)
    finally:
        part.unlink(missing_ok=True)


def _arrays(encoded: Mapping[str, Encoded], version: int) -> "dict[str, NDArray[Any]]":
    """Return the arrays of the file: those of all questions joined, and where each one ends."""
    values = list(encoded.values())
    return {
        "version": np.array(version),
        "questions": np.frombuffer(json.dumps(list(encoded)).encode(), dtype=np.uint8),
        "vectors": np.stack([value.vector for value in values]),
        "tokens": np.concatenate([value.tokens for value in values]),
        "pieces": np.concatenate([value.pieces for value in values]),
        "offsets": np.concatenate([value.offsets for value in values]),
        "ends": np.cumsum([len(value.pieces) for value in values]),
    }
