"""What an EPUB book consists of: its files in reading order, and the printed pages it lists."""

import posixpath
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from embeddings.errors import SourceError
from embeddings.readers.epub_pages import parse_page
from embeddings.readers.errors import SwollenSourceError
from embeddings.readers.html_elements import tag_name, text_of, types_of
from embeddings.readers.zip_archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTAINER = "META-INF/container.xml"
"""The part that names the package of a book."""

_PAGE_TYPES = ("application/xhtml+xml", "text/html")
_LIST_TYPES = ("application/x-dtbncx+xml", "application/oebps-page-map+xml")
_PAGE_LISTS = frozenset({"page-list", "doc-pagelist"})

PageList = dict[str, dict[str, str]]
"""The labels of printed pages, by the file and the anchor in it that each begins at."""


class Package:
    """The package of a book: a list of its files, and the order of those to be read."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.name = _package_name(archive)
        self._elements = list(archive.parse_xml(self.name).iter())
        self._items = {
            element.get("id"): element
            for element in self._elements
            if tag_name(element) == "item" and element.get("id")
        }

    def spine(self, *, linear: bool) -> list[str]:
        """Return the names of the pages in reading order, each once, without the contents.

        Those that are not linear are opened by a link alone, as notes often are.
        """
        names = []
        for element in self._elements:
            item = self._items.get(element.get("idref")) if tag_name(element) == "itemref" else None
            if item is None or item.get("media-type") not in _PAGE_TYPES or _is_contents(item):
                continue
            if (element.get("linear") != "no") is linear:
                names.append(resolve(self.name, item.get("href") or "")[0])
        return list(dict.fromkeys(names))

    @cached_property
    def page_list(self) -> PageList:
        """The printed pages as the navigation lists them, or else an older list of the book."""
        items = self._items.values()
        contents = [item for item in items if _is_contents(item)]
        others = [item for item in items if item.get("media-type") in _LIST_TYPES]
        for item in (*contents, *others):
            name, _ = resolve(self.name, item.get("href") or "")
            root = self._parse_list(name) if name in self.archive.names else None
            pages: PageList = {}
            for label, target in _listed(root):
                part, anchor = resolve(name, target)
                pages.setdefault(part, {}).setdefault(anchor, label)
            if pages:
                return pages
        return {}

    def _parse_list(self, name: str) -> "_Element | None":
        """Return the tree of a list; None if it is damaged: the book is read without it."""
        try:
            return parse_page(self.archive, name)
        except SwollenSourceError:
            raise
        except SourceError:
            return None


def resolve(source: str, href: str) -> tuple[str, str]:
    """Return the name of the file that a link in another one leads to, and its anchor."""
    url, _, anchor = href.partition("#")
    path = posixpath.join(posixpath.dirname(source), unquote(url)) if url else source
    return posixpath.normpath(path), unquote(anchor)


def _package_name(archive: Archive) -> str:
    """Return the name of the part that lists what the book consists of."""
    for element in archive.parse_xml(CONTAINER).iter():
        if tag_name(element) == "rootfile":
            if path := element.get("full-path"):
                return path
            break
    raise archive.damage("it names no package")


def _is_contents(item: "_Element") -> bool:
    return "nav" in (item.get("properties") or "").split()


def _listed(root: "_Element | None") -> Iterator[tuple[str, str]]:
    """Yield the labels and the targets of a list of pages, of whichever kind it is."""
    for element in () if root is None else root.iter():
        name = tag_name(element)
        if name == "nav" and not _PAGE_LISTS.isdisjoint(types_of(element)):
            links = (link for link in element.iter() if tag_name(link) == "a")
            yield from ((text_of(link), link.get("href") or "") for link in links)
        elif name == "pagetarget":
            parts = {tag_name(part): part for part in element}
            label, content = parts.get("navlabel"), parts.get("content")
            words = "" if label is None else text_of(label)
            if content is not None:
                yield words.strip() or element.get("value") or "", content.get("src") or ""
        elif name == "page" and element.get("href"):
            yield element.get("name") or "", element.get("href") or ""
