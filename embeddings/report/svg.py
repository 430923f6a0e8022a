"""A matplotlib figure as inline SVG, with the page's colours and with ids of its own."""

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
"""The colours of charts; each is a variable of the page's style, such as `--ink`."""

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
_HEX_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_URL = re.compile(r"url\(#([^)]+)\)")
_FONT_FAMILY = re.compile(r" ?font-family: [^;]*;?")
_FIRST_COLOUR = 0x10

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", _XLINK)


@dataclass(frozen=True, slots=True)
class Point:
    """The tooltip of a drawn point, and the id in the page that it links to."""

    title: str
    target: str


Points = Mapping[str, Sequence[Point]]
"""The points of each group of a figure, by its gid, in the order in which they are drawn."""


def encode_colour(name: str) -> str:
    """Return the hex colour to draw with, which the page's own colour replaces afterwards."""
    return f"#0000{_FIRST_COLOUR + COLOURS.index(name):02x}"


_VARIABLES = {encode_colour(name): f"var(--{name})" for name in COLOURS}


def render_svg(figure: "Figure", name: str, label: str, points: Points) -> str:
    """Return a figure as an `<svg>` with an accessible label; its ids begin with `name`."""
    import matplotlib as mpl

    # Render
    output = StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(output, format="svg", transparent=True, metadata={"Date": None})
    root = ET.fromstring(output.getvalue())  # noqa: S314  (written just now)

    # Adapt to the page
    _adapt_style(root)
    for group in [element for element in root.iter() if element.get("id") in points]:
        _add_links(group, points[group.attrib["id"]])
    _prefix_ids(root, name)
    root.attrib.update({"role": "img", "aria-label": label})
    return ET.tostring(root, encoding="unicode")


def _adapt_style(root: ET.Element) -> None:
    """Remove metadata, sizes, fonts and global styles, and put in the page's colours."""
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    for definitions in root.iter(f"{{{_SVG}}}defs"):
        for style in definitions.findall(f"{{{_SVG}}}style"):
            definitions.remove(style)
    for element in root.iter():
        _move_colours_to_style(element)
        if "style" in element.attrib:
            without_font = _FONT_FAMILY.sub("", element.attrib["style"])
            element.set("style", _HEX_COLOUR.sub(_replace_colour, without_font))
        element.tail = (element.tail or "").strip()


def _move_colours_to_style(element: ET.Element) -> None:
    """Write colours as style: hatched bars have them as attributes, which take no variables."""
    for name in ("fill", "stroke"):
        if element.get(name) in _VARIABLES:
            style = element.get("style")
            colour = f"{name}: {element.attrib.pop(name)}"
            element.set("style", f"{style}; {colour}" if style else colour)


def _add_links(group: ET.Element, points: Sequence[Point]) -> None:
    """Wrap each mark of a group in a link with a tooltip."""
    parents = {child: parent for parent in group.iter() for child in parent}
    marks = list(group.iter(f"{{{_SVG}}}use"))
    for mark, point in zip(marks, points, strict=True):
        link = ET.Element(f"{{{_SVG}}}a", {"href": f"#{point.target}", "tabindex": "-1"})
        ET.SubElement(link, f"{{{_SVG}}}title").text = point.title
        parents[mark].remove(mark)
        parents[mark].append(link)
        link.append(mark)


def _prefix_ids(root: ET.Element, name: str) -> None:
    """Drop ids that nothing refers to; prefix the others, for the page has several charts."""
    used = set(_URL.findall(ET.tostring(root, encoding="unicode")))
    links = [element.attrib[_HREF] for element in root.iter() if _HREF in element.attrib]
    used |= {link.removeprefix("#") for link in links}
    for element in root.iter():
        if "id" in element.attrib and element.attrib["id"] not in used:
            del element.attrib["id"]
        for key, value in element.attrib.items():
            if key == "id":
                element.set(key, f"{name}-{value}")
            elif key == _HREF:
                element.set(key, f"#{name}-{value.removeprefix('#')}")
            else:
                element.set(key, _URL.sub(rf"url(#{name}-\1)", value))


def _replace_colour(match: re.Match[str]) -> str:
    return _VARIABLES.get(match[0], match[0])
