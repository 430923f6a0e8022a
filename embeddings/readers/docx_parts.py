"""The parts of a Word file, and their elements as either standard names them."""

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from embeddings.readers.zip_archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # Strict Open XML
)
_MATHS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_BODY_NAME = re.compile(r"word/document\d*\.xml")
_OFF = frozenset({"0", "false", "off", "none"})


def find_body(names: frozenset[str]) -> str | None:
    """Return the name that the body of a Word file has by custom, if a part is called so."""
    return min(filter(_BODY_NAME.fullmatch, names), default=None)


def word_name(element: "_Element") -> str:
    """Return the name of an element of Word's own, formulas included; `""` for any other."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    namespace, _, name = tag[1:].partition("}")
    return name if namespace in _NAMESPACES or namespace in _MATHS else ""


def value_of(element: "_Element", name: str = "val") -> str | None:
    """Return an attribute of an element of Word's."""
    values = (element.get(f"{{{namespace}}}{name}") for namespace in _NAMESPACES)
    return next((value for value in values if value is not None), None)


def inner(element: "_Element | None", *path: str) -> "_Element | None":
    """Return the element at a path within another one: the first of each name; None if missing."""
    for name in path:
        children = iter(()) if element is None else iter(element)
        element = next((child for child in children if word_name(child) == name), None)
    return element


def is_on(switch: "_Element | None") -> bool:
    """Say whether a property that is there or not is switched on."""
    return switch is not None and (value_of(switch) or "on").lower() not in _OFF


class WordParts:
    """The parts that a Word file's text stands in, found as its relationships name them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @cached_property
    def body(self) -> "_Element":
        """The body of the text; raises SourceError if there is none."""
        document = self.archive.parse_xml(self._body_name)
        body = inner(document, "body")
        if body is None:
            raise self.archive.damage("it has no body")
        return body

    def part(self, kind: str) -> "_Element | None":
        """Return the tree of a part: `styles`, `footnotes`, `endnotes`; None if there is none."""
        folder = posixpath.dirname(self._body_name)
        name = next(self._related(self._body_name, kind), posixpath.join(folder, f"{kind}.xml"))
        return self.archive.parse_xml(name) if name in self.archive.names else None

    @cached_property
    def _body_name(self) -> str:
        names = self.archive.names
        related = (name for name in self._related("", "officeDocument") if name in names)
        name = next(related, None) or find_body(names)
        if name is None:
            raise self.archive.damage("it has no body")
        return name

    def _related(self, source: str, kind: str) -> Iterator[str]:
        """Yield the names of the parts that a part is related to in this way."""
        folder, name = posixpath.split(source)
        relationships = posixpath.join(folder, "_rels", f"{name}.rels")
        if relationships not in self.archive.names:
            return
        for relationship in self.archive.parse_xml(relationships):
            target = relationship.get("Target") or ""
            if target and (relationship.get("Type") or "").endswith(f"/{kind}"):
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
