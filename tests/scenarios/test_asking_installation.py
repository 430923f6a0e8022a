"""An installation without torch: small, and with the answers of the whole one."""

import json
from pathlib import Path

import pytest

from bot.answers.opening import open_answerer
from tests.support.essay_questions import Installation, installed

QUESTIONS = (
    "Who saved Chernov from the crowd?",
    "What is on page 282?",
    "How does photosynthesis work in ferns?",
    "Where did he meet Natalya Sedova?",
)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return an installation that only asks."""
    return installed(tmp_path_factory.mktemp("asking") / "site")


def test_it_holds_no_library_that_only_building_needs_and_is_under_420_mb(
    asking: Installation,
) -> None:
    here = {path.name for path in asking.site.iterdir()}
    building = {
        "torch",
        "sentence_transformers",
        "transformers",
        "onnx",
        "sklearn",
        "bm25s",
        "matplotlib",
    }
    assert not building & here
    assert {"onnxruntime", "faiss", "discord"} <= here
    assert asking.megabytes < 420


def test_it_answers_as_the_whole_installation_does(
    asking: Installation, sample_index: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps({"question": one}) + "\n" for one in QUESTIONS), "utf-8")
    ended = asking.run("ask", "--batch", str(batch), "--index", str(sample_index), home=tmp_path)
    assert ended.returncode == 0, ended.stderr
    answerer = open_answerer(sample_index, None)
    for line, question in zip(ended.stdout.splitlines(), QUESTIONS, strict=True):
        answer, row = answerer.answer(question), json.loads(line)
        assert row["outcome"] == answer.outcome
        assert [one["text"] for one in row["passages"]] == [s.passage.text for s in answer.passages]
        assert [one["score"] for one in row["passages"]] == [s.score for s in answer.passages]


@pytest.mark.parametrize("command", ["works", "contents", "--help"])
def test_it_looks_up(
    asking: Installation, sample_index: Path, tmp_path: Path, command: str
) -> None:
    arguments = (command,) if command == "--help" else (command, "--index", str(sample_index))
    ended = asking.run(*arguments, home=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout


def test_building_there_is_refused_with_what_mends_it(asking: Installation, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("It froze.\n", "utf-8")
    ended = asking.run("build", "text.txt", "--index", "index", home=tmp_path)
    assert ended.returncode == 2
    assert "building needs" in ended.stderr
    assert "pip install 'concordance[build]'" in ended.stderr
