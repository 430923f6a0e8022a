"""What is installed, held against what this version asks for."""

import platform
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.doctor.versions import check_processor, check_versions, judge_libraries, judge_python
from embeddings.models.onnx_session import PACKED_GRAPH
from tests.support.doctor_environment import found, one
from tests.support.exported_models import reseal, zero_packed_weights

ASKED = (
    "faiss-cpu>=1.12",
    "rich>=14",
    'torch>=2.6; extra == "build"',
    'onnx>=1.20; extra=="build"',
)


def judged(**installed: str) -> tuple[list[str], str]:
    """Return the states of the lines on libraries, and all that is said."""
    versions = {name.replace("_", "-"): version for name, version in installed.items()}
    lines = list(judge_libraries(ASKED, versions.get))
    return [line.state for line in lines], " ".join(f"{one.text} {one.remedy}" for one in lines)


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
    one([judge_python(">=3.11", "3.11.0", "Python 3.11.0")], "good", "Python 3.11.0, SQLite 3.")
    one(
        [judge_python(">=3.11", "3.10.9", "Python 3.10.9")],
        "bad",
        "which is not >=3.11",
        "environment",
    )


def test_what_is_installed_here_is_as_it_should_be() -> None:
    lines = found(check_versions)
    assert [(line.check, line.state) for line in lines] == [
        ("python", "good"),
        ("libraries", "good"),
    ]


@pytest.mark.usefixtures("bare")
def test_without_an_index_the_processor_is_named_all_the_same() -> None:
    one(found(check_processor), "good", platform.machine())


@pytest.mark.usefixtures("home")
def test_weights_that_this_processor_maps_are_good() -> None:
    one(
        found(check_processor),
        "good",
        f"{platform.machine()}: ONNX Runtime maps the model's weights",
    )


def test_weights_that_were_packed_for_another_processor_are_told(home: Path) -> None:
    (packed,) = home.rglob(PACKED_GRAPH)
    zero_packed_weights(packed.parent)
    one(found(check_processor), "doubtful", "a copy of the model's weights", "remove the folder")


def test_an_export_without_packed_weights_is_told(home: Path) -> None:
    (packed,) = home.rglob(PACKED_GRAPH)
    packed.unlink()
    reseal(packed.parent)
    one(found(check_processor), "doubtful", "a copy of the model's weights", "remove the folder")


def test_a_damaged_model_is_left_to_the_line_of_the_model(home: Path) -> None:
    (packed,) = home.rglob(PACKED_GRAPH)
    packed.write_bytes(b"half")
    (line,) = found(check_processor)
    assert (line.state, line.text) == ("good", platform.machine())
