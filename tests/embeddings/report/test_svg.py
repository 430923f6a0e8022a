"""A chart as inline SVG: drawn in the page's colours wherever matplotlib wrote one."""

import re

import pytest
from matplotlib.figure import Figure

from embeddings.report.svg import encode_colour, render_svg


@pytest.mark.parametrize("hatch", [None, "//"], ids=["plain", "hatched"])
def test_every_colour_is_one_of_the_page(hatch: str | None) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar([1], [2], color=encode_colour("essay"), edgecolor=encode_colour("ink"), hatch=hatch)
    axes.set_axis_off()
    drawn = render_svg(figure, "bars", "Bars", {})
    assert "var(--essay)" in drawn
    assert not re.search(r"#0000[0-9a-f]{2}\b", drawn)
    assert not re.search(r'(?:fill|stroke)="var', drawn)  # attributes take no variables
