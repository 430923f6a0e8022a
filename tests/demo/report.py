"""The report on the sample essay, drawn as it is seen at a desk and on a phone."""

import re
import tempfile
from pathlib import Path

from PIL import Image

from bot.__main__ import run
from tests.conftest import ROOT
from tests.standin.browser import Window, new_page, open_browser, visit
from tests.standin.pictures import Size, keep, stretch

REPORT = ROOT / "docs" / "report.png"
DESK, PHONE = Window(1280), Window(375, dark=True)
HEIGHT, GAP = 1560, 40
GROUND = "#d9d6cf"

_DESK_TOP = "0"
_PHONE_TOP = (
    "Math.round(document.querySelector('#meaning').getBoundingClientRect().top + scrollY) - 12"
)
_PASSING = re.compile(
    r"<time.*?</time>|(?<=<code>[0-9a-f]{16})-\d+|<section id=\"meaning\".*?</section>", re.DOTALL
)


def sample_report(index: Path) -> str:
    """Return the report on an index of the sample essay, asked the questions about it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.html"
        questions = ROOT / "data" / "questions" / "sample.jsonl"
        given = ["--index", str(index), "--questions", str(questions), "--output", str(target)]
        assert run(["report", *given]) == 0
        return target.read_text("utf-8")


def lasting(page: str) -> str:
    """Return a report without what differs each time or on another machine.

    That is when it was built and how often, and where a processor's rounding puts the passages.
    """
    return _PASSING.sub("", page)


def draw(page: str, target: Path) -> None:
    """Draw the top of a report at a desk, by day, and its map on a phone, by night."""
    desk, phone = _drawn(page)
    width, height = desk.width + GAP + phone.width, max(desk.height, phone.height)
    both = Image.new("RGB", (width + 2 * GAP, height + 2 * GAP), GROUND)
    both.paste(desk, (GAP, GAP))
    both.paste(phone, (2 * GAP + desk.width, GAP))
    keep(both, target, lasting(page))


def _drawn(page: str) -> tuple[Image.Image, Image.Image]:
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        file = Path(folder) / "report.html"
        file.write_text(page, "utf-8")

        def drawn(window: Window, top: str) -> Image.Image:
            opened = new_page(browser, window)
            visit(opened, file)
            return stretch(opened, opened.evaluate(top), Size(window.width, HEIGHT))

        return drawn(DESK, _DESK_TOP), drawn(PHONE, _PHONE_TOP)
