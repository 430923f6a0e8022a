"""A matplotlib figure as SVG that stands in a page: its colours the page's, its ids its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = (
    "ink soft line card essay quotation mixed doubt part-1 part-2 part-3 part-4 part-5 part-6"
).split()
"""What a picture may be drawn in: each a variable of the page's style, `--ink` and so on."""

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_URL = re.compile(r"url\(#([^)]+)\)")
_FAMILY = re.compile(r" ?font-family: [^;]*;?")
_FIRST = 0x10

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", _XLINK)


@dataclass(frozen=True, slots=True)
class Point:
    """What a drawn point says when it is pointed at, and the id in the page that it leads to."""

    title: str
    target: str


Points = Mapping[str, Sequence[Point]]
"""The points of each group of a figure, by its gid, in the order in which they are drawn."""


def colour(name: str) -> str:
    """Return the colour to draw with, in the place of which the page's own is put."""
    return f"#0000{_FIRST + COLOURS.index(name):02x}"


_VARIABLES = {colour(name): f"var(--{name})" for name in COLOURS}


def svg(figure: "Figure", name: str, label: str, points: Points) -> str:
    """Return a figure as an `<svg>` with a label, its ids beginning with its name."""
    import matplotlib as mpl

    written = StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    root = ET.fromstring(written.getvalue())  # noqa: S314  (written just now)
    _strip(root)
    for group in [one for one in root.iter() if one.get("id") in points]:
        _lead(group, points[group.attrib["id"]])
    _rename(root, name)
    root.attrib.update({"role": "img", "aria-label": label})
    return ET.tostring(root, encoding="unicode")


def _strip(root: ET.Element) -> None:
    """Take away what speaks of elsewhere and the style of all the page; put in its colours."""
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for part in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(part)
    for part in root.iter(f"{{{_SVG}}}defs"):
        for style in part.findall(f"{{{_SVG}}}style"):
            part.remove(style)
    for one in root.iter():
        if "style" in one.attrib:
            plain = _FAMILY.sub("", one.attrib["style"])
            one.set("style", _COLOUR.sub(_variable, plain))
        one.tail = (one.tail or "").strip()


def _lead(group: ET.Element, points: Sequence[Point]) -> None:
    """Put each mark of a group into a link that says what it is."""
    parents = {child: parent for parent in group.iter() for child in parent}
    marks = list(group.iter(f"{{{_SVG}}}use"))
    for mark, point in zip(marks, points, strict=True):
        link = ET.Element(f"{{{_SVG}}}a", {"href": f"#{point.target}", "tabindex": "-1"})
        ET.SubElement(link, f"{{{_SVG}}}title").text = point.title
        parents[mark].remove(mark)
        parents[mark].append(link)
        link.append(mark)


def _rename(root: ET.Element, name: str) -> None:
    """Keep only the ids that something refers to, told apart from those of other pictures."""
    used = set(_URL.findall(ET.tostring(root, encoding="unicode")))
    used |= {one.attrib[_HREF].removeprefix("#") for one in root.iter() if _HREF in one.attrib}
    for one in root.iter():
        if "id" in one.attrib and one.attrib["id"] not in used:
            del one.attrib["id"]
        for key, value in one.attrib.items():
            if key == "id":
                one.set(key, f"{name}-{value}")
            elif key == _HREF:
                one.set(key, f"#{name}-{value.removeprefix('#')}")
            else:
                one.set(key, _URL.sub(rf"url(#{name}-\1)", value))


def _variable(found: re.Match[str]) -> str:
    return _VARIABLES.get(found[0], found[0])
