"""`concordance evaluate` over several sets: of the live text, and with texts of their own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_program import Program

ISLAND = [
    "The ferry   leaves the island\nat noon on every Sunday.",
    "Goats were brought to the island in 1801. Nobody counted the goats before the war.",
    "A chapel stands on the northern rocks, and its bell was cast in Oslo.",
]
PARAGRAPHS = [{"paragraph": number, "text": text} for number, text in enumerate(ISLAND, 1)]
NATURAL = {
    "paragraphs": PARAGRAPHS,
    "questions": [
        {
            "id": "n1",
            "question": "its bell was cast in Oslo",
            "paragraph": 3,
            "sentence": "A chapel stands on the northern rocks, and its bell was cast in Oslo.",
        },
        {"id": "n2", "question": "leaves the island at noon on every Sunday", "paragraph": 2},
    ],
}
NEAR = {
    "paragraphs": PARAGRAPHS,
    "questions": [
        {
            "id": "w1",
            "question": "Nobody counted the goats before the war",
            "topic": 2,
            "sentences": ["Nobody counted the goats before the war."],
        },
        {
            "id": "w2",
            "question": "who counted the goats on the island?",
            "topic": 2,
            "sentences": [],
        },
    ],
}
LIVE = {"id": "tides", "kind": "page", "question": "What is on page 41?", "paragraphs": [3]}

Write = Callable[[str, object], Path]


@pytest.fixture
def write(home: Path) -> Write:
    """Return a function that writes a set into the folder `sets`."""
    (home / "sets").mkdir()

    def written(name: str, content: object) -> Path:
        path = home / "sets" / name
        path.write_text(json.dumps(content), "utf-8")
        return path

    return written


@pytest.fixture
def sets(write: Write) -> Path:
    """Write a set of each form, and return their folder."""
    write("natural.json", NATURAL)
    write("near.json", NEAR)
    (write("live.jsonl", LIVE).parent / "README.md").write_text("# Sets", "utf-8")
    return write("live.jsonl", LIVE).parent


def figures(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of figures by their set and kind."""
    return {(row["set"], row["kind"]): row for row in rows if row["row"] == "figures"}


def test_a_folder_of_sets_gives_one_table_by_set_and_kind(program: Program, sets: Path) -> None:
    rows = figures(program("evaluate", sets, "--json").rows)
    assert list(rows) == [
        ("live.jsonl", "page"),
        ("live.jsonl", "all answerable"),
        ("natural.json", "answerable"),
        ("natural.json", "all answerable"),
        ("near.json", "answerable"),
        ("near.json", "near"),
        ("near.json", "all answerable"),
        ("near.json", "all unanswerable"),
    ]
    natural = rows["natural.json", "all answerable"]
    assert (natural["questions"], natural["hit_at_1"], natural["marked"]) == (2, 0.5, 1.0)
    near = rows["near.json", "all answerable"]
    assert (near["hit_at_1"], near["refused_answerable"], near["marked"]) == (1.0, 0.0, 1.0)
    unanswerable = rows["near.json", "all unanswerable"]
    assert unanswerable["refused_unanswerable"] in (0.0, 1.0)
    assert (unanswerable["hit_at_1"], unanswerable["marked"]) == (None, None)


def test_several_files_are_asked_in_the_order_named(program: Program, sets: Path) -> None:
    out = program("evaluate", sets / "near.json", sets / "live.jsonl").out
    assert [line.split("\t")[0] for line in out.splitlines()[1:]] == (
        ["near.json"] * 4 + ["live.jsonl"] * 2
    )


def test_a_text_of_a_set_is_built_once_beside_the_index_and_leaves_it_as_it_is(
    program: Program, home: Path, sets: Path
) -> None:
    before = program("editions", "--json").rows
    first = program("evaluate", sets / "natural.json", "--json").rows
    (manifest,) = (home / "data" / "index" / "evaluation").glob("*/*/manifest.json")
    written = manifest.stat().st_mtime_ns
    assert json.loads(manifest.read_text("utf-8"))["counts"]["paragraphs"] == len(ISLAND)
    assert program("evaluate", sets / "natural.json", "--json").rows == first
    assert manifest.stat().st_mtime_ns == written
    assert program("editions", "--json").rows == before


def test_a_set_with_its_own_text_needs_no_index(
    program: Program, sets: Path, tiny: Path, tiny_models: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "models").symlink_to(tiny_models)
    options = ["--index", str(empty), "--model", str(tiny), "--json"]
    rows = figures(program("evaluate", sets / "natural.json", *options).rows)
    assert rows["natural.json", "answerable"]["hit_at_1"] == 0.5
    assert "no index in" in program("evaluate", sets / "live.jsonl", *options[:-1]).refusal


def test_sets_are_compared_with_another_index_and_without_each_stage(
    program: Program, sets: Path
) -> None:
    asked = ("evaluate", sets / "near.json", sets / "live.jsonl")
    rows = program(*asked, "--against", "data/index", "--ablate", "--json").rows
    differences = [row for row in rows if row["row"] == "difference"]
    assert [row["set"] for row in differences] == ["near.json"] * 2 + ["live.jsonl"]
    assert {row["refused"] for row in differences} == {0.0}
    ablated = {row["set"] for row in rows if row["row"] == "ablation"}
    assert ablated == {"near.json", "live.jsonl"}
    refusal = program("evaluate", sets / "near.json", "--against", "none").refusal
    assert "no index in none" in refusal


def test_reliability_is_told_over_all_sets_together(program: Program, sets: Path) -> None:
    rows = program("evaluate", sets, "--reliability", "--json").rows
    bins = [row for row in rows if row["row"] == "reliability"]
    (calibration,) = [row for row in rows if row["row"] == "calibration"]
    assert [(row["low"], row["high"]) for row in bins] == [
        (n / 10, (n + 1) / 10) for n in range(10)
    ]
    assert sum(row["questions"] for row in bins) == calibration["questions"] == 1
    assert calibration["left_out"] == 4  # looked up, or words of the text
    (searched,) = [row for row in bins if row["questions"]]
    assert (searched["right"], searched["answerable"]) == (0.0, 0.0)
    assert calibration["ece_right"] == searched["probability"]
    out = program("evaluate", sets, "--reliability").out
    assert "\nprobability\tquestions\tmean\tfirst right\tanswerable\n0.0 to 0.1\t" in out


def changed(where: str, number: int, **members: object) -> dict[str, Any]:
    """Return the natural set with members of a paragraph or question changed."""
    content = json.loads(json.dumps(NATURAL))
    content[where][number] |= members
    return {**content}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ([1], "is no set of questions"),
        ({"data": []}, "paragraphs: Field required"),
        ({**NATURAL, "questions": []}, "questions: List should have at least 1 item"),
        (changed("questions", 1, question=7), "questions 2 question: "),
        (changed("paragraphs", 2, text=None), "paragraphs 3 text: "),
        (changed("paragraphs", 2, text=" "), "paragraph 3 is empty"),
        (changed("paragraphs", 2, paragraph=7), "paragraph 3 in its order is numbered 7"),
        (changed("questions", 0, paragraph=4), "question 1 names paragraph 4; name one"),
        (changed("questions", 0, paragraph=0), "question 1 names paragraph 0; name one"),
        (changed("questions", 0, paragraph=None), "question 1 has neither"),
        (changed("questions", 0, paragraph=None, topic=1), "question 1 has neither"),
        (changed("questions", 0, sentence="No."), "a sentence that paragraph 3 does not have"),
    ],
)
def test_a_file_that_is_no_set_is_refused_in_a_sentence(
    program: Program, write: Write, content: object, problem: str
) -> None:
    refusal = program("evaluate", write("natural.json", content)).refusal
    assert problem in refusal
    assert "sets/natural.json" in refusal


def test_a_folder_without_a_set_is_refused(program: Program, home: Path) -> None:
    (home / "none").mkdir()
    assert "none: holds no set of questions" in program("evaluate", home / "none").refusal
