"""Web pages as they were saved: the text, without the menus and notices around it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.readers.errors import DamagedSourceError
from embeddings.readers.html_blocks import DROPPED, Walk, hidden, tag, words
from embeddings.readers.parsed_file import Source
from embeddings.readers.plain_text import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MOST = 0.5
"""What holds more than this share of a page's letters is its text, whatever it is called."""

LINKED = 0.8
"""A block is a menu if more than this share of its letters are links, two or more."""

_NAMES = frozenset(
    "nav navbar navigation menu sidebar footer masthead breadcrumb breadcrumbs comments "
    "comment-list comment-form related related-posts share sharing social cookie cookies "
    "cookie-banner newsletter subscribe advert advertisement ads promo pagination pager "
    "skip-link".split()
)
_MENUS = frozenset("ul ol dl div section p table td center".split())
_SENTENCE = re.compile(r"\w[.!?…][”’\"»)\]]*(?:\s|$)")


def read(path: Path, data: bytes) -> Source:
    """Read a web page."""
    root = parsed(path, decoded(path, data), "a web page (HTML)")
    body = next((one for one in root.iter() if tag(one) == "body"), root)
    page = _Page(body)
    for one in list(page.menus()):
        _cut(one)
    walk = Walk([one for one in body.iter("form") if page.is_text(one)])
    return Source(tuple(walk.run(page.main())))


def parsed(path: Path, text: str, kind: str) -> "_Element":
    """Return the tree of a page, however badly it is written."""
    from lxml import etree

    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8"
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    if root is None or deep:
        problem = "it nests too deep" if deep else "there is nothing in it"
        raise DamagedSourceError(path, kind, problem)
    return root


class _Page:
    """The body of a page, with how many letters stand in each of its elements."""

    def __init__(self, body: "_Element") -> None:
        self.body = body
        self.letters: dict[_Element, int] = {}
        self.linked: dict[_Element, int] = {}
        self.links: dict[_Element, int] = {}
        for one in reversed(list(body.iter("*"))):
            self._count(one)

    def _count(self, one: "_Element") -> None:
        name = tag(one)
        if name != "form" and (name in DROPPED or hidden(one)):
            self.letters[one] = self.linked[one] = self.links[one] = 0
            return
        own = [one.text, *(child.tail for child in one)]
        letters = sum(c.isalpha() for text in own if text for c in text)
        self.letters[one] = letters + sum(self.letters[child] for child in one)
        self.linked[one] = sum(self.linked[child] for child in one)
        self.links[one] = sum(self.links[child] for child in one)
        if name == "a":
            self.linked[one], self.links[one] = self.letters[one], 1

    def is_text(self, one: "_Element") -> bool:
        """Say whether most of the page stands in an element."""
        return self.letters[one] > MOST * self.letters[self.body]

    def menus(self) -> "Iterator[_Element]":
        """Yield what is called a menu or the like, or consists of links."""
        for one in self.body.iter("*"):
            names = f"{one.get('class') or ''} {one.get('id') or ''}".lower().split()
            called = not _NAMES.isdisjoint(names)
            if (called or self._links(one)) and not self.is_text(one):
                yield one

    def _links(self, one: "_Element") -> bool:
        if tag(one) not in _MENUS or self.links[one] < 2:
            return False
        linked = self.linked[one] > LINKED * self.letters[one]
        return linked and not _SENTENCE.search(words(one))

    def main(self) -> "_Element":
        """Return what holds the text: the one article, what is marked as main, or the body."""
        marked = [one for one in self.body.iter("*") if tag(one) == "main" or _is_main(one)]
        outer = next(filter(self.is_text, marked), self.body)
        articles = [one for one in outer.iter("*") if tag(one) == "article"]
        tops = [
            one for one in articles if not any(tag(up) == "article" for up in one.iterancestors())
        ]
        return tops[0] if len(tops) == 1 and self.is_text(tops[0]) else outer


def _is_main(one: "_Element") -> bool:
    return (one.get("role") or "").lower() == "main"


def _cut(one: "_Element") -> None:
    """Take an element out of its tree, but not what stands behind it."""
    parent, before = one.getparent(), one.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = f"{before.tail or ''} {one.tail or ''}"
    else:
        parent.text = f"{parent.text or ''} {one.tail or ''}"
    parent.remove(one)
