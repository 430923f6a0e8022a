"""What is drawn stands out from its ground, in both themes, and the page needs no other file."""

import re
from itertools import product
from pathlib import Path

import pytest

from embeddings.report import html_page
from embeddings.report.svg import COLOURS
from tests.conftest import ROOT

STYLE = (html_page._TEMPLATES / "style.css").read_text("utf-8")
LIGHT, DARK = STYLE.split("@media (prefers-color-scheme: dark)", 1)
DRAWN = [one for one in COLOURS if one not in ("card", "line")]


def colours(style: str) -> dict[str, str]:
    """Return the colours that a style sets first."""
    found: dict[str, str] = {}
    for name, colour in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", style):
        found.setdefault(name, colour)
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG has it."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("style", "name"), list(product((LIGHT, DARK), DRAWN)))
def test_what_is_drawn_stands_out_from_its_ground(style: str, name: str) -> None:
    found = colours(style)
    lighter, darker = sorted(map(luminance, (found[name], found["card"])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= (4.5 if name in ("ink", "soft") else 3)


def test_both_themes_set_the_same_colours() -> None:
    assert colours(LIGHT).keys() == colours(DARK).keys() >= {*COLOURS}


def test_every_template_belongs_to_the_package() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"embeddings.report" = ["templates/*"]' in project
    kinds = {one.suffix for one in Path(html_page._TEMPLATES).iterdir()}
    assert kinds == {".html", ".css"}
