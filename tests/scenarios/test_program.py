"""The program as a whole: help, exit statuses, one line on bad input, quiet pipes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli_program import Program, environment, process

OPTIONS = {
    "build": ["--index", "--library", "--document", "--model", "--cross-encoder", "--json"],
    "ask": ["-k", "--batch", "--index", "--model", "--json"],
    "page": ["--work", "--index", "--json"],
    "source": ["--index", "--json"],
    "quote": ["--work", "--page", "--theme", "--index", "--json"],
    "works": ["--index", "--json"],
    "contents": ["--index", "--json"],
    "citations": ["--library", "--document", "--json"],
    "check": ["--library", "--document", "--json"],
    "evaluate": ["--against", "--ablate", "--failures", "--index", "--json"],
    "run": ["--index", "--model", "--shards", "--of"],
    "sync": ["--server", "--remove", "--json"],
}

REFUSED = {
    "unknown command": (["nope"], "concordance: No such command 'nope'. See `concordance --help`."),
    "half a command": (["db"], "concordance: Missing command. See `concordance db --help`."),
    "neither question nor batch": (["ask"], "concordance: give either a question or --batch FILE"),
    "unknown option": (["--nope"], "--nope"),
    "unknown option of a command": (["ask", "lamp", "--nope"], "--nope"),
    "option without its value": (["ask", "lamp", "-k"], "-k"),
    "a word too many": (["page", "12", "13"], "13"),
    "no question": (["ask"], "either a question or --batch"),
    "question and batch": (["ask", "lamp", "--batch", "x.jsonl"], "either a question or --batch"),
    "-k of 0": (["ask", "lamp", "-k", "0"], "-k"),
    "-k below 0": (["ask", "lamp", "-k", "-3"], "-k"),
    "-k too large": (["ask", "lamp", "-k", "51"], "-k"),
    "-k in words": (["ask", "lamp", "-k", "three"], "-k"),
    "no page": (["page"], "PAGE"),
    "page 0": (["page", "0"], "'0' is no page"),
    "page -1": (["page", "-1"], "-1"),
    "page -1 as a word": (["page", "--", "-1"], "'-1' is no page"),
    "page abc": (["page", "abc"], "'abc' is no page"),
    "page of nothing": (["page", ""], "'' is no page"),
    "page in other digits": (["page", "１２"], "is no page"),
    "half a range": (["page", "12-"], "'12-' is no page"),
    "unknown work": (
        ["page", "12", "--work", "Atlas"],
        "'Atlas' names no work that the text cites, or more",
    ),
    "no words to check": (["source"], "WORDS"),
    "empty words to check": (["source", ""], "there is no word to look for"),
    "only marks to check": (["source", "…?!"], "there is no word to look for"),
    "too much to check": (["source", "lamp " * 20_000], "100000 characters are too many"),
    "no index to check in": (["source", "lamp", "--index", "none"], "run `concordance build`"),
    "a quotation from page 0": (["quote", "--page", "0"], "'0' is no page"),
    "a quotation from an unknown work": (
        ["quote", "--work", "Atlas"],
        "'Atlas' names no work that the text cites, or more",
    ),
    "no batch file": (["ask", "--batch", "none.jsonl"], "none.jsonl: cannot be read"),
    "no questions file": (["evaluate", "none.jsonl"], "none.jsonl: cannot be read"),
    "no manifest": (["check", "--library", "none.toml"], "none.toml: cannot be read"),
    "unknown document": (["check", "--document", "boats"], "no document 'boats'; the documents"),
    "unknown model": (["build", "--model", "no/such/model"], "the model no/such/model"),
    "index of another model": (["ask", "lamp", "--model", "another"], "'another' is asked for"),
    "no index": (["ask", "lamp", "--index", "none"], "no index in none; run `concordance build`"),
    "a text for an index": (
        ["ask", "lamp", "--index", "data/harbour.txt"],
        "data/harbour.txt is a file, and an index is a folder; run `concordance build`",
    ),
    "no index for a page": (["page", "12", "--index", "none"], "run `concordance build`"),
    "no index for contents": (["contents", "--index", "none"], "run `concordance build`"),
    "no index for works": (["works", "--index", "none"], "run `concordance build`"),
    "no index for a quotation": (["quote", "--index", "none"], "run `concordance build`"),
    "a file for an index": (["build", "--index", "data/harbour.txt"], "data/harbour.txt"),
}

TEXTS = {
    "no file": (None, "cannot be read (No such file or directory)"),
    "an empty file": (b"", "is empty"),
    "white space": (b" \n\t\n", "is empty"),
    "white space of other widths": ("\u00a0\n\u2003".encode(), "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a text but a PNG file"),
    "bytes": (b"\0\1\2\3" * 99, "is not a text"),
}
COMMANDS = [["build", "--replace"], ["citations"], ["check"]]
ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@pytest.mark.parametrize("command", OPTIONS)
def test_every_command_has_help_that_names_its_options(program: Program, command: str) -> None:
    ended = program(command, "--help")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage: concordance {command} ")
    assert "[[" not in ended.out
    for option in OPTIONS[command]:
        assert re.search(rf"^ .*(?<!\S){option}\b", ended.out, re.MULTILINE)


@pytest.mark.parametrize("arguments", [["--help"], []])
def test_help_names_every_command_on_a_line_of_its_own(
    program: Program, arguments: list[str]
) -> None:
    ended = program(*arguments)
    listed = re.findall(r"^  (\w+)", ended.out + ended.err, re.MULTILINE)
    assert set(OPTIONS) <= set(listed)


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_in_one_line(program: Program, name: str) -> None:
    arguments, words = REFUSED[name]
    assert words in program(*arguments).refusal


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_text_is_refused_in_one_line_and_the_index_stays(
    program: Program, home: Path, command: list[str], name: str
) -> None:
    data, words = TEXTS[name]
    if data is not None:
        (home / "bad.txt").write_bytes(data)
    assert words in program(*command, "bad.txt").refusal
    assert len(program("page", "12", "--json").rows) == 2


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_a_directory_is_refused_in_one_line(program: Program, command: list[str]) -> None:
    assert "data: is a directory" in program(*command, "data").refusal


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_no_text_at_all_is_refused_in_one_line(
    program: Program, home: Path, command: list[str]
) -> None:
    (home / "data" / "library.toml").unlink()
    assert "name a text" in program(*command).refusal


def test_a_document_without_a_manifest_is_refused(program: Program, home: Path) -> None:
    (home / "data" / "library.toml").unlink()
    refusal = program("check", "data/harbour.txt", "--document", "harbour").refusal
    assert "--document needs a manifest" in refusal


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_a_mistake_in_the_manifest_is_named_with_line_and_key(
    program: Program, home: Path, command: list[str]
) -> None:
    library = home / "data" / "library.toml"
    library.write_text(library.read_text("utf-8").replace("paths =", "pahts ="), "utf-8")
    refusal = program(*command).refusal
    assert "data/library.toml, line 13: documents.harbour.pahts: " in refusal
    assert "did you mean paths?" in refusal


@pytest.mark.parametrize("data", [None, b"", b"\xff\xfe rubbish"], ids=["gone", "empty", "other"])
@pytest.mark.parametrize(
    "part",
    "current manifest.json concordance.json hashes.json tokens.npy vectors.faiss".split(),
)
def test_half_an_index_is_refused_with_what_mends_it(
    program: Program, home: Path, tiny: Path, part: str, data: bytes | None
) -> None:
    path = next((home / "data" / "index").rglob(part))
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    for command in (["ask", "Who kept the lamp?"], ["page", "12"]):
        assert "run `concordance build`" in program(*command).refusal
    assert program("build", "--model", tiny).status == 0
    assert program("page", "12").status == 0


@pytest.mark.parametrize(
    ("setting", "command", "words"),
    [
        ("INDEX=no/where", ["page", "12"], "no index in no/where"),
        (f"INDEX={'x' * 5000}", ["page", "12"], "concordance: "),
        ("LIBRARY=no/where.toml", ["check"], "no/where.toml: cannot be read"),
        ("LIBRARY=data/harbour.txt", ["check"], "data/harbour.txt, line 1"),
        ("MODEL=no/such/model", ["build"], "the model no/such/model"),
        ("MODEL=../..", ["build"], "the model ../..: "),
        ("MODEL=another", ["ask", "Who kept the lamp?"], "'another' is asked for"),
    ],
)
def test_rubbish_in_the_environment_is_refused_in_one_line(
    program: Program, monkeypatch: pytest.MonkeyPatch, setting: str, command: list[str], words: str
) -> None:
    name, _, value = setting.partition("=")
    monkeypatch.setenv(f"CONCORDANCE_{name}", value)
    assert words in program(*command).refusal


def test_settings_come_from_the_file_env_and_empty_ones_count_for_nothing(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCORDANCE_INDEX", "")
    assert program("page", "12").status == 0
    (home / ".env").write_text("CONCORDANCE_INDEX=elsewhere\n", "utf-8")
    monkeypatch.delenv("CONCORDANCE_INDEX")
    assert "no index in elsewhere" in program("page", "12").refusal


def test_the_process_ends_as_the_program_does(home: Path) -> None:
    good = process(home, "page", "12", "--json")
    assert (len(good.rows), good.err) == (2, "")
    assert "no index in none" in process(home, "page", "12", "--index", "none").refusal


@pytest.mark.parametrize(
    "command",
    [
        *(["page", "12"], ["page", "13"], ["citations"], ["check"], ["ask", "p. 12"]),
        *(["contents"], ["works"], ["quote"]),
        ["source", "the \x1b[31mlamp is lit before the tide"],
    ],
)
def test_nothing_steers_a_terminal_in_a_pipe(home: Path, command: list[str]) -> None:
    ended = process(home, *command, more={"TERM": "xterm-256color"})
    assert (ended.status, ended.err) == (0, "")
    assert ended.out
    assert not ESCAPE.findall(ended.out.replace("\t", " "))


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["plain", "json"])
def test_a_reader_that_leaves_early_is_no_error(home: Path, form: list[str]) -> None:
    (home / "long.txt").write_text("“Word for word” (p. 7).\n\n" * 5000, "utf-8")
    arguments = [sys.executable, "-m", "bot", "citations", "long.txt", *form]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        arguments, cwd=home, env=environment(), stdout=pipe, stderr=pipe
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_terminal_that_lacks_the_letters_gets_no_traceback(home: Path) -> None:
    ended = process(home, "page", "12", more={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert "Traceback" not in ended.err
    assert ended.status in (0, 2)
