"""What the styles and the indents of a Word file mark its paragraphs and words as."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from embeddings.readers.docx_parts import inner, is_on, value_of, word_name
from embeddings.readers.quotation_names import is_quotation_name
from embeddings.types.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

MIN_INDENT = 280
"""Twentieths of a point that a block quote is further in than the text around it: 14 pt."""

MAX_INDENT = 2200
"""What is set further in, without a margin on the right, is an address or a signature."""

_HEADINGS = ("heading ", "title", "subtitle")
_SIDES = {"left": "left", "start": "left", "right": "right", "end": "right", "hanging": "hanging"}
_UNQUOTED_ALIGNMENTS = frozenset({"center", "right", "end"})


class RunLook(Enum):
    """How the words of a run look."""

    PLAIN = "as any others"
    RAISED = "above the line, as note marks do"
    GONE = "hidden, or struck through"


@dataclass(frozen=True, slots=True)
class Indent:
    """How far a paragraph is set in, in twentieths of a point."""

    left: int = 0
    right: int = 0
    hanging: int = 0


class WordStyles:
    """The styles of a file, each with the styles that it is based on, nearest first."""

    def __init__(self, styles: "_Element | None", body: "_Element") -> None:
        named = ((value_of(style, "styleId"), style) for style in _children(styles))
        self._styles = {name: style for name, style in named if name is not None}
        self._default = inner(styles, "docDefaults", "pPrDefault", "pPr")
        self._normal = next(
            (name for name, style in self._styles.items() if _is_default(style)), None
        )
        self._chain = cache(lambda name: tuple(self._bases(name)))
        self._usual = self._usual_indent(body)

    def name(self, paragraph: "_Element") -> str | None:
        """Return the name that a paragraph calls its own style by; None for the usual one."""
        own = inner(paragraph, "pPr", "pStyle")
        return None if own is None else value_of(own)

    def kind(self, paragraph: "_Element") -> BlockKind:
        """Return what a paragraph is, by the name of its style or by how far it is set in."""
        for style in self._styles_of(paragraph):
            name = (_value(style, "name") or "").lower()
            if name.startswith(_HEADINGS):
                return "heading"
            if is_quotation_name(name):
                return "quotation"
        return "quotation" if self._is_set_in(paragraph) else "prose"

    def look(self, run: "_Element") -> RunLook:
        """Return how the words of a run look."""
        own = inner(run, "rPr")
        if own is None or not len(own):
            return RunLook.PLAIN
        style = _value(own, "rStyle")
        everything = [own, *(inner(style, "rPr") for style in self._chain(style))]
        values: dict[str, _Element] = {}
        for properties in everything:
            for each in _children(properties):
                values.setdefault(word_name(each), each)
        if any(is_on(values.get(name)) for name in ("vanish", "strike", "dstrike")):
            return RunLook.GONE
        align, position = values.get("vertAlign"), values.get("position")
        raised = align is not None and value_of(align) == "superscript"
        lifted = position is not None and _twips(value_of(position) or "") > 0
        return RunLook.RAISED if raised or lifted else RunLook.PLAIN

    def _bases(self, name: str | None) -> Iterator["_Element"]:
        """Yield a style and those that it is based on; a style in a circle is met once."""
        met: set[str] = set()
        while name is not None and name in self._styles and name not in met:
            met.add(name)
            style = self._styles[name]
            yield style
            name = _value(style, "basedOn")

    def _styles_of(self, paragraph: "_Element") -> tuple["_Element", ...]:
        return self._chain(self.name(paragraph) or self._normal)

    def _paragraph_properties(self, paragraph: "_Element") -> Iterator["_Element"]:
        """Yield the properties of a paragraph, of its styles and of the file, nearest first."""
        styles = (inner(style, "pPr") for style in self._styles_of(paragraph))
        everything = (inner(paragraph, "pPr"), *styles, self._default)
        yield from (properties for properties in everything if properties is not None)

    def _indent(self, paragraph: "_Element") -> Indent:
        sides: dict[str, int] = {}
        for properties in self._paragraph_properties(paragraph):
            indent = inner(properties, "ind")
            if indent is None:
                continue
            for name, side in _SIDES.items():
                if side not in sides and (value := value_of(indent, name)) is not None:
                    sides[side] = _twips(value)
        return Indent(**sides)

    def _usual_indent(self, body: "_Element") -> Indent:
        """Return how far most of the text is set in."""
        letters: Counter[Indent] = Counter()
        for paragraph in body:
            if word_name(paragraph) == "p":
                letters[self._indent(paragraph)] += sum(map(len, _texts(paragraph)))
        return letters.most_common(1)[0][0] if letters else Indent()

    def _is_set_in(self, paragraph: "_Element") -> bool:
        """Say whether a paragraph of the text stands as far in as a block quote does."""
        indent, usual = self._indent(paragraph), self._usual
        left, right = indent.left - usual.left, indent.right - usual.right
        if left < MIN_INDENT or (left > MAX_INDENT and right < MIN_INDENT) or indent.hanging > 0:
            return False
        parent = paragraph.getparent()
        if parent is not None and word_name(parent) == "tc":
            return False
        if self._is_numbered(paragraph) or self._goes_on_in_list(paragraph, right):
            return False
        alignments = (_value(each, "jc") for each in self._paragraph_properties(paragraph))
        return next(filter(None, alignments), "left") not in _UNQUOTED_ALIGNMENTS

    def _is_numbered(self, paragraph: "_Element") -> bool:
        """Say whether a paragraph is an item of a list."""
        properties = self._paragraph_properties(paragraph)
        return any(inner(each, "numPr") is not None for each in properties)

    def _goes_on_in_list(self, paragraph: "_Element", right: int) -> bool:
        """Say whether a paragraph belongs to the item of a list before it."""
        before = paragraph.getprevious()
        if before is None or word_name(before) != "p" or right >= MIN_INDENT:
            return False
        return self._is_numbered(before)


def _children(element: "_Element | None") -> Iterator["_Element"]:
    return iter(()) if element is None else iter(element)


def _value(element: "_Element", name: str) -> str | None:
    """Return the value of a property."""
    child = inner(element, name)
    return None if child is None else value_of(child)


def _is_default(style: "_Element") -> bool:
    return value_of(style, "type") == "paragraph" and value_of(style, "default") in {"1", "true"}


def _twips(length: str) -> int:
    """Return a length in twentieths of a point, as Word writes it; 0 if it is none."""
    try:
        return round(float(length.removesuffix("pt")) * (20 if length.endswith("pt") else 1))
    except (ValueError, OverflowError):
        return 0


def _texts(paragraph: "_Element") -> Iterable[str]:
    return (element.text or "" for element in paragraph.iter() if word_name(element) == "t")
