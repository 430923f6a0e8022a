"""`concordance build`: unusual texts are built with a warning, and nothing built is lost."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.files import atomic
from tests.support.cli_program import Program, environment, process
from tests.support.full_disk import cramp_packing
from tests.support.tiny_model import make_model

SENTENCE = "the crowd asks one question of the soldier in the palace. "

UNUSUAL = {
    "no citation": ("Plain words.\n\nAnd more of them.", "no page citation was found"),
    "marks left open": (
        "He said: “never closed (p. 7).\n\n“Well closed” (p. 8).",
        "1 quotation marks are unbalanced",
    ),
    "marks that close nothing": (
        "Never opened” (p. 7), he said.",
        "quotation marks are unbalanced",
    ),
    "citations of no work": ("“Word for word” (p. 7).", "name no work"),
    "one paragraph of 2 MB": (
        SENTENCE * (2_000_000 // len(SENTENCE) + 1),
        "paragraph 1 has 2,000,",
    ),
    "50,000 paragraphs": ("\n\n".join([SENTENCE] * 50_000), "there are 50,000 paragraphs"),
    "one word": ("Word", "no page citation was found"),
    "one character": (".", "no page citation was found"),
    "only quotation marks": ("“”‘’\"'«»„“", "no page citation was found"),
}


HUGE = {"one paragraph of 2 MB", "50,000 paragraphs"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if name in HUGE else ()) for name in UNUSUAL],
)
def test_an_unusual_text_is_built_with_a_warning(
    program: Program, home: Path, tiny: Path, name: str
) -> None:
    text, warning = UNUSUAL[name]
    (home / "other.txt").write_text(text, "utf-8")
    ended = program("build", "other.txt", "--replace", "--model", tiny)
    assert ended.status == 0
    assert "0 paragraphs, 0 passages" not in ended.out
    assert all(line.startswith("concordance: unusual: ") for line in ended.err.splitlines())
    assert warning in ended.err
    (answer,) = program("ask", "Who asks a question in the palace?", "-k", 1, "--json").rows
    assert answer["passages"][0]["text"] in text
    assert answer["passages"][0]["document"] == "other"


def test_an_ordinary_text_is_built_without_a_warning(
    program: Program, home: Path, tiny: Path
) -> None:
    (home / "new").mkdir()
    (home / "new" / "models").symlink_to(home / "data" / "index" / "models")
    ended = program("build", "--index", "new", "--model", tiny, "--json")
    assert ended.err == ""
    (built,) = ended.rows
    assert (built["changed"], built["counts"]["paragraphs"]) == (True, 6)
    least = built["counts"]["passages"] + built["counts"]["vectors"]
    assert built["embedded"] >= least  # a passage beyond the model's window counts as several
    assert (home / built["path"] / "manifest.json").is_file()


def test_the_process_draws_no_progress_in_a_pipe(home: Path, tiny: Path) -> None:
    ended = process(home, "build", "--index", "new", "--model", str(tiny))
    assert (ended.status, ended.err) == (0, "")
    built, outcome = ended.out.splitlines()
    assert built.startswith("new/")
    assert outcome == "it is live; ask it with `concordance ask QUESTION`"
    assert "\x1b" not in ended.out


def test_progress_as_json_is_an_object_a_line_in_the_order_of_the_stages(
    home: Path, tiny: Path
) -> None:
    (home / "data" / "harbour.txt").write_text("“Word for word” (p. 7).", "utf-8")
    build = ("build", "--candidate", "--model", str(tiny))
    ended = process(home, *build, "--progress", "json", "--json")
    steps = [json.loads(line) for line in ended.err.splitlines() if line.startswith("{")]
    assert (steps[:2], steps[-1]) == (
        [{"stage": "reading"}, {"stage": "loading"}],
        {"stage": "learning"},
    )
    counted = steps[2:-1]
    assert {step["stage"] for step in counted} == {"embedding"}
    assert len(counted) <= 101
    assert counted[-1]["done"] == counted[-1]["of"] > 0
    (built,) = ended.rows
    assert built["embedded"] == counted[-1]["of"]


def test_a_text_that_has_not_changed_is_not_built_again(program: Program, tiny: Path) -> None:
    ended = program("build", "--model", tiny)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.endswith(": nothing has changed\n")


def test_only_what_changed_is_embedded_anew(program: Program, home: Path, tiny: Path) -> None:
    text = home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8") + "\nOne paragraph more.\n", "utf-8")
    (built,) = program("build", "--model", tiny, "--json").rows
    assert (built["changed"], built["embedded"]) == (True, 2)  # as a passage and as a sentence
    assert built["counts"]["paragraphs"] == 7


def test_another_text_is_refused_and_the_index_stays(
    program: Program, home: Path, tiny: Path
) -> None:
    (home / "other.txt").write_text("“Word for word” (p. 7).", "utf-8")
    refusal = program("build", "other.txt", "--model", tiny).refusal
    assert "--replace" in refusal
    assert "--add" in refusal
    assert [row["document"] for row in program("page", "12", "--json").rows] == ["harbour"] * 2
    assert program("build", "other.txt", "--model", tiny, "--replace").status == 0
    assert [row["document"] for row in program("page", "7", "--json").rows] == ["other"]


def test_a_change_of_the_manifest_alone_is_a_reason_to_build(
    program: Program, home: Path, tiny: Path
) -> None:
    library = home / "data" / "library.toml"
    library.write_text(library.read_text("utf-8").replace("The Lamp", "The Light"), "utf-8")
    (built,) = program("build", "--model", tiny, "--json").rows
    assert (built["changed"], built["embedded"]) == (True, 0)
    assert {one["work"] for one in program("page", "12", "--json").rows[0]["citations"]} == {
        "The Light"
    }


def test_a_text_of_left_overs_alone_is_refused(program: Program, home: Path, tiny: Path) -> None:
    library, text = home / "data" / "library.toml", home / "data" / "harbour.txt"
    library.write_text(library.read_text("utf-8") + 'left-overs = ["Show more"]\n', "utf-8")
    text.write_text("Show more\n\nShow more\n", "utf-8")
    for command in (["build", "--model", tiny], ["check"], ["citations"]):
        assert "harbour.txt" in program(*command).refusal
    assert len(program("page", "12", "--json").rows) == 2


def test_a_failed_build_leaves_what_was_there(program: Program, home: Path) -> None:
    before = {path: path.read_bytes() for path in _files(home)}
    assert program("build", "--model", "no/such/model").refusal
    assert program("build", "none.txt").refusal
    assert {path: path.read_bytes() for path in _files(home)} == before
    assert json.loads(program("ask", "p. 12", "--json").out)["outcome"] == "page"


def test_a_full_disk_is_told_and_the_old_index_answers(
    program: Program, home: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in _files(home)}
    text = home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8") + "\n“One more” (p. 7).\n", "utf-8")

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "write", full)
        refusal = program("build", "--model", tiny).refusal
    assert "there is no space left; free some, the index in use is untouched" in refusal
    assert {path: path.read_bytes() for path in _files(home)} == before
    assert len(program("page", "12", "--json").rows) == 2
    assert program("build", "--model", tiny).status == 0
    assert len(program("page", "7", "--json").rows) == 1


def test_a_disk_without_room_for_another_model_is_told_and_the_old_index_answers(
    program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in _files(home)}
    other = make_model(tmp_path / "other", seed=2)
    cramp_packing(monkeypatch, 3_000)
    assert "run `concordance build` again" in program("build", "--model", other).refusal
    cramp_packing(monkeypatch, 3_000, free=0)
    refusal = program("build", "--model", other).refusal
    assert "there is no space left; free some, the index in use is untouched" in refusal
    assert {path: path.read_bytes() for path in _files(home)} == before
    assert len(program("page", "12", "--json").rows) == 2


def _files(home: Path) -> list[Path]:
    """Return the files of an index, without the lock."""
    found = (home / "data" / "index").rglob("*")
    return sorted(path for path in found if path.is_file() and path.name != ".lock")


KILLED = """
import os, signal, sys
from embeddings.editions.editions import Editions
from bot.__main__ import run
set_live = Editions.set_live
def killed(*arguments):
    {done}
    os.kill(os.getpid(), signal.SIGKILL)
Editions.set_live = killed
run(sys.argv[1:])
"""
QUESTION = "Who painted the door, and who paid for the paint?"
MOMENTS = {"before": "pass", "after": "set_live(*arguments)"}


def kill(home: Path, when: str, *arguments: str) -> None:
    """Run the program, and kill it before or after another edition is made the live one."""
    code = KILLED.format(done=MOMENTS[when])
    call = [sys.executable, "-c", code, *arguments]
    ended = subprocess.run(call, cwd=home, env=environment(), check=False)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("when", MOMENTS)
@pytest.mark.parametrize("change", ["build", "promote"])
def test_a_change_that_is_killed_as_it_goes_live_leaves_the_old_edition_or_the_new(
    program: Program, home: Path, tiny: Path, change: str, when: str
) -> None:
    text = home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8").replace("green", "blue"), "utf-8")
    build = ["build", "--model", str(tiny)]
    if change == "promote":
        assert program(*build, "--candidate").status == 0
    kill(home, when, *(build if change == "build" else ["promote"]))
    painted = "blue" if when == "after" else "green"
    assert f"the door {painted}" in program("ask", QUESTION).out
    assert program(*build).status == 0
    assert "the door blue" in program("ask", QUESTION).out
    assert not [*(home / "data" / "index").glob(".unfinished-*")]


@pytest.mark.parametrize("when", MOMENTS)
def test_a_first_build_that_is_killed_leaves_no_index_or_a_whole_one(
    program: Program, home: Path, tiny: Path, when: str
) -> None:
    index = home / "new"
    index.mkdir()
    (index / "models").symlink_to(home / "data" / "index" / "models")
    build = ["build", "--model", str(tiny), "--index", "new"]
    kill(home, when, *build)
    asked = program("ask", QUESTION, "--index", "new")
    assert ("no index in new" in asked.err) == (when == "before")
    assert ("the door green" in asked.out) == (when == "after")
    assert program(*build).status == 0
    assert "the door green" in program("ask", QUESTION, "--index", "new").out
