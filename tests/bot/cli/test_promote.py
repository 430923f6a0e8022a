"""`concordance promote`, and `build` with its gate: what goes live, and what says why not."""

import json
from pathlib import Path

import pytest

from embeddings.editions.editions import Editions
from tests.support.cli_program import ROOT, Program, process
from tests.support.corrected_index import correct


def live(home: Path) -> str | None:
    """Return the name of what is live."""
    return Editions(home / "data" / "index").live_name()


def test_a_candidate_goes_live_and_is_asked(program: Program, home: Path, tiny: Path) -> None:
    before = live(home)
    name = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    assert program("page", "xiii", "--json").rows[0]["outcome"] == "nearest"
    ended = program("promote")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        f"{name} is live in the place of {before}, promoted\n"
        "nothing is lost; no questions are named for the text, so none were asked\n"
    )
    assert program("page", "xiii", "--json").rows[0]["citations"]


def test_a_lost_page_is_refused_in_one_line_unless_there_is_a_reason(
    program: Program, home: Path, tiny: Path
) -> None:
    name, before = correct(program, home, tiny, **{" (p. xii)": ""}), live(home)
    refusal = program("promote").refusal
    assert refusal == (
        f"concordance: {name} does not go live. 1 page citation is lost: ¶ 5 (p. xii) "
        f"(The Lamp, p. xii). See `concordance diff {name}`; if it is meant so, "
        f"`concordance promote {name} --force --reason TEXT`.\n"
    )
    assert live(home) == before
    (row,) = program("promote", "--force", "--reason", "a  misprint\nof old", "--json").rows
    assert (row["name"], row["by"], row["reason"]) == (name, "forced", "a misprint of old")
    assert live(home) == name


@pytest.mark.parametrize(
    "options", [["--force"], ["--reason", "why not"], ["--force", "--reason", " "]], ids=str
)
@pytest.mark.parametrize("command", ["promote", "build"])
def test_force_and_reason_need_one_another(
    program: Program, command: str, options: list[str]
) -> None:
    assert "--force and --reason TEXT need one another" in program(command, *options).refusal


def test_a_candidate_does_not_go_live_by_force(program: Program) -> None:
    refusal = program("build", "--candidate", "--force", "--reason", "now").refusal
    assert "a --candidate does not go live" in refusal


def test_a_build_goes_through_the_gate_and_by_force_through_it(
    program: Program, home: Path, tiny: Path
) -> None:
    before, text = live(home), home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8").replace(" (p. xii)", ""), "utf-8")
    assert "1 page citation is lost" in program("build", "--model", tiny).refusal
    assert live(home) == before
    forced = program("build", "--model", tiny, "--force", "--reason", "a misprint", "--json").rows
    assert forced[0]["live"]
    assert live(home) == Path(forced[0]["path"]).name


def test_half_of_the_citations_gone_is_refused(program: Program, home: Path, tiny: Path) -> None:
    correct(program, home, tiny, **{" (p. 12)": "", " (p. xii)": ""})
    assert "3 page citations are lost: ¶ 2 (p. 12)" in program("promote").refusal


@pytest.mark.parametrize("words", ["", " \n\n\t\n"], ids=["no byte", "no word"])
def test_a_candidate_of_an_empty_file_is_refused_by_its_name(
    program: Program, home: Path, tiny: Path, words: str
) -> None:
    (home / "data" / "harbour.txt").write_text(words, "utf-8")
    assert "harbour.txt" in program("build", "--candidate", "--model", tiny).refusal
    assert len(program("editions", "--json").rows) == 1


def test_a_candidate_of_the_wrong_text_is_refused(program: Program, home: Path, tiny: Path) -> None:
    wrong = (ROOT / "data" / "sample" / "essay.txt").read_text("utf-8")
    (home / "wrong.txt").write_text(wrong, "utf-8")
    refusal = program("build", "wrong.txt", "--candidate", "--model", tiny).refusal
    assert "the index is of another text (document harbour)" in refusal
    (home / "data" / "harbour.txt").write_text(wrong, "utf-8")
    assert program("build", "--candidate", "--model", tiny).status == 0
    refusal = program("promote").refusal
    assert "It has no paragraph of the live text: the file is of another text." in refusal


def test_a_promote_while_another_process_builds_is_refused(
    program: Program, home: Path, tiny: Path
) -> None:
    name = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    with Editions(home / "data" / "index").locked():
        ended = process(home, "promote")
        assert "another build, promote or rollback is writing to data/index" in ended.refusal
        assert "another build" in process(home, "rollback").refusal
        assert len(program("page", "xii", "--json").rows) == 1
    assert program("promote").out.startswith(f"{name} is live")


def test_the_questions_of_the_manifest_are_asked(program: Program, home: Path, tiny: Path) -> None:
    library = home / "data" / "library.toml"
    library.write_text(library.read_text("utf-8") + 'questions = "asked.jsonl"\n', "utf-8")
    correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    assert "asked.jsonl" in program("promote").refusal
    asked = {"question": "Who painted the door green?", "paragraphs": [4]}
    (home / "data" / "asked.jsonl").write_text(json.dumps(asked), "utf-8")
    assert "its 1 questions are answered no worse" in program("promote").out


HARMFUL = {
    "a quotation cut": (" while I am here", "1 quotation has other words: ¶ 3 without"),
    "a page changed": ("(p. xii)", "1 page citation is another: ¶ 5 (p. xii)"),
    "a paragraph cut": (
        ", and the harbour paid for the paint",
        "1 paragraph has lost words: ¶ 4 7 of 14",
    ),
}


@pytest.mark.parametrize("command", ["promote", "build"])
@pytest.mark.parametrize("name", HARMFUL)
def test_what_is_cut_or_changed_in_place_is_refused(
    program: Program, home: Path, tiny: Path, name: str, command: str
) -> None:
    words, reason = HARMFUL[name]
    before = live(home)
    change = {words: "(p. ix)" if "xii" in words else ""}
    if command == "promote":
        correct(program, home, tiny, **change)
        assert reason in program("promote").refusal
    else:
        text = home / "data" / "harbour.txt"
        text.write_text(text.read_text("utf-8").replace(words, change[words]), "utf-8")
        assert reason in program("build", "--model", tiny).refusal
    assert live(home) == before


def test_editions_are_kept_as_many_as_told(program: Program, home: Path, tiny: Path) -> None:
    for page in ("xiii", "xiv", "xv"):
        text = home / "data" / "harbour.txt"
        words = text.read_text("utf-8")
        text.write_text(f"{words}\nIt is said once more (p. {page}).\n", "utf-8")
        assert program("build", "--model", tiny, "--keep", 2).status == 0
    assert len(program("editions", "--json").rows) == 2
    assert "--keep" in program("promote", "--keep", 0).refusal
