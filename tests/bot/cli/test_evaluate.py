"""`concordance evaluate`: figures, what changes from another index, what each stage adds."""

import json
from pathlib import Path

import pytest

from tests.support.cli_program import HARBOUR, Program

QUESTIONS = [
    {
        "id": "tides",
        "kind": "page",
        "question": "What is on page 41?",
        "paragraphs": [3],
        "pages": ["A Book of Tides:40-42"],
    },
    {"id": "lamp", "kind": "page", "question": "What is on page 12?", "paragraphs": [6]},
    {"id": "none", "kind": "absent", "question": "What is on page 99?", "paragraphs": []},
    {"id": 4, "kind": "absent", "question": "What is on page xii?", "paragraphs": []},
]


@pytest.fixture
def questions(home: Path) -> Path:
    """Write the questions, and return where they are."""
    path = home / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return path


def other(program: Program, home: Path, model: Path) -> str:
    """Build the index of a text that cites page 14 where the other cites page 12 at first."""
    (home / "other.txt").write_text(HARBOUR.replace("(p. 12)", "(p. 14)", 1), "utf-8")
    options = ["--index", "data/other", "--document", "harbour", "--model", str(model)]
    assert program("build", "other.txt", *options).status == 0
    return "data/other"


def test_each_kind_and_both_totals_have_a_line_of_figures(
    program: Program, questions: Path
) -> None:
    rows = program("evaluate", questions, "--json").rows
    assert [row["kind"] for row in rows] == ["page", "absent", "all answerable", "all unanswerable"]
    assert all(row["row"] == "figures" and row["questions"] == 2 for row in rows)
    assert {row["set"] for row in rows} == {"questions.jsonl"}
    page, absent = rows[:2]
    assert [page[f"hit_at_{k}"] for k in (1, 3, 5)] == [0.5, 1.0, 1.0]
    assert (page["mrr_at_10"], page["mrr_at_10_low"], page["mrr_at_10_high"]) == (0.75, 0.5, 1.0)
    assert (page["pages_right"], page["refused"]) == (1.0, 0.0)
    assert (absent["hit_at_1"], absent["hit_at_1_low"], absent["refused"]) == (None, None, 0.5)
    assert (page["refused_answerable"], absent["refused_unanswerable"]) == (0.0, 0.5)


def test_in_a_pipe_a_figure_stands_with_its_interval(program: Program, questions: Path) -> None:
    head, page, *_ = program("evaluate", questions).out.splitlines()
    assert head.split("\t")[:4] == ["set", "kind", "questions", "hit@1"]
    assert page.split("\t")[:4] == ["questions.jsonl", "page", "2", "0.500 (0.000 to 1.000)"]


def test_against_another_index_it_says_what_changed(
    program: Program, home: Path, questions: Path, tiny: Path
) -> None:
    against = other(program, home, tiny)
    rows = program("evaluate", questions, "--against", against, "--json").rows
    answerable, unanswerable = [row for row in rows if row["row"] == "difference"]
    assert (answerable["hit_at_1"], answerable["mrr_at_10"]) == (-0.5, -0.25)
    assert (unanswerable["hit_at_1"], unanswerable["refused"]) == (None, 0.0)
    (worse,) = [row for row in rows if row["row"] in ("better", "worse", "mixed")]
    assert (worse["row"], worse["id"]) == ("worse", "lamp")
    assert (worse["rank_before"], worse["rank"]) == (1, 2)
    table = program("evaluate", questions, "--against", against).out
    assert "\nquestions.jsonl\tworse\tlamp\tWhat is on page 12?\t1 → 2\tno\n" in table
    same = program("evaluate", questions, "--against", "data/index").out
    assert same.endswith("\nno question got better or worse\n")


def test_failures_are_listed_with_what_was_shown(program: Program, questions: Path) -> None:
    rows = program("evaluate", questions, "--failures", "--json").rows
    lamp, xii = [row for row in rows if row["row"] == "failure"]
    assert (lamp["id"], lamp["problems"]) == ("lamp", ["wrong passage first"])
    assert (lamp["paragraphs"], lamp["first"], lamp["rank"]) == ([6], [1, 2], 2)
    assert (xii["id"], xii["problems"]) == (4, ["answered though not answerable"])
    out = program("evaluate", questions, "--failures").out
    assert "\twrong passage first\tlamp\tpage\tWhat is on page 12?\t6\t1, 2\t2\n" in out


def test_an_ablation_leaves_one_stage_out_after_another(program: Program, questions: Path) -> None:
    from embeddings.retrieval.stages import STAGE_NAMES

    rows = program("evaluate", questions, "--ablate", "--json").rows
    found = [row for row in rows if row["row"] == "ablation"]
    assert [row["without"] for row in found] == [None, *STAGE_NAMES]
    assert all("refused" not in row and row["questions"] == 2 for row in found)
    assert all(row["hit_at_1_difference"] == 0.0 for row in found)  # a page needs no search
    out = program("evaluate", questions, "--ablate").out
    assert f"\nquestions.jsonl\twithout {STAGE_NAMES[0]}\t2\t0.500 (0.000 to 1.000)\t" in out


def test_another_index_that_is_not_there_is_refused(program: Program, questions: Path) -> None:
    refusal = program("evaluate", questions, "--against", "none").refusal
    assert "no index in none" in refusal


def test_a_stricter_evaluation_refuses_no_less_and_an_unknown_strictness_is_refused(
    program: Program, home: Path
) -> None:
    asked = [{"question": one} for one in ("Who lit the lamp?", "Why did the tide turn?")]
    path = home / "asked.jsonl"
    path.write_text("\n".join(map(json.dumps, asked)), "utf-8")
    refused = [
        program("evaluate", path, "--strictness", one, "--json").rows[-1]["refused"]
        for one in ("lenient", "balanced", "strict")
    ]
    assert refused == sorted(refused)
    assert program("evaluate", path, "--json").rows[-1]["refused"] == refused[1]
    assert "lenient, balanced, strict" in program("evaluate", path, "--strictness", "x").refusal


def test_a_question_that_does_not_say_if_it_has_an_answer_is_told_of(
    program: Program, home: Path
) -> None:
    asked = [
        {"question": "Who lit the lamp?"},
        {"question": "How was he killed?", "kind": "near"},
        {"question": "Who else?", "paragraphs": []},
    ]
    path = home / "asked.jsonl"
    path.write_text("\n".join(map(json.dumps, asked)), "utf-8")
    ended = program("evaluate", path, "--json")
    assert ended.rows[-1]["questions"] == 3
    assert "1 without `paragraphs` counted as not answered by the text, first “Who lit" in ended.err
    assert len(ended.err.splitlines()) == 1
