"""The pictures of a report, each drawn twice: for a desk, and for a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from embeddings.concordance.passages import LIMIT
from embeddings.report.cited_pages import Cited, Kind, Mark, Scale
from embeddings.report.passage_lengths import Lengths
from embeddings.report.semantic_map import Meaning
from embeddings.report.svg import Point, Points, colour, svg
from embeddings.types import Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, NARROW = 10.0, 3.6
"""Inches of a picture on a desk and on a phone."""

MOST = 1500
"""Marks of one picture; of more so many are drawn, evenly spread."""

HUES = 6
"""Colours that parts go through, from the first to the last."""

SHAPES: dict[Voice, str] = {"essay": "o", "quotation": "s", "mixed": "D"}
_HATCHES: dict[Voice, str] = {"essay": "", "quotation": "////", "mixed": r"\\\\"}
_KINDS: dict[Kind, tuple[str, str, bool]] = {
    "closes": ("o", "quotation", True),
    "backs": ("o", "essay", False),
    "doubtful": ("D", "doubt", True),
}
_BINS = 30
_STEPS = (1, 2, 5, 10)
_TICK = 30
_LABELLED = 40
_PAD = 0.04
_SIDE, _BELOW, _ABOVE = 0.62, 0.5, 0.12

Draw = Callable[["Axes"], Points]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in both sizes, each an `<svg>`."""

    wide: str
    narrow: str


def evenly(count: int, most: int = MOST) -> list[int]:
    """Return at most so many of some numbers from 0 on, evenly spread, both ends among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(one) for one in np.linspace(0, count - 1, most)})


def picture(name: str, label: str, heights: tuple[float, float], draw: Draw) -> Picture:
    """Draw a picture in both sizes, so many inches high in each."""
    wide, narrow = (
        _drawn(f"{name}-{size}", label, (width, height), draw)
        for size, width, height in zip(("wide", "narrow"), (WIDE, NARROW), heights, strict=True)
    )
    return Picture(wide, narrow)


def _drawn(name: str, label: str, size: tuple[float, float], draw: Draw) -> str:
    from matplotlib.figure import Figure  # 0.5 s

    figure = Figure(figsize=size, dpi=72)
    width, height = size
    inside = (_SIDE / width, _BELOW / height)
    axes = figure.add_axes((*inside, 1 - inside[0] - 0.12 / width, 1 - inside[1] - _ABOVE / height))
    points = draw(axes)
    _plain(axes)
    return svg(figure, name, label, points)


def _plain(axes: "Axes") -> None:
    axes.tick_params(colors=colour("soft"), length=0, labelsize=10)
    axes.grid(color=colour("line"), linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set(color=colour("soft"), size=10)


def cited_pages(one: Cited, paragraphs: int) -> Draw:
    """Return what draws the pages of a work against the paragraphs that cite them."""
    marks = one.marks
    scale = Scale(page for mark in marks for page in mark.pages if page is not None)

    def draw(axes: "Axes") -> Points:
        _paragraphs(axes, paragraphs)
        for mark in marks:
            _range(axes, mark, scale)
        found = {kind: [mark for mark in marks if mark.kind == kind] for kind in _KINDS}
        for kind, group in found.items():
            _scatter(axes, kind, group, scale)
        _page_axis(axes, scale)
        return {
            kind: [Point(mark.told, f"citation-{mark.number}") for mark in group]
            for kind, group in found.items()
            if group
        }

    return draw


def _paragraphs(axes: "Axes", paragraphs: int) -> None:
    from matplotlib.ticker import MaxNLocator

    spare = max(0.5, _PAD / 2 * paragraphs)
    axes.set_xlim(1 - spare, paragraphs + spare)
    ticks = MaxNLocator(8, integer=True, steps=_STEPS).tick_values(1, paragraphs)
    axes.set_xticks(sorted({1, *(int(tick) for tick in ticks if 1 < tick <= paragraphs)}))
    axes.set_xlabel("paragraph")


def _range(axes: "Axes", mark: Mark, scale: Scale) -> None:
    """Draw how far a quotation runs, and how far its pages do."""
    first, last = mark.pages
    low, high = (scale.at(page) for page in (first, first if last is None else last))
    begins, at = mark.paragraphs
    runs = (((begins, at), (low, low)), ((at, at), (low, high)))
    for x, y in runs:
        if x[0] != x[1] or y[0] != y[1]:
            axes.plot(x, y, color=colour(_KINDS[mark.kind][1]), linewidth=1.6)


def _scatter(axes: "Axes", kind: Kind, marks: Sequence[Mark], scale: Scale) -> None:
    shape, hue, filled = _KINDS[kind]
    axes.scatter(
        [mark.paragraphs[1] for mark in marks],
        [scale.at(mark.pages[0]) for mark in marks],
        s=30,
        marker=shape,
        facecolors=colour(hue if filled else "card"),
        edgecolors=colour(hue),
        linewidths=1.5,
        gid=kind,
        zorder=3,
    )


def _page_axis(axes: "Axes", scale: Scale) -> None:
    from matplotlib.ticker import MaxNLocator

    ends = [scale.at(page) for _, page in scale.romans] + [scale.low, scale.high] * scale.arabic
    spare = max(1.0, 2 * _PAD * (max(ends) - min(ends)))
    axes.set_ylim(min(ends) - spare, max(ends) + spare)
    most = max(1, round(axes.bbox.height / _TICK))
    locator = MaxNLocator(most, integer=True, steps=_STEPS)
    ticks = scale.ticks(locator.tick_values(scale.low, scale.high))
    axes.set_yticks([at for at, _ in ticks], [printed for _, printed in ticks])
    axes.set_ylabel("page")


def quotations(places: Sequence[tuple[int, Point]], paragraphs: int) -> Draw:
    """Return what draws a stroke for each quotation, by its paragraph."""

    def draw(axes: "Axes") -> Points:
        _paragraphs(axes, paragraphs)
        at = [paragraph for paragraph, _ in places]
        axes.scatter(
            at, [0] * len(at), s=260, marker="|", color=colour("quotation"), linewidths=2, gid="one"
        )
        axes.set_yticks([])
        return {"one": [point for _, point in places]}

    return draw


def lengths(found: Sequence[Lengths]) -> Draw:
    """Return what draws how many passages there are of each length, by whose words they are."""
    voices = {one.voice: one.characters for one in found if one.voice is not None}
    longest = max(map(max, voices.values()))

    def draw(axes: "Axes") -> Points:
        from matplotlib.ticker import MaxNLocator

        axes.hist(
            list(voices.values()),
            bins=_BINS,
            range=(0, longest),
            stacked=True,
            color=list(map(colour, voices)),
            hatch=[_HATCHES[voice] for voice in voices],
            edgecolor=colour("card"),
        )
        if longest > LIMIT:
            axes.axvline(LIMIT, color=colour("soft"), linewidth=1.2, linestyle="--")
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
    """A passage on the map: its number, the part it is in, of how many, and whose words it is."""

    number: int
    part: int
    parts: int
    voice: Voice
    point: Point

    @property
    def hue(self) -> str:
        """The colour of its part."""
        return f"part-{1 + self.part * HUES // self.parts}"


def by_meaning(found: Meaning, spots: Sequence[Spot]) -> Draw:
    """Return what draws passages where their meaning puts them, and the number of each part."""

    def draw(axes: "Axes") -> Points:
        groups: dict[tuple[Voice, str], list[Spot]] = {}
        for spot in spots:
            groups.setdefault((spot.voice, spot.hue), []).append(spot)
        for (voice, hue), group in groups.items():
            x, y = found.places[[one.number for one in group]].T
            axes.scatter(x, y, s=34, marker=SHAPES[voice], color=colour(hue), gid=f"{voice}-{hue}")
        _parts(axes, found, spots)
        axes.set_aspect("equal", adjustable="datalim")
        axes.set(xticks=[], yticks=[])
        axes.axhline(0, color=colour("line"), linewidth=0.8, zorder=0)
        axes.axvline(0, color=colour("line"), linewidth=0.8, zorder=0)
        for axis, share in zip((axes.xaxis, axes.yaxis), found.explained, strict=True):
            axis.set_label_text(f"{share:.0%} of the variance")
        return {
            f"{voice}-{hue}": [one.point for one in group] for (voice, hue), group in groups.items()
        }

    return draw


def _parts(axes: "Axes", found: Meaning, spots: Sequence[Spot]) -> None:
    """Write the number of each part in the midst of its passages, unless they are too many."""
    if spots[0].parts > _LABELLED:
        return
    box = {"boxstyle": "circle,pad=0.3", "facecolor": colour("card"), "linewidth": 1.4}
    for part in sorted({one.part for one in spots}):
        group = [one for one in spots if one.part == part]
        x, y = found.places[[one.number for one in group]].mean(axis=0)
        axes.text(
            x,
            y,
            str(part + 1),
            size=10,
            weight="bold",
            color=colour("ink"),
            ha="center",
            va="center",
            bbox={**box, "edgecolor": colour(group[0].hue)},
            zorder=4,
        )
