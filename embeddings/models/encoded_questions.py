"""Questions that every build asks, encoded once a model and kept beside its export."""

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
from embeddings.models.encoder import Encoded, Encoder, unwatched

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "questions.npz"
"""Its name in the folder of an exported model, with which it goes."""

_UNREADABLE = (OSError, ValueError, KeyError, EOFError, RuntimeError, BadZipFile)


def encode_known(
    encoder: Encoder, folder: Path, questions: Iterable[str], version: int
) -> Mapping[str, Encoded]:
    """Return what a model makes of questions, by question.

    It is read from the model's folder if the same questions were kept there by the same version
    of embedding, else made and kept.
    """
    asked = list(dict.fromkeys(questions))
    known = _load(folder / FILE, version)
    if list(known) == asked:
        return known
    known = dict(zip(asked, encoder.encode_all(asked, unwatched), strict=True))
    if known:
        with suppress(OSError):  # it only spares the next build some time
            _save(folder, known, version)
    return known


def _load(path: Path, version: int) -> dict[str, Encoded]:
    """Return what was kept; nothing where there is none, or it is damaged or of another version."""
    try:
        with path.open("rb") as file, np.load(file) as held:
            if held["version"] != version:
                return {}
            questions = json.loads(held["questions"].tobytes())
            vectors, ends = held["vectors"], held["ends"].tolist()
            tokens, pieces, offsets = held["tokens"], held["pieces"], held["offsets"]
    except _UNREADABLE:
        return {}
    parts = [slice(start, end) for start, end in pairwise([0, *ends])]
    if not len(questions) == len(vectors) == len(parts):
        return {}
    return {
        question: Encoded(vector, tokens[part], pieces[part], offsets[part])
        for question, vector, part in zip(questions, vectors, parts, strict=True)
    }


def _save(folder: Path, known: Mapping[str, Encoded], version: int) -> None:
    made = list(known.values())
    arrays: dict[str, NDArray[Any]] = {
        "version": np.array(version),
        "questions": np.frombuffer(json.dumps(list(known)).encode(), dtype=np.uint8),
        "vectors": np.stack([encoded.vector for encoded in made]),
        "tokens": np.concatenate([encoded.tokens for encoded in made]),
        "pieces": np.concatenate([encoded.pieces for encoded in made]),
        "offsets": np.concatenate([encoded.offsets for encoded in made]),
        "ends": np.cumsum([len(encoded.pieces) for encoded in made]),
    }
    for left in folder.glob(f"{FILE}.*"):  # by a process that was killed here
        left.unlink()
    part = folder / f"{FILE}.{os.getpid()}"
    try:
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        atomic.rename(part, folder / FILE)
    finally:
        part.unlink(missing_ok=True)
