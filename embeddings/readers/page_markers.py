"""Where the pages of a printed book begin in HTML, however a file marks that."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from embeddings.readers.html_elements import (
    anchors_of,
    classes_of,
    short_text,
    tag_name,
    types_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

PAGE_MARK = re.compile(r"\[Pg\.?\s?([\divxlc]{1,7})\]", re.IGNORECASE)
"""A page that is marked in running text, as Project Gutenberg does: `[Pg 12]`."""

_BREAKS = frozenset({"pagebreak", "doc-pagebreak"})
_WORDS = (
    r"pages?|pgs?|pp?|seiten?|página|páginas|pagina|pág|pags?|str|strona|strana|sida|sidan|side"
    r"|sivu|oldal|blz|bladzijde|folio|fol|стр|страница|с|s"
)
_ROMAN = r"(?=[ivxlcdm])m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_NUMBER = rf"\d{{1,5}}[a-z]?|{_ROMAN}|[a-z]{{1,3}}[-.]\d{{1,4}}"
_LABEL = re.compile(
    rf"[^\w]*(?:(?P<word>{_WORDS})(?=[\W\d])[.:]?\s*)?(?P<number>{_NUMBER})"
    r"(?:\s*(?:of|von|de|/|[–-])\s*\w+)?[^\w]*",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    rf"(?:(?P<sure>page|seite|pagina|pag|pageno|pagenum|pgnum|pg)|p|s)[-_.:]?0*(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_MARKER_CLASS = re.compile(
    r"(?:\w+-)?(?:page|pg)[-_]?(?:num|number|no|nr|nbr|break|mark|marker|start|begin|note|label)"
    r"|(?:\w+-)?pb|newpage|folio|pageindex"
)
_MARKER_TAGS = frozenset("a span div p hr pb small sup em i b img ins".split())
_TEXT_TAGS = frozenset("p span li blockquote h1 h2 h3 h4 h5 h6".split())
_BEGUN = re.compile(r"(?:page|seite|pagina|pageno|pagenum)[-_.:]?0*(\d{1,5})", re.IGNORECASE)
_DATA = re.compile(r"data-(?:page|pg|n|num|number|label)[\w-]*")
_MAX_LABEL_LENGTH = 20
_SHORT = 24


@dataclass(frozen=True, slots=True)
class PageMarker:
    """The page that begins at an element, None if it is not told; `alone` if that is all of it."""

    page: str | None
    alone: bool


def find_page(element: "_Element", listed: Mapping[str, str]) -> PageMarker | None:
    """Return the page that begins at an element; None if no page does.

    `listed` are the pages that the book lists by the names of their anchors.
    """
    label = next((listed[name] for name in anchors_of(element) if name in listed), None)
    is_break = not _BREAKS.isdisjoint(types_of(element)) or tag_name(element) == "pb"
    if label is None and not is_break and not _may_mark(element):
        return None
    text = short_text(element, _SHORT)
    if label is not None:
        return PageMarker(parse_label(label), _is_label(text, label))
    labels = filter(None, (_number(label) for label in _labels(element, text)))
    if is_break:
        page = next(labels, None) or _rest(element, text)
        return PageMarker(page, _is_label(text, page or ""))
    if text is None or _leads_elsewhere(element):
        return _begun(element)
    classes = classes_of(element)
    if any(map(_MARKER_CLASS.fullmatch, classes)) or ("page" in classes and _is_worded(text)):
        number = next(labels, None)
        return PageMarker(number, _is_label(text, number)) if number else None
    return _anchored(element, text) or _begun(element)


def parse_label(label: str) -> str | None:
    """Return the page that a label names: `Seite 3` is 3; None if it names none."""
    words = " ".join(label.split())
    return _number(words) or (words if 0 < len(words) <= _MAX_LABEL_LENGTH else None)


def _may_mark(element: "_Element") -> bool:
    """Say whether an element has a name that the beginnings of pages have."""
    if tag_name(element) not in _MARKER_TAGS | _TEXT_TAGS:
        return False
    names = [*classes_of(element), *anchors_of(element)]
    return "page" in names or any(
        _ANCHOR.match(name) or _MARKER_CLASS.fullmatch(name) for name in names
    )


def _labels(element: "_Element", text: str | None) -> Iterator[str]:
    """Yield what may tell the page of a marker, the surest first."""
    yield from filter(None, (element.get(name) for name in ("aria-label", "title")))
    yield text or ""
    names = filter(_DATA.fullmatch, map(str, element.attrib))
    yield from filter(None, (element.get(name) for name in ("n", "alt", *names)))
    for name in anchors_of(element):
        match = _ANCHOR.fullmatch(name)
        yield match["number"] if match else ""


def _number(label: str) -> str | None:
    """Return the number of a page that a label has, if it has little else."""
    match = _LABEL.fullmatch(label.strip())
    return match["number"] if match else None


def _rest(element: "_Element", text: str | None) -> str | None:
    """Return the label of a page that has no number: `12 bis`."""
    labels = (element.get("aria-label"), element.get("title"), text)
    label = next((parse_label(label) for label in labels if label), None)
    return label.strip(" .") if label else None


def _leads_elsewhere(element: "_Element") -> bool:
    """Say whether an element is a link to another page of the site."""
    href = element.get("href")
    return href is not None and "#" not in href


def _anchored(element: "_Element", text: str) -> PageMarker | None:
    """Return the page that an anchor is named after, if it holds nothing but its number."""
    for name in anchors_of(element):
        match = _ANCHOR.fullmatch(name)
        if match is None or (text and not _same(text, match["number"])):
            continue
        if (match["sure"] and not (text and element.get("href"))) or _is_worded(text):
            return PageMarker(match["number"], alone=True)
    return None


def _begun(element: "_Element") -> PageMarker | None:
    """Return the page that a paragraph begins, if it is named after it."""
    if tag_name(element) not in _TEXT_TAGS:
        return None
    names = (_BEGUN.fullmatch(name) for name in anchors_of(element))
    return next((PageMarker(name[1], alone=False) for name in names if name), None)


def _is_worded(text: str) -> bool:
    """Say whether a text is a page with its word, or between signs that paragraphs have not."""
    match = _LABEL.fullmatch(text)
    return match is not None and bool(match["word"] or text[:1] in {"|", "<", "{"})


def _is_label(text: str | None, label: str) -> bool:
    """Say whether a short text, or none, is only the label of a page."""
    if text is None:
        return False
    return text.strip(" .") == label or _number(text) is not None or not any(map(str.isalpha, text))


def _same(text: str, label: str) -> bool:
    """Say whether a text is nothing but the number of a page."""
    return _number(text) is not None and _number(text) == _number(label)
