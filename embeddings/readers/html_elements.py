"""Elements of HTML: their names, classes and types, their text, and whether people see them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from embeddings.readers.stylesheets import StyleSheets

if TYPE_CHECKING:
    from lxml.etree import _Element

NON_TEXT_TAGS = frozenset(
    "script style template noscript head title iframe object embed svg math canvas audio video map "
    "nav header footer aside form dialog button select option datalist input textarea menu "
    "rt rp del s strike".split()
)
"""Elements that are not part of a text, whatever they contain; what is struck out is not."""

BLOCK_TAGS = frozenset(
    "html body main article section div p h1 h2 h3 h4 h5 h6 blockquote pre address figure "
    "figcaption ul ol li dl dt dd table caption thead tbody tfoot tr hr hgroup details summary "
    "fieldset legend center nav header footer aside form dialog menu search".split()
)
"""Elements that begin and end a paragraph."""

HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())

_NON_TEXT_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog alert menu menubar "
    "toolbar tablist button form".split()
)
_HIDDEN_CLASSES = frozenset(
    "visually-hidden visuallyhidden sr-only screen-reader-text hidden is-hidden d-none".split()
)
_BOILERPLATE_CLASSES = frozenset({"pg-boilerplate", "pgheader"})  # the licence of a publisher
_SHOWN_CLASS = re.compile(
    r"\w+:(?:not-sr-only|visible|(?:inline-)?(?:block|flex|grid)|inline|contents|table(?:-\w+)*)"
    r"|d-\w+-(?:inline-)?(?:block|flex|grid|inline|table)"
)
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_PAGES_WHOLE = frozenset({"html", "body", "main", "article"})


def tag_name(element: "_Element") -> str:
    """Return the name of an element, without its namespace."""
    name = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def body_of(root: "_Element") -> "_Element":
    """Return the body of a page, or all of it if it has none."""
    return next((element for element in root.iter() if tag_name(element) == "body"), root)


def text_of(element: "_Element") -> str:
    """Return all text in an element."""
    return "".join(map(str, element.itertext()))


def short_text(element: "_Element", max_length: int = 60) -> str | None:
    """Return the text in an element, white space folded; None if there is more of it."""
    text = ""
    for part in map(str, element.itertext()):
        text = f"{text}{part}"
        if len(text) > max_length and len(text := " ".join(text.split())) > max_length:
            return None
    return " ".join(text.split())


def classes_of(element: "_Element") -> list[str]:
    """Return the classes of an element, in small letters."""
    return (element.get("class") or "").lower().split()


def types_of(element: "_Element") -> frozenset[str]:
    """Return what an element says that it is to a book: its `epub:type`, its role."""
    kind = element.get(_EPUB_TYPE) or element.get("epub:type") or element.get("data-type") or ""
    return frozenset(f"{kind} {element.get('role') or ''}".lower().split())


def anchors_of(element: "_Element") -> Iterator[str]:
    """Yield the names that links to an element use."""
    yield from filter(None, (element.get("id"), element.get("name")))


def is_hidden(element: "_Element", styles: StyleSheets) -> bool:
    """Say whether people do not see an element, or its role says that it is not text."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if (element.get("role") or "").lower() in _NON_TEXT_ROLES:
        return True
    if styles.hides(element) and tag_name(element) not in _PAGES_WHOLE:
        return True
    classes = classes_of(element)
    if not _BOILERPLATE_CLASSES.isdisjoint(classes):
        return True
    return not _HIDDEN_CLASSES.isdisjoint(classes) and not any(map(_SHOWN_CLASS.fullmatch, classes))
