"""The wild text's report, written by the program."""

from pathlib import Path

import pytest

from bot.__main__ import run as main
from tests.support.hostile_text import options, wild
from tests.support.shared_run import make_once


@pytest.fixture(scope="session")
def wild_data(run: Path, tiny: Path) -> Path:
    """Return the folder with the wild text, its manifest and its index; not to be changed."""
    return make_once(run / "wild", lambda home: wild(home, tiny)) / "data"


@pytest.fixture(scope="session")
def wild_page(wild_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report on the wild text."""
    page = tmp_path_factory.mktemp("page") / "report.html"
    assert main(["report", *options(wild_data), "--output", str(page)]) == 0
    return page
