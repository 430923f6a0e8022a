"""Several documents in one index, from the command line."""

import json
from pathlib import Path

import pytest

from tests.support.cli_program import LIBRARY, Program

ICE = """\
The Winter on the Ice

The pilot wrote: “The ice will hold until the thaw begins” (p. 12). It held.

A sailor asked: “How thick is the ice beneath the ship?” (p. 7). Nobody had measured it.
"""
ENTRY = """
[documents.ice]
title = "The Winter on the Ice"
paths = ["ice.txt"]
default-work = "lamp"
"""


@pytest.fixture
def both(home: Path, program: Program, tiny: Path) -> Program:
    """Return the program before an index with two documents that share a work."""
    (home / "data" / "ice.txt").write_text(ICE, "utf-8")
    (home / "data" / "library.toml").write_text(LIBRARY + ENTRY, "utf-8")
    (built,) = program("build", "data/ice.txt", "--add", "--model", tiny, "--json").rows
    assert built["live"]
    return program


def test_another_text_is_added_only_where_that_is_asked_for(
    home: Path, program: Program, tiny: Path
) -> None:
    (home / "data" / "ice.txt").write_text(ICE, "utf-8")
    assert "--add" in program("build", "data/ice.txt", "--model", tiny).refusal
    refused = program("build", "data/ice.txt", "--add", "--replace", "--model", tiny).refusal
    assert "--replace" in refused


@pytest.mark.parametrize("question", ["What is on page 12?", "Who keeps the ice, the light?"])
def test_a_question_is_asked_of_every_document_and_each_passage_names_its_own(
    both: Program, question: str
) -> None:
    (answer,) = both("ask", question, "-k", "5", "--json").rows
    (ice,) = both("ask", question, "-k", "5", "--document", "ice", "--json").rows
    for one in answer["passages"]:
        assert f"· {one['document']} ¶" in one["reference"]
    scores = [one["score"] for one in answer["passages"]]
    assert scores == sorted(scores, reverse=True)
    texts = [one["text"] for one in answer["passages"]]
    own = [one["text"] for one in ice["passages"]]
    if answer["outcome"] == ice["outcome"]:
        assert [one for one in texts if one in own] == own
    if answer["outcome"] == "page":
        assert {one["document"] for one in answer["passages"]} == {"harbour", "ice"}


def test_one_document_may_be_asked_alone(both: Program) -> None:
    (answer,) = both("ask", "How thick is the ice?", "--document", "harbour", "--json").rows
    assert {one["document"] for one in answer["passages"]} <= {"harbour"}
    refused = both("ask", "How thick is the ice?", "--document", "snow").refusal
    assert "it has harbour, ice" in refused


def test_words_are_found_in_the_document_that_has_them(both: Program) -> None:
    (answer,) = both("ask", "the ice will hold until the thaw begins", "--json").rows
    assert answer["outcome"] == "source"
    assert answer["passages"][0]["document"] == "ice"
    (found,) = both("source", "the ice will hold until the thaw begins", "--json").rows
    assert (found["outcome"], found["edition"]) == ("exact", answer["edition"])


def test_a_page_of_a_shared_work_is_looked_up_in_both(both: Program) -> None:
    rows = both("page", "12", "--json").rows
    assert {row["document"] for row in rows} == {"harbour", "ice"}
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    alone = both("page", "12", "--document", "ice", "--json").rows
    assert {row["document"] for row in alone} == {"ice"}


def test_the_contents_and_the_works_are_those_of_both(both: Program) -> None:
    assert {row["document"] for row in both("contents", "--json").rows} == {"harbour", "ice"}
    keys = [row["key"] for row in both("works", "--json").rows]
    assert keys.count("lamp") == 2
    assert "tides" in keys


def test_a_quotation_is_drawn_from_the_document_that_has_what_is_wanted(both: Program) -> None:
    for _ in range(5):
        (answer,) = both("quote", "--page", "7", "--json").rows
        assert [one["document"] for one in answer["passages"]] == ["ice"]


def test_editions_are_of_their_documents(both: Program, home: Path, tiny: Path) -> None:
    assert [row["document"] for row in both("editions", "--json").rows] == ["harbour", "ice"]
    (home / "data" / "ice.txt").write_text(f"{ICE}\nIt snowed.\n", "utf-8")
    assert both("build", "data/ice.txt", "--candidate", "--model", tiny).status == 0
    (edit,) = both("diff", "--document", "ice", "--json").rows
    assert (edit["kind"], edit["now"]) == ("added", "It snowed.")
    assert both("promote").status == 0  # the one document that has a candidate is meant
    assert "name one with --document KEY" in both("rollback").refusal
    assert both("rollback", "--document", "ice").status == 0
    listed = both("editions", "--document", "ice", "--json").rows
    assert {row["document"] for row in listed} == {"ice"}


def test_questions_are_measured_by_one_document(both: Program, home: Path) -> None:
    question = {"id": "1", "kind": "fact", "question": "How thick is the ice?", "paragraphs": [3]}
    (home / "questions.jsonl").write_text(json.dumps(question), "utf-8")
    assert "--document KEY" in both("evaluate", "questions.jsonl").refusal
    measured = both("evaluate", "questions.jsonl", "--document", "ice", "--json").rows
    assert measured[0]["questions"] == 1


def test_a_report_is_on_one_document(both: Program, home: Path) -> None:
    assert "name one with --document KEY" in both("report").refusal
    assert both("report", "--document", "ice").status == 0
    assert "The Winter on the Ice" in (home / "report.html").read_text("utf-8")


def test_a_document_is_removed_only_where_that_is_meant(both: Program) -> None:
    assert "--yes" in both("remove", "ice").refusal
    assert both("remove", "ice", "--yes", "--json").rows == [{"removed": "ice"}]
    assert [row["document"] for row in both("editions", "--json").rows] == ["harbour"]
    assert "it has harbour" in both("remove", "ice", "--yes").refusal
