"""Style sheets, as far as they say what a text is: how far it is set in, raised, struck, hidden."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_CLASS = re.compile(r"\s*([A-Za-z]\w*)?\.([\w-]+)\s*")
_DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;!]+)")
_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|pc|em|rem|ex|ch|in|cm|mm|vw|%)?")
_PIXELS = {"pt": 4 / 3, "pc": 16, "em": 16, "rem": 16, "ex": 8, "ch": 8, "in": 96, "cm": 37.8}
_PIXELS |= {"mm": 3.78, "vw": 8, "%": 8}
_SIDES = {1: (0, 0), 2: (1, 1), 3: (1, 1), 4: (1, 3)}
"""Of the lengths in `margin: …`, which are those of the right and the left, by their number."""


class StyleSheets:
    """What the style sheets of a page say of classes; an element's own style goes first."""

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        self._classes: dict[tuple[str, str], dict[str, str]] = {}
        for sheet in sheets:
            for selectors, declarations in _rules(sheet):
                self._add(selectors, _parse(declarations))

    def _add(self, selectors: str, declarations: Mapping[str, str]) -> None:
        for selector in selectors.split(","):
            if match := _CLASS.fullmatch(selector):
                key = (match[1] or "").lower(), match[2]
                self._classes.setdefault(key, {}).update(declarations)

    def value(self, element: "_Element", name: str) -> str:
        """Return what is said of a property of an element, in small letters; `""` if nothing."""
        own = element.get("style")
        if own and (value := _parse(own).get(name)):
            return value
        if not self._classes or not (classes := (element.get("class") or "").split()):
            return ""
        tag = str(element.tag).rpartition("}")[2]
        keys = [(each_tag, each) for each_tag in (tag, "") for each in classes]
        values = (self._classes[key].get(name) for key in keys if key in self._classes)
        return next(filter(None, values), "")

    def hides(self, element: "_Element") -> bool:
        """Say whether an element is not shown, or struck through."""
        if self.value(element, "display") == "none":
            return True
        if self.value(element, "visibility") in {"hidden", "collapse"}:
            return True
        return any(
            "line-through" in self.value(element, name)
            for name in ("text-decoration", "text-decoration-line")
        )

    def raises(self, element: "_Element") -> bool:
        """Say whether the text of an element stands above the line."""
        place = self.value(element, "vertical-align")
        return place in {"super", "text-top", "top"} or _pixels(place) > 0

    def indents(self, element: "_Element") -> tuple[float, float]:
        """Return how far an element is set in on the left and on the right, in pixels."""
        return self._indent(element, "left"), self._indent(element, "right")

    def hangs(self, element: "_Element") -> bool:
        """Say whether the first line of an element stands further out than the others."""
        return _pixels(self.value(element, "text-indent")) < 0

    def _indent(self, element: "_Element", side: str) -> float:
        indent = 0.0
        for box in ("margin", "padding"):
            length = self.value(element, f"{box}-{side}")
            length = length or self.value(element, f"{box}-inline-{_LOGICAL[side]}")
            if not length and (lengths := self.value(element, box).split()):
                places = _SIDES.get(len(lengths), (0, 0))
                length = lengths[places[side == "left"]]
            indent += _pixels(length)
        return indent


_LOGICAL = {"left": "start", "right": "end"}


@lru_cache(maxsize=16)
def _rules(sheet: str) -> list[tuple[str, str]]:
    """Return the selectors and declarations of the rules; the pages of a book share a sheet."""
    return list(_parse_rules(_COMMENT.sub(" ", sheet)))


def _parse_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and declarations of the rules that hold everywhere."""
    depth = start = opened = 0
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            depth += 1
            opened = brace.end() if depth == 1 else opened
            continue
        if depth == 1 and not (selectors := sheet[start : opened - 1]).lstrip().startswith("@"):
            yield selectors.rpartition(";")[2], sheet[opened : brace.start()]
        depth = max(depth - 1, 0)
        start = brace.end() if depth == 0 else start


@lru_cache(maxsize=1024)
def _parse(declarations: str) -> Mapping[str, str]:
    """Return the declarations of a style by their names."""
    pairs = map(_DECLARATION.match, declarations.split(";"))
    return {pair[1].lower(): pair[2].strip().lower() for pair in pairs if pair}


def _pixels(length: str) -> float:
    """Return a length in pixels; 0 if it is none."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _PIXELS.get(match[2] or "px", 1) if match else 0.0
