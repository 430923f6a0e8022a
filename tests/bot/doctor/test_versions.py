"""What is installed, held against what this version asks for."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.doctor.versions import answering, libraries, processor, python, versions
from embeddings.models import runtimes
from embeddings.models.runtimes import PACKED
from tests.support.doctor_environment import found, one

ASKED = (
    "faiss-cpu>=1.12",
    "rich>=14",
    'torch>=2.6; extra == "build"',
    'onnx>=1.20; extra=="build"',
)


def judged(**installed: str) -> tuple[list[str], str]:
    """Return the states of the lines on libraries, and all that is said."""
    versions = {name.replace("_", "-"): version for name, version in installed.items()}
    lines = list(libraries(ASKED, versions.get))
    return [line.state for line in lines], " ".join(f"{one.found} {one.mend}" for one in lines)


@pytest.mark.parametrize(
    ("installed", "states", "words"),
    [
        ({"faiss_cpu": "1.12", "rich": "15.0.0"}, ["good"], "2 are as this version asks"),
        ({"faiss_cpu": "1.13rc1", "rich": "14"}, ["good"], "2 are as"),
        ({"faiss_cpu": "1.9.1", "rich": "15"}, ["bad"], "faiss-cpu 1.9.1 (>=1.12 is asked for)"),
        ({"rich": "15"}, ["bad"], "faiss-cpu is missing (>=1.12 is asked for) run `pip install 'f"),
        (
            {"faiss_cpu": "2", "rich": "15", "torch": "2.7", "onnx": "1.20"},
            ["good"],
            "2 are as this version asks",
        ),
        (
            {"faiss_cpu": "2", "rich": "15", "torch": "2.13.0+cpu"},
            ["doubtful"],
            "for build: onnx is missing (>=1.20 is asked for) run `pip install 'onnx>=1.20'`",
        ),
        (
            {"rich": "15", "torch": "2.5", "onnx": "1.20"},
            ["bad", "doubtful"],
            "for build: torch 2.5 (>=2.6 is asked for)",
        ),
    ],
)
def test_libraries_are_held_against_what_is_asked_for(
    installed: dict[str, str], states: Sequence[str], words: str
) -> None:
    assert judged(**installed)[0] == states
    assert words in judged(**installed)[1]


def test_python_is_held_against_what_is_asked_for() -> None:
    one([python(">=3.11", "3.11.0", "Python 3.11.0")], "good", "Python 3.11.0, SQLite 3.")
    one([python(">=3.11", "3.10.9", "Python 3.10.9")], "bad", "which is not >=3.11", "environment")


def test_what_is_installed_here_is_as_it_should_be() -> None:
    lines = found(versions)
    assert [(line.check, line.state) for line in lines] == [
        ("python", "good"),
        ("libraries", "good"),
    ]


@pytest.mark.usefixtures("bare")
def test_without_an_index_the_processor_is_told_all_the_same() -> None:
    one(found(processor), "good", " bfloat16")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("bfloat16", "state", "words"),
    [(False, "good", "without bfloat16: ONNX Runtime answers"), (True, "", "with bfloat16")],
)
def test_what_the_processor_lets_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, bfloat16: bool, state: str, words: str
) -> None:
    monkeypatch.setattr(runtimes, "has_bfloat16", lambda: bfloat16)
    (line,) = found(processor)
    assert words in line.found
    assert not state or line.state == state


@pytest.mark.parametrize(
    ("proved", "state", "words", "mend"),
    [
        (["onnxruntime", "openvino"], "good", "OpenVINO answers", ""),
        (["onnxruntime"], "doubtful", "only ONNX Runtime is proved", "remove the folder"),
    ],
)
def test_a_processor_with_bfloat16_wants_openvino_proved(
    proved: Sequence[str], state: str, words: str, mend: str
) -> None:
    one([answering("x86_64", proved)], state, words, mend)


def test_weights_that_were_laid_out_for_another_processor_are_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "has_bfloat16", lambda: False)
    (packed,) = home.rglob(PACKED)
    packed.unlink()
    one(found(processor), "doubtful", "a copy of the model's weights", "remove the folder")
