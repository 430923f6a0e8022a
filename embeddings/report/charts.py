"""The charts of a report, each drawn in two sizes: wide for a desktop, narrow for a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from embeddings.concordance.passages import MAX_PASSAGE_LENGTH
from embeddings.report.cited_pages import CitationRole, PageMark, PageScale, WorkPages
from embeddings.report.passage_lengths import VoiceLengths
from embeddings.report.semantic_map import SemanticMap
from embeddings.report.svg import Point, Points, encode_colour, render_svg
from embeddings.types import Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTHS = {"wide": 10.0, "narrow": 3.6}
"""The width of a chart on a desktop and on a phone, in inches."""

MAX_MARKS = 1500
"""Marks that one chart draws; of more than these, an evenly spread sample."""

HUE_COUNT = 6
"""Number of colours that the parts of a text are given, in order."""

MARKERS: dict[Voice, str] = {"essay": "o", "quotation": "s", "mixed": "D"}
_HATCHES: dict[Voice, str] = {"essay": "", "quotation": "////", "mixed": r"\\\\"}
_ROLE_STYLES: dict[CitationRole, tuple[str, str, bool]] = {
    "closes": ("o", "quotation", True),
    "backs": ("o", "essay", False),
    "doubtful": ("D", "doubt", True),
}
"""The marker of each role, its colour, and whether it is filled."""

_BINS = 30
_TICK_STEPS = (1, 2, 5, 10)
_TICK_SPACING = 30
"""Height per tick of the page axis, in points."""

_MAX_LABELLED_PARTS = 40
_PADDING = 0.04
"""Space at both ends of an axis together, as a share of its length."""

_LEFT_MARGIN, _BOTTOM_MARGIN, _RIGHT_MARGIN, _TOP_MARGIN = 0.62, 0.5, 0.12, 0.12
"""Space around the axes, in inches."""

DrawAxes = Callable[["Axes"], Points]
"""Draws on axes, and returns the points of each group that it drew."""


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A chart in both sizes, each an `<svg>`."""

    wide: str
    narrow: str


def sample_evenly(count: int, limit: int = MAX_MARKS) -> list[int]:
    """Return at most `limit` of the numbers below `count`, evenly spread, both ends included."""
    if count <= limit:
        return list(range(count))
    return sorted({round(number) for number in np.linspace(0, count - 1, limit)})


def draw_chart(name: str, label: str, heights: tuple[float, float], draw: DrawAxes) -> ReportChart:
    """Draw a chart in both sizes; the heights are in inches, the wide chart's first."""
    wide, narrow = (
        _draw_size(f"{name}-{size}", label, (width, height), draw)
        for (size, width), height in zip(WIDTHS.items(), heights, strict=True)
    )
    return ReportChart(wide, narrow)


def _draw_size(name: str, label: str, size: tuple[float, float], draw: DrawAxes) -> str:
    from matplotlib.figure import Figure  # 0.5 s

    figure = Figure(figsize=size, dpi=72)
    width, height = size
    left, bottom = _LEFT_MARGIN / width, _BOTTOM_MARGIN / height
    right, top = _RIGHT_MARGIN / width, _TOP_MARGIN / height
    axes = figure.add_axes((left, bottom, 1 - left - right, 1 - bottom - top))
    points = draw(axes)
    _simplify(axes)
    return render_svg(figure, name, label, points)


def _simplify(axes: "Axes") -> None:
    """Leave of the axes' frame only a pale grid and small labels."""
    axes.tick_params(colors=encode_colour("soft"), length=0, labelsize=10)
    axes.grid(color=encode_colour("line"), linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set(color=encode_colour("soft"), size=10)


def plot_cited_pages(work: WorkPages, paragraphs: int) -> DrawAxes:
    """Return what draws the pages of a work against the paragraphs that cite them."""
    marks = work.marks
    scale = PageScale(page for mark in marks for page in mark.pages if page is not None)

    def draw(axes: "Axes") -> Points:
        _set_paragraph_axis(axes, paragraphs)
        for mark in marks:
            _plot_ranges(axes, mark, scale)
        by_role = {role: [mark for mark in marks if mark.role == role] for role in _ROLE_STYLES}
        for role, group in by_role.items():
            _scatter(axes, role, group, scale)
        _set_page_axis(axes, scale)
        return {
            role: [Point(mark.caption, f"citation-{mark.number}") for mark in group]
            for role, group in by_role.items()
            if group
        }

    return draw


def _set_paragraph_axis(axes: "Axes", paragraphs: int) -> None:
    from matplotlib.ticker import MaxNLocator

    margin = max(0.5, _PADDING / 2 * paragraphs)
    axes.set_xlim(1 - margin, paragraphs + margin)
    ticks = MaxNLocator(8, integer=True, steps=_TICK_STEPS).tick_values(1, paragraphs)
    axes.set_xticks(sorted({1, *(int(tick) for tick in ticks if 1 < tick <= paragraphs)}))
    axes.set_xlabel("paragraph")


def _plot_ranges(axes: "Axes", mark: PageMark, scale: PageScale) -> None:
    """Draw a line for the paragraphs of a quotation, and another for its pages."""
    first, last = mark.pages
    low, high = (scale.place(page) for page in (first, first if last is None else last))
    start, end = mark.paragraphs
    for x, y in (((start, end), (low, low)), ((end, end), (low, high))):
        if x[0] != x[1] or y[0] != y[1]:
            axes.plot(x, y, color=encode_colour(_ROLE_STYLES[mark.role][1]), linewidth=1.6)


def _scatter(axes: "Axes", role: CitationRole, marks: Sequence[PageMark], scale: PageScale) -> None:
    marker, colour, filled = _ROLE_STYLES[role]
    axes.scatter(
        [mark.paragraphs[1] for mark in marks],
        [scale.place(mark.pages[0]) for mark in marks],
        s=30,
        marker=marker,
        facecolors=encode_colour(colour if filled else "card"),
        edgecolors=encode_colour(colour),
        linewidths=1.5,
        gid=role,
        zorder=3,
    )


def _set_page_axis(axes: "Axes", scale: PageScale) -> None:
    from matplotlib.ticker import MaxNLocator

    places = [scale.place(page) for _, page in scale.romans]
    places += [scale.low, scale.high] * scale.has_arabic
    margin = max(1.0, 2 * _PADDING * (max(places) - min(places)))
    axes.set_ylim(min(places) - margin, max(places) + margin)
    max_ticks = max(1, round(axes.bbox.height / _TICK_SPACING))
    locator = MaxNLocator(max_ticks, integer=True, steps=_TICK_STEPS)
    ticks = scale.label_ticks(locator.tick_values(scale.low, scale.high))
    axes.set_yticks([place for place, _ in ticks], [label for _, label in ticks])
    axes.set_ylabel("page")


def plot_quotations(places: Sequence[tuple[int, Point]], paragraphs: int) -> DrawAxes:
    """Return what draws a stroke for each quotation at its paragraph."""

    def draw(axes: "Axes") -> Points:
        _set_paragraph_axis(axes, paragraphs)
        axes.scatter(
            [paragraph for paragraph, _ in places],
            [0] * len(places),
            s=260,
            marker="|",
            color=encode_colour("quotation"),
            linewidths=2,
            gid="quotations",
        )
        axes.set_yticks([])
        return {"quotations": [point for _, point in places]}

    return draw


def plot_lengths(lengths: Sequence[VoiceLengths]) -> DrawAxes:
    """Return what draws a histogram of passage lengths, stacked by voice."""
    by_voice = {group.voice: group.characters for group in lengths if group.voice is not None}
    longest = max(map(max, by_voice.values()))

    def draw(axes: "Axes") -> Points:
        from matplotlib.ticker import MaxNLocator

        axes.hist(
            list(by_voice.values()),
            bins=_BINS,
            range=(0, longest),
            stacked=True,
            color=list(map(encode_colour, by_voice)),
            hatch=[_HATCHES[voice] for voice in by_voice],
            edgecolor=encode_colour("card"),
        )
        if longest > MAX_PASSAGE_LENGTH:
            axes.axvline(
                MAX_PASSAGE_LENGTH, color=encode_colour("soft"), linewidth=1.2, linestyle="--"
            )
        axes.set_xlim(0, longest)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.set_xlabel("characters")
        axes.set_ylabel("passages")
        return {}

    return draw


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage on the map, by its number; `part` is which of the `parts` of the text it is in."""

    number: int
    part: int
    parts: int
    voice: Voice
    point: Point

    @property
    def hue(self) -> str:
        """The name of its part's colour."""
        return f"part-{1 + self.part * HUE_COUNT // self.parts}"


def plot_map(semantic_map: SemanticMap, spots: Sequence[Spot]) -> DrawAxes:
    """Return what draws each passage at its place on the map, and the number of each part."""

    def draw(axes: "Axes") -> Points:
        # Passages, by voice and part
        groups: dict[tuple[Voice, str], list[Spot]] = {}
        for spot in spots:
            groups.setdefault((spot.voice, spot.hue), []).append(spot)
        for (voice, hue), group in groups.items():
            x, y = semantic_map.places[[spot.number for spot in group]].T
            colour = encode_colour(hue)
            axes.scatter(x, y, s=34, marker=MARKERS[voice], color=colour, gid=f"{voice}-{hue}")
        _label_parts(axes, semantic_map, spots)

        # Axes, crossing at the centre
        axes.set_aspect("equal", adjustable="datalim")
        axes.set(xticks=[], yticks=[])
        axes.axhline(0, color=encode_colour("line"), linewidth=0.8, zorder=0)
        axes.axvline(0, color=encode_colour("line"), linewidth=0.8, zorder=0)
        for axis, share in zip((axes.xaxis, axes.yaxis), semantic_map.explained, strict=True):
            axis.set_label_text(f"{share:.0%} of the variance")
        return {
            f"{voice}-{hue}": [spot.point for spot in group]
            for (voice, hue), group in groups.items()
        }

    return draw


def _label_parts(axes: "Axes", semantic_map: SemanticMap, spots: Sequence[Spot]) -> None:
    """Write the number of each part amid its passages, unless there are too many parts."""
    if spots[0].parts > _MAX_LABELLED_PARTS:
        return
    box = {"boxstyle": "circle,pad=0.3", "facecolor": encode_colour("card"), "linewidth": 1.4}
    for part in sorted({spot.part for spot in spots}):
        group = [spot for spot in spots if spot.part == part]
        x, y = semantic_map.places[[spot.number for spot in group]].mean(axis=0)
        axes.text(
            x,
            y,
            str(part + 1),
            size=10,
            weight="bold",
            color=encode_colour("ink"),
            ha="center",
            va="center",
            bbox={**box, "edgecolor": encode_colour(group[0].hue)},
            zorder=4,
        )
