"""Sets of questions in each form, as they are read."""

import json
import re
from pathlib import Path

import pytest

from embeddings.errors import SourceError
from embeddings.evaluation.question_sets import read_question_set, read_question_sets
from tests.conftest import ROOT

PARAGRAPHS = [
    {"paragraph": 1, "title": "Ferry", "text": "The ferry   leaves\nat noon.\n\nIt is old."},
    {"paragraph": 2, "title": "Goats", "text": "Goats came in 1801."},
]


def write(folder: Path, name: str, *questions: dict[str, object]) -> Path:
    """Write a set with its own text."""
    path = folder / name
    content = {"source": "made up", "paragraphs": PARAGRAPHS, "questions": questions}
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_paragraphs_keep_their_numbers_and_their_white_space_is_folded(tmp_path: Path) -> None:
    document = read_question_set(
        write(tmp_path, "a.json", {"question": "when?", "paragraph": 2})
    ).document
    assert document is not None
    assert [document.quote(part.start, part.end) for part in document.paragraphs] == [
        "The ferry leaves at noon. It is old.",
        "Goats came in 1801.",
    ]


def test_a_question_of_a_paragraph_is_answerable_and_may_name_its_sentence(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.json",
        {"question": "when?", "paragraph": 1, "sentence": "The ferry leaves\nat noon."},
        {"question": "old?", "paragraph": 1, "sentence": None, "kind": "fact", "id": 7},
    )
    when, old = read_question_set(path).questions
    assert (when.kind, when.paragraphs) == ("answerable", frozenset({1}))
    assert when.sentences == ("The ferry leaves at noon.",)
    assert (old.kind, old.id, old.sentences) == ("fact", 7, ())


def test_a_question_on_a_topic_is_answered_there_or_nowhere(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.json",
        {"question": "when?", "topic": 2, "sentences": ["Goats came in 1801."]},
        {"question": "who?", "topic": 2, "sentences": []},
    )
    when, who = read_question_set(path).questions
    assert (when.kind, when.paragraphs) == ("answerable", frozenset({2}))
    assert when.sentences == ("Goats came in 1801.",)
    assert (who.kind, who.paragraphs, who.is_declared) == ("near", frozenset(), True)


def test_lines_are_read_as_ever_and_those_that_do_not_say_what_is_right_are_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "live.jsonl"
    path.write_text('{"question": "a"}\n{"question": "b", "paragraphs": []}', "utf-8")
    read = read_question_set(path)
    assert (read.name, read.document, len(read.questions)) == ("live.jsonl", None, 2)
    assert [question.question for question in read.undeclared] == ["a"]


def test_a_folder_gives_its_sets_in_order_and_a_file_counts_once(tmp_path: Path) -> None:
    for name in ("b.json", "a.JSON", ".hidden.json"):
        write(tmp_path, name, {"question": "when?", "paragraph": 1})
    (tmp_path / "notes.txt").write_text("no set", "utf-8")
    read = read_question_sets([tmp_path / "b.json", tmp_path])
    assert [each.name for each in read] == ["b.json", "a.JSON"]


@pytest.mark.parametrize("text", ["", "{", '{"question": "a"}\n{"question": "b"}', "\x00\x01"])
def test_a_file_that_holds_no_json_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=r"a\.json: "):
        read_question_set(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_question_sets([tmp_path / "none.json"])


def test_the_examples_of_both_forms_in_the_guide_are_sets(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    line, with_text = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    for name, example in (("a.jsonl", line), ("b.json", with_text)):
        (tmp_path / name).write_text(example, "utf-8")
    live, own = read_question_sets([tmp_path])
    assert live.questions[0].pages
    assert [question.is_declared for question in (*live.questions, *own.questions)] == [True] * 3
    assert own.questions[0].sentences
    assert own.questions[1].kind == "near"
