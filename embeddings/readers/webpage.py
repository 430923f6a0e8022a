"""Saved web pages: the text, without the menus and notices around it."""

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.readers.errors import DamagedSourceError
from embeddings.readers.furniture import is_furniture, is_pulled_quote
from embeddings.readers.html_blocks import HtmlTree, HtmlWalk
from embeddings.readers.html_elements import (
    NON_TEXT_TAGS,
    body_of,
    is_hidden,
    tag_name,
    text_of,
)
from embeddings.readers.html_notes import holds_notes
from embeddings.readers.page_markers import find_page
from embeddings.readers.parsed_file import Source
from embeddings.readers.reader import InputFile, Reader, Verdict
from embeddings.readers.stylesheets import StyleSheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MIN_TEXT_SHARE = 0.5
"""An element with more than this share of a page's letters is its text, whatever it is called."""

MIN_LINKED_SHARE = 0.8
"""A block with two links or more is a menu if they make up more than this share of its letters."""

_NAME = "a web page (HTML)"
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?(?:p|div|br|h[1-6]|blockquote|li|body|span|article)\b[^<>]*>", re.IGNORECASE)
_MENU_TAGS = frozenset("ul ol dl div section p table td center".split())
_NO_LETTERS = re.compile(r"[\W\d_]+")
_SENTENCE_END = re.compile(r"\w[.!?…][”’\"»)\]]*(?:\s|$)")


def sniff(file: InputFile) -> Verdict:
    """Recognise a page by how it begins; a text with tags in it is one if its name says so."""
    if _PAGE.match(file.text):
        return Verdict.YES
    return Verdict.MAYBE if _TAG.search(file.text) else Verdict.NO


def read(file: InputFile) -> Source:
    """Read a web page."""
    root = parse_html(file.path, file.text, _NAME)
    page = _Page(body_of(root), sheets_of(root))
    for menu in list(page.menus()):
        _cut_out(menu)
    kept = frozenset(form for form in page.body.iter("form") if page.is_text(form))
    return Source(tuple(HtmlWalk().read(HtmlTree(page.main(), page.styles, kept=kept))))


def sheets_of(root: "_Element") -> StyleSheets:
    """Return the style sheets that stand in a page itself."""
    sheets = (text_of(element) for element in root.iter() if tag_name(element) == "style")
    return StyleSheets(sheets)


def parse_html(path: Path, text: str, kind: str) -> "_Element":
    """Return the tree of a page, however badly it is written."""
    from lxml import etree

    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8"
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    too_deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    if root is None or too_deep:
        problem = "it nests too deep" if too_deep else "there is nothing in it"
        raise DamagedSourceError(path, kind, problem)
    return root


class _Page:
    """The body of a page, with the number of letters and links in each of its elements."""

    def __init__(self, body: "_Element", styles: StyleSheets) -> None:
        self.body, self.styles = body, styles
        self.letters: dict[_Element, int] = {}
        self.linked_letters: dict[_Element, int] = {}
        self.links: dict[_Element, int] = {}
        for element in reversed(list(body.iter("*"))):
            self._count(element)

    def _count(self, element: "_Element") -> None:
        """Count what an element holds; its children have been counted before."""
        name = tag_name(element)
        if name != "form" and (name in NON_TEXT_TAGS or is_hidden(element, self.styles)):
            self.letters[element] = self.linked_letters[element] = self.links[element] = 0
            return
        texts = [element.text, *(child.tail for child in element)]
        letters = sum(c.isalpha() for text in texts if text for c in text)
        self.letters[element] = letters + sum(self.letters[child] for child in element)
        self.linked_letters[element] = sum(self.linked_letters[child] for child in element)
        self.links[element] = sum(self.links[child] for child in element)
        if name == "a":
            self.linked_letters[element], self.links[element] = self.letters[element], 1

    def is_text(self, element: "_Element") -> bool:
        """Say whether most of the page stands in an element."""
        return self.letters[element] > MIN_TEXT_SHARE * self.letters[self.body]

    def menus(self) -> "Iterator[_Element]":
        """Yield the elements that are called a menu or the like, or that consist of links.

        A quotation that is pulled out of the text is one too, if the text has its words.
        """
        for element in self.body.iter("*"):
            is_menu = is_furniture(element) or self._consists_of_links(element)
            is_menu = is_menu or (is_pulled_quote(element) and self._repeats(element))
            if is_menu and not self.is_text(element) and find_page(element, {}) is None:
                yield element

    def _repeats(self, element: "_Element") -> bool:
        """Say whether the words of an element stand elsewhere on the page too."""
        words = _NO_LETTERS.sub("", text_of(element)).lower()
        return self._words.count(words) > 1

    @cached_property
    def _words(self) -> str:
        return _NO_LETTERS.sub("", text_of(self.body)).lower()

    def _consists_of_links(self, element: "_Element") -> bool:
        if tag_name(element) not in _MENU_TAGS or self.links[element] < 2 or holds_notes(element):
            return False
        linked = self.linked_letters[element] > MIN_LINKED_SHARE * self.letters[element]
        return linked and not _SENTENCE_END.search(text_of(element))

    def main(self) -> "_Element":
        """Return what holds the text: the only article, what is marked as main, or the body."""
        marked = (element for element in self.body.iter("*") if _is_main(element))
        main = next(filter(self.is_text, marked), self.body)
        articles = [element for element in main.iter("*") if _is_outer_article(element)]
        return articles[0] if len(articles) == 1 and self.is_text(articles[0]) else main


def _is_main(element: "_Element") -> bool:
    return tag_name(element) == "main" or (element.get("role") or "").lower() == "main"


def _is_outer_article(element: "_Element") -> bool:
    """Say whether an element is an article that stands in no other."""
    if tag_name(element) != "article":
        return False
    return not any(tag_name(ancestor) == "article" for ancestor in element.iterancestors())


def _cut_out(element: "_Element") -> None:
    """Take an element out of its tree, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = f"{before.tail or ''} {element.tail or ''}"
    else:
        parent.text = f"{parent.text or ''} {element.tail or ''}"
    parent.remove(element)


READER = Reader("HTML", _NAME, (".html", ".htm", ".xhtml"), sniff, read)
