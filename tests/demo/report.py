"""The report on the sample essay, drawn as it is seen at a desk and on a phone."""

import asyncio
import re
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.__main__ import run
from tests.conftest import ROOT
from tests.standin.browser import keep
from tests.standin.devtools import Window, address_of, tab

REPORT = ROOT / "docs" / "report.png"
DESK, PHONE = Window(1280, dark=False), Window(375, dark=True)
HEIGHT, GAP = 1560, 40
GROUND = "#d9d6cf"

_TOP = "document.querySelector('#meaning').getBoundingClientRect().top + scrollY - 12"
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
    desk, phone = asyncio.run(_drawn(page))
    width, height = desk.width + GAP + phone.width, max(desk.height, phone.height)
    both = Image.new("RGB", (width + 2 * GAP, height + 2 * GAP), GROUND)
    both.paste(desk, (GAP, GAP))
    both.paste(phone, (2 * GAP + desk.width, GAP))
    keep(both, target, lasting(page))


async def _drawn(page: str) -> tuple[Image.Image, Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(page, "utf-8")
        async with tab() as opened:
            await opened.open(address_of(file), DESK)
            desk = await opened.picture(0, DESK.width, HEIGHT)
            await opened.open(address_of(file), PHONE)
            phone = await opened.picture(await opened.run(_TOP), PHONE.width, HEIGHT)
    first, second = (Image.open(BytesIO(one)).convert("RGB") for one in (desk, phone))
    return first, second
