"""`make ask`: a question reaches the program as it was typed, whatever stands in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.support.examples import examples

CALL = f"""\
#!/bin/sh
exec '{sys.executable}' "$0.py" "$@"
"""

PROGRAM = """\
import json, os, sys
if sys.argv[1] == "build":
    print("building")
else:
    print(*sys.argv[1:], sep="\\n")
with open("calls", "a", encoding="utf-8") as calls:
    print(json.dumps(sys.argv[1:]), file=calls)
"""

QUESTIONS = {
    "plain": "Who saved Chernov from the crowd?",
    "double quotes": 'Who said "no"?',
    "single quotes": "Who said 'it's so'?",
    "curly quotes": "Who said “it’s so”?",
    "a variable of the shell": "Where is $HOME or ${HOME}?",
    "a variable of make": "What is $(MAKE) or $(SHELL) or $@ or $$?",
    "a function of make": "$(shell touch owned) and $(error no) and $(file >owned)",
    "a command of the shell": "$(touch owned)",
    "backticks": "`touch owned`",
    "another command": "a; touch owned; b && touch owned || touch owned & touch owned | cat",
    "into a file": "a > owned < /etc/passwd",
    "quotes closed first": '"; touch owned; \'; touch owned; "',
    "a comment": "# who? # why?",
    "a leading dash": "-k 9",
    "two leading dashes": "--help",
    "two dashes": "--",
    "backslashes": "a \\ b \\\\ c \\n d \\",
    "globs": "* ? [a-z] ~ {a,b} !!",
    "an assignment": "Q = b := c += d",
    "spaces kept": "two  spaces \t and a tab ",
    "percent and colon": "%: %.o | a : b",
    "other scripts": "Кто спас Чернова? 谁? 🔥 é",
    "empty": "",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the Makefile that is installed already, with a program that tells all."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    program = folder / ".venv" / "bin" / "concordance"
    program.parent.mkdir(parents=True)
    program.write_text(CALL, "utf-8")
    program.with_name("concordance.py").write_text(PROGRAM, "utf-8")
    program.chmod(0o755)
    (program.parent / "python").symlink_to(sys.executable)
    for stamp in (".installed", ".installed-mpnet", ".installed-dev"):
        (folder / ".venv" / stamp).touch()
    return folder


def make(folder: Path, question: str, *more: str, in_environment: bool = False) -> str:
    """Run `make ask` with a question and return what stands on standard output."""
    return ask(folder, question, *more, in_environment=in_environment).stdout.decode()


def ask(
    folder: Path, question: str, *more: str, in_environment: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run `make ask` with a question and return how it ended."""
    given_in = {"Q": question} if in_environment else {}
    arguments = [*more] if in_environment else [f"Q={question}", *more]
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    done = subprocess.run(
        ["make", "ask", *arguments],  # noqa: S607 - make is where the machine has it
        cwd=folder,
        env={**inherited, **given_in},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not (folder / "owned").exists()
    return done


@pytest.mark.parametrize("in_environment", [False, True], ids=["argument", "environment"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_question_reaches_the_program_as_it_was_typed(
    copy: Path, name: str, in_environment: bool
) -> None:
    question = QUESTIONS[name]
    printed = make(copy, question, in_environment=in_environment)
    assert printed == f"ask\n--index\ndata/index/ask\n--\n{question}\n"


@examples(0.25)
@given(st.text(alphabet="a$(){}'\"`\\;#&|<>*!~-=: %\té", max_size=12).map(str.lstrip))
def test_whatever_is_typed_reaches_the_program(copy: Path, question: str) -> None:
    # Make itself drops white space before a value on its command line.
    assert make(copy, question).endswith(f"\n--\n{question}\n")


def test_the_index_is_built_first_and_says_nothing_on_standard_output(copy: Path) -> None:
    (copy / "calls").unlink(missing_ok=True)
    assert "building" not in make(copy, "Who?")
    first, second = (copy / "calls").read_text("utf-8").splitlines()
    assert first == '["build", "--replace", "--index", "data/index/ask"]'
    assert second.startswith('["ask", "--index", "data/index/ask", "--", "Who?"]')


def test_a_second_model_is_offered_until_the_index_has_it(copy: Path) -> None:
    offered = 'make ask EXTRA=mpnet Q="…"'
    assert offered in ask(copy, "Who?").stderr.decode()
    (copy / "calls").unlink()
    edition = copy / "data" / "index" / "ask" / "e-1"
    edition.mkdir(parents=True)
    (edition / "manifest.json").write_text('{"model": "all-mpnet-base-v2"}', "utf-8")
    assert ask(copy, "Who?", "EXTRA=mpnet").stderr == b""
    names = "all-MiniLM-L6-v2,all-mpnet-base-v2"
    first, second = (copy / "calls").read_text("utf-8").splitlines()
    assert first == f'["build", "--replace", "--index", "data/index/ask", "--models", "{names}"]'
    assert second.startswith('["ask", "--index", "data/index/ask", "--", "Who?"]')
    shutil.rmtree(copy / "data")
