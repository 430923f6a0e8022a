"""A folder as a clone of the project has it, with an index built, and the program run in it."""

import io
import os
import shutil
import sys
from pathlib import Path

import pytest

from bot.__main__ import run
from tests.bot.program import Ended, Program, lay_out


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Path:
    """Return a folder with a text, its manifest and its index; not to be changed."""
    home = tmp_path_factory.mktemp("built") / "home"
    lay_out(home)
    data = home / "data"
    options = ["--library", str(data / "library.toml"), "--index", str(data / "index")]
    assert run(["build", *options, "--model", str(tiny)]) == 0
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built folder to work in, as the current directory."""
    copy = tmp_path / "home"
    shutil.copytree(built, copy)
    monkeypatch.chdir(copy)
    for name in [name for name in os.environ if name.startswith("CONCORDANCE_")]:
        monkeypatch.delenv(name)
    return copy


@pytest.fixture
def program(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Program:
    """Return the program, run within this process in the folder `home`."""
    assert Path.cwd() == home

    def ended(*arguments: object, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        capsys.readouterr()
        status = run([*map(str, arguments)])
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return ended
