"""Questions that every build asks: encoded once a model, and made anew from a damaged file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.models.encoded_questions import QUESTIONS_FILE, load_or_encode
from embeddings.models.encoder import Encoded, Progress
from embeddings.models.onnx_encoder import OnnxEncoder

QUESTIONS = ["Who lit the lamp?", "", "What is the capital of Mongolia?"]


class Asked(OnnxEncoder):
    """The real encoder, which also notes the questions that it encodes."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self.encoded: list[str] = []

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Encode questions and note them."""
        self.encoded += texts
        return super().encode_all(texts, progress)


@pytest.fixture
def encoder(tiny: Path, tiny_exported: Path) -> Asked:
    return Asked(str(tiny), tiny_exported)


def kept(
    encoder: Asked, folder: Path, questions: Sequence[str], version: int = 1
) -> Mapping[str, Encoded]:
    """Return what the model makes of questions, kept in a folder or to be kept there."""
    return load_or_encode(encoder, folder, questions, version)


def test_what_was_kept_is_what_the_model_made(encoder: Asked, tmp_path: Path) -> None:
    made = kept(encoder, tmp_path, QUESTIONS)
    assert encoder.encoded == QUESTIONS
    again = kept(encoder, tmp_path, QUESTIONS)
    assert encoder.encoded == QUESTIONS
    assert list(again) == list(made) == QUESTIONS
    for question in QUESTIONS:
        for part in ("vector", "tokens", "pieces", "offsets"):
            first, second = getattr(made[question], part), getattr(again[question], part)
            assert first.dtype == second.dtype
            assert np.array_equal(first, second)


def test_other_questions_take_the_place_of_those_that_were_kept(
    encoder: Asked, tmp_path: Path
) -> None:
    kept(encoder, tmp_path, QUESTIONS)
    assert list(kept(encoder, tmp_path, QUESTIONS[::-1])) == QUESTIONS[::-1]
    assert encoder.encoded == [*QUESTIONS, *QUESTIONS[::-1]]
    kept(encoder, tmp_path, QUESTIONS[::-1])
    assert len(encoder.encoded) == 2 * len(QUESTIONS)


def test_what_another_version_of_embedding_kept_is_made_anew(
    encoder: Asked, tmp_path: Path
) -> None:
    kept(encoder, tmp_path, QUESTIONS)
    for _ in range(2):
        kept(encoder, tmp_path, QUESTIONS, version=2)
    assert encoder.encoded == 2 * QUESTIONS


def test_a_question_that_is_asked_twice_is_encoded_and_kept_once(
    encoder: Asked, tmp_path: Path
) -> None:
    for _ in range(2):
        assert list(kept(encoder, tmp_path, 2 * QUESTIONS)) == QUESTIONS
    assert encoder.encoded == QUESTIONS


def test_what_a_killed_process_left_is_cleared_away(encoder: Asked, tmp_path: Path) -> None:
    (tmp_path / f"{QUESTIONS_FILE}.99999").write_bytes(b"half of it")
    kept(encoder, tmp_path, QUESTIONS)
    assert [path.name for path in tmp_path.iterdir()] == [QUESTIONS_FILE]


@pytest.mark.parametrize("flipped", [0x01, 0xFF])
def test_no_damaged_directory_of_the_archive_ends_a_build(
    encoder: Asked, tmp_path: Path, flipped: int
) -> None:
    kept(encoder, tmp_path, QUESTIONS)
    whole = (tmp_path / QUESTIONS_FILE).read_bytes()
    begin = whole.index(b"PK\x01\x02")
    for place in range(begin, len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= flipped
        (tmp_path / QUESTIONS_FILE).write_bytes(damaged)
        assert list(kept(encoder, tmp_path, QUESTIONS)) == QUESTIONS


@pytest.mark.parametrize("damage", ["cut", "other", "nothing"])
def test_a_damaged_file_is_made_anew(encoder: Asked, tmp_path: Path, damage: str) -> None:
    kept(encoder, tmp_path, QUESTIONS)
    whole = (tmp_path / QUESTIONS_FILE).read_bytes()
    contents = {"cut": whole[: len(whole) // 2], "other": b"no archive", "nothing": b""}
    (tmp_path / QUESTIONS_FILE).write_bytes(contents[damage])
    assert list(kept(encoder, tmp_path, QUESTIONS)) == QUESTIONS
    assert (tmp_path / QUESTIONS_FILE).read_bytes() == whole


def test_a_folder_that_is_not_there_or_cannot_be_written_costs_nothing_but_time(
    encoder: Asked, tmp_path: Path
) -> None:
    for folder in (tmp_path / "nowhere", Path("/proc")):
        assert list(kept(encoder, folder, QUESTIONS)) == QUESTIONS
    assert not (tmp_path / "nowhere").exists()
    assert len(encoder.encoded) == 2 * len(QUESTIONS)


def test_without_questions_nothing_is_kept(encoder: Asked, tmp_path: Path) -> None:
    assert kept(encoder, tmp_path, []) == {}
    assert not list(tmp_path.iterdir())
