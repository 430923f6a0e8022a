"""Questions that every build asks: encoded once a model, and made anew from a damaged file."""

from pathlib import Path

import numpy as np
import pytest

from embeddings.known_questions import FILE, encode_known
from tests.embeddings.shelf import Counting

QUESTIONS = ["Who lit the lamp?", "", "What is the capital of Mongolia?"]


@pytest.fixture
def encoder(tiny: Path, tiny_exported: Path) -> Counting:
    return Counting(str(tiny), tiny_exported)


def test_what_was_kept_is_what_the_model_made(encoder: Counting, tmp_path: Path) -> None:
    made = encode_known(encoder, tmp_path, QUESTIONS)
    assert encoder.embedded == QUESTIONS
    kept = encode_known(encoder, tmp_path, QUESTIONS)
    assert encoder.embedded == QUESTIONS
    assert list(kept) == list(made) == QUESTIONS
    for question in QUESTIONS:
        for part in ("vector", "tokens", "pieces", "offsets"):
            first, second = getattr(made[question], part), getattr(kept[question], part)
            assert first.dtype == second.dtype
            assert np.array_equal(first, second)


def test_other_questions_take_the_place_of_those_that_were_kept(
    encoder: Counting, tmp_path: Path
) -> None:
    encode_known(encoder, tmp_path, QUESTIONS)
    assert list(encode_known(encoder, tmp_path, QUESTIONS[::-1])) == QUESTIONS[::-1]
    assert encoder.embedded == [*QUESTIONS, *QUESTIONS[::-1]]
    encode_known(encoder, tmp_path, QUESTIONS[::-1])
    assert len(encoder.embedded) == 2 * len(QUESTIONS)


@pytest.mark.parametrize("damage", ["cut", "other", "nothing"])
def test_a_damaged_file_is_made_anew(encoder: Counting, tmp_path: Path, damage: str) -> None:
    encode_known(encoder, tmp_path, QUESTIONS)
    whole = (tmp_path / FILE).read_bytes()
    contents = {"cut": whole[: len(whole) // 2], "other": b"no archive", "nothing": b""}
    (tmp_path / FILE).write_bytes(contents[damage])
    assert list(encode_known(encoder, tmp_path, QUESTIONS)) == QUESTIONS
    assert (tmp_path / FILE).read_bytes() == whole


def test_a_folder_that_is_not_there_or_cannot_be_written_costs_nothing_but_time(
    encoder: Counting, tmp_path: Path
) -> None:
    for folder in (tmp_path / "nowhere", Path("/proc")):
        assert list(encode_known(encoder, folder, QUESTIONS)) == QUESTIONS
    assert not (tmp_path / "nowhere").exists()
    assert len(encoder.embedded) == 2 * len(QUESTIONS)


def test_without_questions_nothing_is_kept(encoder: Counting, tmp_path: Path) -> None:
    assert encode_known(encoder, tmp_path, []) == {}
    assert not list(tmp_path.iterdir())
