"""Insights as a bar chart, on a background that suits both dark and light themes."""

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

BACKGROUND, FOREGROUND, ANSWERED, REFUSED = "#23262b", "#f2f3f5", "#5b9df0", "#e0a526"
"""Colours of the background, of the text, and of the bars for questions answered and not."""

_MAX_PAGE_NAME = 48
"""Characters of a page's name; a longer name loses its beginning."""

_MAX_NAMED_DAYS = 10
"""Days with a label on the axis."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: each day's questions, answered and not, and how often pages were quoted."""

    days: Mapping[date, tuple[int, int]]
    pages: Sequence[tuple[str, int]]
    days_title: str
    answered_label: str
    refused_label: str
    pages_title: str


def can_draw() -> bool:
    """Return whether Matplotlib is installed; asking does not need it."""
    return find_spec("matplotlib") is not None


def draw_chart(chart: Chart) -> bytes:
    """Return a chart as a PNG image."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # 0.5 s, and seldom needed
    from matplotlib.figure import Figure

    rows = 2 if chart.pages else 1
    figure = Figure(figsize=(8, 3.2 * rows), dpi=120, facecolor=BACKGROUND, layout="constrained")
    FigureCanvasAgg(figure)
    above, *below = figure.subfigures(rows, 1, squeeze=False).flat
    _draw_days(above.add_subplot(), chart)
    for part in below:
        _draw_pages(part.add_subplot(), chart)
    image = BytesIO()
    figure.savefig(image, format="png")
    return image.getvalue()


def _draw_days(axes: "Axes", chart: Chart) -> None:
    """Draw a bar for each day, also for days without a question."""
    first, last = min(chart.days), max(chart.days)
    # stack the bars: questions answered below, refused above
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    answered = [chart.days.get(day, (0, 0))[0] for day in days]
    refused = [chart.days.get(day, (0, 0))[1] for day in days]
    places = range(len(days))
    axes.bar(places, answered, color=ANSWERED, label=chart.answered_label)
    axes.bar(places, refused, bottom=answered, color=REFUSED, hatch="//", label=chart.refused_label)

    # label the axes, and as many days as there is room for
    step = math.ceil(len(days) / _MAX_NAMED_DAYS)
    labels = [day.isoformat()[5:] for day in days[::step]]
    axes.set_xticks(places[::step], labels)
    axes.yaxis.set_major_locator(_make_integer_locator())
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, labelcolor=FOREGROUND
    )
    _style_axes(axes, chart.days_title)


def _draw_pages(axes: "Axes", chart: Chart) -> None:
    """Draw a bar for each page, the most quoted at the top."""
    places = range(len(chart.pages))
    axes.barh(places, [times for _, times in chart.pages], color=ANSWERED)
    codes = _read_font_codes()
    labels = [_make_drawable(page, codes) for page, _ in chart.pages]
    axes.set_yticks(places, labels, parse_math=False)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(_make_integer_locator())
    _style_axes(axes, chart.pages_title)


def _style_axes(axes: "Axes", title: str) -> None:
    axes.set_facecolor(BACKGROUND)
    axes.set_title(title, color=FOREGROUND, loc="left", parse_math=False)
    axes.tick_params(colors=FOREGROUND, length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _make_drawable(page: str, codes: Collection[int]) -> str:
    """Return a page's name, or its end, with a box for each character that the font lacks."""
    name = "".join(character if ord(character) in codes else "□" for character in page)
    if len(name) <= _MAX_PAGE_NAME:
        return name
    _, gap, end = name[-_MAX_PAGE_NAME:].partition(" ")
    return f"… {end if gap else name[-_MAX_PAGE_NAME:]}"


def _read_font_codes() -> Collection[int]:
    """Return the code points of the characters in the font."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties())).get_charmap().keys()


def _make_integer_locator() -> "Locator":
    """Return a locator that puts labels at whole numbers only."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True)
