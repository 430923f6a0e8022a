"""`concordance report`: one page about an index, and one sentence where none can be written."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from embeddings.report import html_page as page_module
from tests.support import report_reader
from tests.support.cli_program import Program
from tests.support.corrected_index import correct

QUESTIONS = [
    {"question": "What is on page 41?", "paragraphs": [3], "kind": "page"},
    {"question": "What is on page 12?", "paragraphs": [6], "kind": "page"},
    {"question": "What is on page 99?", "kind": "absent"},
]
EDITIONS = "The earlier and the later edition"


@pytest.fixture
def questions(home: Path) -> Path:
    """Write the questions, and return where they are."""
    path = home / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return path


def written(program: Program, home: Path, *arguments: object) -> Any:
    """Return the report that the program writes, parsed."""
    ended = program("report", *arguments)
    assert (ended.status, ended.err) == (0, "")
    return report_reader.read(home / "report.html")


def of_text(program: Program, home: Path, tiny: Path, text: str) -> Any:
    """Return the report on a text that no entry describes."""
    (home / "other.txt").write_text(text, "utf-8")
    assert program("build", "other.txt", "--index", "other", "--model", tiny).status == 0
    return written(program, home, "--index", "other")


def test_an_index_without_questions_has_a_report_that_says_how_to_give_some(
    program: Program, home: Path
) -> None:
    (row,) = program("editions", "--json").rows
    ended = program("report")
    assert ended.out == f"report.html: a report on {row['name']}, with no questions\n"
    page = report_reader.read(home / "report.html")
    assert "concordance report --questions FILE.jsonl" in report_reader.empty(page, "questions")
    assert report_reader.empty(page, "editions").startswith("The index has no other edition.")
    assert "Figures by kind of question" not in report_reader.tables(page)


def test_questions_that_are_given_are_asked(program: Program, home: Path, questions: Path) -> None:
    options = ["--questions", questions, "--output", "asked.html", "--json"]
    (row,) = program("report", *options).rows
    (live,) = program("editions", "--json").rows
    assert row == {"path": "asked.html", "edition": live["name"], "questions": 3}
    rows = report_reader.tables(report_reader.read(home / "asked.html"))[
        "Figures by kind of question"
    ]
    assert [one[:2] for one in rows] == [
        ["page", "2"],
        ["absent", "1"],
        ["all answerable", "2"],
        ["all unanswerable", "1"],
    ]


def test_questions_that_the_manifest_names_are_asked(
    program: Program, home: Path, questions: Path
) -> None:
    library = home / "data" / "library.toml"
    named = f'{library.read_text("utf-8")}questions = "../{questions.name}"\n'
    library.write_text(named, "utf-8")
    page = written(program, home)
    assert len(report_reader.tables(page)["Figures by kind of question"]) == 4
    questions.write_text("no question\n", "utf-8")
    assert f"{questions.name}: line 1 is no question" in program("report").refusal


def test_the_candidate_stands_beside_the_live_edition_and_both_are_asked(
    program: Program, home: Path, tiny: Path, questions: Path
) -> None:
    (live,) = program("editions", "--json").rows
    name = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    tables = report_reader.tables(written(program, home, "--questions", questions))
    assert tables[EDITIONS][0] == ["edition", live["name"], name]
    assert "What changes from the earlier to the later, each with its 95 % interval" in tables
    assert program("promote").status == 0
    tables = report_reader.tables(written(program, home))
    assert tables[EDITIONS][0] == ["edition", live["name"], name]
    again = report_reader.tables(written(program, home, "--against", live["name"][:8]))
    assert again == tables


def test_an_edition_that_cannot_be_opened_is_named_unless_it_was_asked_for(
    program: Program, home: Path, tiny: Path
) -> None:
    name = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    (home / "data" / "index" / name / "concordance.json").write_text("{}", "utf-8")
    said = report_reader.empty(written(program, home), "editions")
    assert f"The edition {name} cannot be opened: the index is damaged" in said
    refusal = program("report", "--against", name).refusal
    assert "the index is damaged" in refusal


def test_a_text_without_a_citation_has_a_report(program: Program, home: Path, tiny: Path) -> None:
    page = of_text(program, home, tiny, "The lamp is lit.\n\nThe ship is late.\n\nIt is night.")
    assert "No page citation was found" in report_reader.empty(page, "pages")
    assert "Citations" not in report_reader.tables(page)
    (doubt,) = report_reader.tables(page)["Doubtful citations, and what is unusual"]
    assert doubt[3] == "no page citation was found; answers will give none"


def test_a_text_of_one_paragraph_has_a_report(program: Program, home: Path, tiny: Path) -> None:
    page = of_text(program, home, tiny, "The keeper wrote: “The lamp is lit at night” (p. 12).")
    assert report_reader.empty(page, "meaning").startswith("There is no map")
    assert len(report_reader.tables(page)["Citations"]) == 1


def test_an_earlier_report_is_replaced_and_nothing_else(program: Program, home: Path) -> None:
    for _ in range(2):
        written(program, home)
    text = home / "data" / "harbour.txt"
    before = text.read_text("utf-8")
    refusal = program("report", "--output", text).refusal
    assert "harbour.txt: is there and is no report" in refusal
    assert text.read_text("utf-8") == before
    assert "none/a.html: its folder is not there" in (
        program("report", "--output", "none/a.html").refusal
    )


def test_what_cannot_be_reported_on_is_refused(program: Program, home: Path) -> None:
    (live,) = program("editions", "--json").rows
    assert "there is no index in none; run" in program("report", "--index", "none").refusal
    assert "'no-such' is not one edition" in program("report", "--against", "no-such").refusal
    assert "is live already" in program("report", "--against", live["name"]).refusal
    assert "cannot be read" in program("report", "--library", "none.toml").refusal
    for words, problem in (
        (None, "asked.jsonl"),
        ("", "asked.jsonl: is empty"),
        ('{"question": "Who?"}\n{"paragraphs": [1]}', "line 2 is no question"),
        ('{"question": "Who?", "document": "another"}', "no question is asked of harbour"),
    ):
        if words is not None:
            (home / "asked.jsonl").write_text(words, "utf-8")
        assert problem in program("report", "--questions", "asked.jsonl").refusal
    vectors = home / "data" / "index" / live["name"] / "vectors.faiss"
    vectors.write_bytes(b"\0")
    assert "the index is damaged" in program("report").refusal
    shutil.rmtree(vectors.parent)
    assert "which is not there" in program("report").refusal
    assert not (home / "report.html").exists()


def test_without_what_draws_it_a_sentence_says_what_to_install(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "find_spec", lambda _: None)
    refusal = program("report").refusal
    assert "a report needs jinja2, which is not installed here" in refusal
    assert "pip install 'concordance[pictures]'" in refusal
    assert not (home / "report.html").exists()
