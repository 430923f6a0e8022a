"""Insights as a picture: bars on a ground of their own, for programs dark and light."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import Locator

GROUND, INK, FOUND, LACKED = "#23262b", "#f2f3f5", "#5b9df0", "#e0a526"
"""The ground, what is written on it, and the bars of questions answered and not."""

_PAGE = 48
"""Characters of a page's name; the rest of a longer one is left out."""

_NAMED = 10
"""Days that are named, of how many there are."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: questions of each day, answered and not, and pages with their number."""

    days: Mapping[date, tuple[int, int]]
    pages: Sequence[tuple[str, int]]
    a_day: str
    answered: str
    refused: str
    quoted: str


def can_draw() -> bool:
    """Say whether pictures can be drawn: an installation that only asks has not what it takes."""
    return find_spec("matplotlib") is not None


def drawn(chart: Chart) -> bytes:
    """Return a picture as PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # 0.5 s, and seldom needed
    from matplotlib.figure import Figure

    rows = 2 if chart.pages else 1
    figure = Figure(figsize=(8, 3.2 * rows), dpi=120, facecolor=GROUND, layout="constrained")
    FigureCanvasAgg(figure)
    above, *below = figure.subfigures(rows, 1, squeeze=False).flat
    _days(above.add_subplot(), chart)
    for part in below:
        _pages(part.add_subplot(), chart)
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _days(axes: "Axes", chart: Chart) -> None:
    """Draw a bar for each day, also for those without a question."""
    first, last = min(chart.days), max(chart.days)
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    found = [chart.days.get(day, (0, 0))[0] for day in days]
    lacked = [chart.days.get(day, (0, 0))[1] for day in days]
    places = range(len(days))
    axes.bar(places, found, color=FOUND, label=chart.answered)
    axes.bar(places, lacked, bottom=found, color=LACKED, hatch="//", label=chart.refused)
    step = math.ceil(len(days) / _NAMED)
    named = [day.isoformat()[5:] for day in days[::step]]
    axes.set_xticks(places[::step], named)
    axes.yaxis.set_major_locator(_whole())
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, labelcolor=INK)
    _plain(axes, chart.a_day)


def _pages(axes: "Axes", chart: Chart) -> None:
    """Draw a bar for each page, the one quoted most above."""
    places = range(len(chart.pages))
    axes.barh(places, [times for _, times in chart.pages], color=FOUND)
    letters = _letters()
    labels = [_drawable(page, letters) for page, _ in chart.pages]
    axes.set_yticks(places, labels, parse_math=False)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(_whole())
    _plain(axes, chart.quoted)


def _plain(axes: "Axes", title: str) -> None:
    axes.set_facecolor(GROUND)
    axes.set_title(title, color=INK, loc="left", parse_math=False)
    axes.tick_params(colors=INK, length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _drawable(page: str, letters: Collection[int]) -> str:
    """Return a page's name with a box for what the font has not; of a long one its end."""
    name = "".join(sign if ord(sign) in letters else "□" for sign in page)
    if len(name) <= _PAGE:
        return name
    _, gap, end = name[-_PAGE:].partition(" ")
    return f"… {end if gap else name[-_PAGE:]}"


def _letters() -> Collection[int]:
    """Return the characters that the font has."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties())).get_charmap().keys()


def _whole() -> "Locator":
    """Return what names whole numbers only."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True)
