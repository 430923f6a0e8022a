"""The picture of a report in docs/command-line.md is drawn from what the program writes today."""

from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import ROOT
from tests.demo.report import REPORT, draw, lasting, sample_report
from tests.standin.pictures import drawn_from, fingerprint


@pytest.fixture(scope="module")
def page(sample_index: Path) -> str:
    """Return the report on the sample essay, written now."""
    return sample_report(sample_index)


@pytest.mark.slow
def test_the_picture_is_of_this_report(page: str) -> None:
    assert drawn_from(REPORT) == fingerprint(lasting(page)), "run `make demo`"


@pytest.mark.slow
def test_what_lasts_is_nearly_all_of_it(page: str) -> None:
    kept = lasting(page)
    assert "<time" in page
    assert "<time" not in kept
    for part in ("contents", "pages", "lengths", "doubts", "questions", "editions"):
        assert f'<section id="{part}"' in kept


@pytest.mark.usefixtures("browser")
def test_the_report_is_drawn_in_a_real_browser(page: str, tmp_path: Path) -> None:
    target = tmp_path / "report.png"
    draw(page, target)
    with Image.open(target) as drawn, Image.open(REPORT) as kept:
        assert drawn.size == kept.size
        colours = drawn.convert("RGB").getcolors(1 << 24) or []
    assert len(colours) > 100


def test_the_readme_shows_the_picture() -> None:
    assert f"({REPORT.name})" in (ROOT / "docs" / "command-line.md").read_text("utf-8")
