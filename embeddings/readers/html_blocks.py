"""Paragraphs from HTML, as web pages, EPUB books and Markdown have it."""

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from embeddings.readers.parsed_file import RawParagraph
from embeddings.readers.text_buffer import TextBuffer
from embeddings.types.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

NON_TEXT_TAGS = frozenset(
    "script style template noscript head title iframe object embed svg math canvas audio video map "
    "nav header footer aside form dialog button select option datalist input textarea menu "
    "rt rp".split()
)
"""Elements that are not part of a text, whatever they contain."""

_BLOCK_TAGS = frozenset(
    "html body main article section div p h1 h2 h3 h4 h5 h6 blockquote pre address figure "
    "figcaption ul ol li dl dt dd table caption thead tbody tfoot tr hr hgroup details summary "
    "fieldset legend center nav header footer aside form dialog menu search".split()
)
_HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_LIST_TAGS = frozenset("ol ul menu".split())
_AROUND = {"q": ("“", "”"), "br": ("\n", ""), "td": ("", " "), "th": ("", " ")}
_NON_TEXT_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog alert menu menubar "
    "toolbar tablist button form".split()
)
_HIDDEN_CLASSES = frozenset(
    "visually-hidden visuallyhidden sr-only screen-reader-text hidden".split()
)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_UNNUMBERED_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*none")
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_PAGE_BREAKS = frozenset({"pagebreak", "doc-pagebreak"})
_PAGE_WORD = re.compile(r"(?i)^\s*(?:page|p\.)\s*")
_INTEGER = re.compile(r"[+-]?\d{1,9}")
_NOTE_MARK = re.compile(r"\[?(\d{1,4}|[*†‡§])\]?")


def tag_name(element: "_Element") -> str:
    """Return the name of an element, without its namespace."""
    name = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def text_of(element: "_Element") -> str:
    """Return all text in an element."""
    return "".join(map(str, element.itertext()))


def body_of(root: "_Element") -> "_Element":
    """Return the body of a page, or all of it if it has none."""
    return next((element for element in root.iter() if tag_name(element) == "body"), root)


def is_hidden(element: "_Element") -> bool:
    """Say whether people do not see an element, or its role says that it is not text."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if (element.get("role") or "").lower() in _NON_TEXT_ROLES:
        return True
    if _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    return not _HIDDEN_CLASSES.isdisjoint((element.get("class") or "").lower().split())


class HtmlWalk:
    """A walk over one tree after another; the elements in `kept` are read whatever they are."""

    def __init__(self, kept: Collection["_Element"] = ()) -> None:
        self.kept = frozenset(kept)
        self.buffer = TextBuffer()
        self.kinds: list[BlockKind] = ["prose"]
        self.list_numbers: list[int | None] = []
        self.verbatim = 0

    def read(self, root: "_Element") -> Iterator[RawParagraph]:
        """Yield the paragraphs of a tree in reading order; it may nest as deep as it likes."""
        stack = [(root, True)]
        while stack:
            element, opens = stack.pop()
            name = tag_name(element)
            if name in _BLOCK_TAGS:
                yield from self.buffer.flush(self.kinds[-1])
            if not opens:
                self._close(element, name)
            elif self._passes_over(element, name):
                self._add(element.tail)
            else:
                stack.append((element, False))
                stack += [(child, True) for child in reversed(element)]
                self._open(element, name)
        yield from self.buffer.flush(self.kinds[-1])

    def _passes_over(self, element: "_Element", name: str) -> bool:
        """Say whether the inside of an element is not read, having taken up what it stands for.

        That is the beginning of a page, or the mark of a note.
        """
        if (page := _page_label(element)) is not None:
            self.buffer.turn_page(page)
            return True
        if name == "sup" and (mark := _note_mark(element)):
            self.buffer.add(f"[{mark}]")
            return True
        if element in self.kept or (name == "footer" and self.kinds[-1] == "quotation"):
            return False
        return not name or name in NON_TEXT_TAGS or is_hidden(element)

    def _open(self, element: "_Element", name: str) -> None:
        if name in _BLOCK_TAGS:
            self.kinds.append(self._kind(name))
        if name in _LIST_TAGS:
            self.list_numbers.append(_first_number(element) if name == "ol" else None)
        elif name == "li":
            self.buffer.prefix = self._number(element)
        elif name in _AROUND:
            self.buffer.add(_AROUND[name][0])
        self.verbatim += name == "pre"
        self._add(element.text)

    def _close(self, element: "_Element", name: str) -> None:
        if name in _BLOCK_TAGS:
            self.kinds.pop()
        if name in _LIST_TAGS:
            self.list_numbers.pop()
        elif name == "li":
            self.buffer.prefix = ""
        elif name in _AROUND:
            self.buffer.add(_AROUND[name][1])
        self.verbatim -= name == "pre"
        self._add(element.tail)

    def _kind(self, name: str) -> BlockKind:
        """Return what a block within the current one is."""
        kind = self.kinds[-1]
        if name == "blockquote":
            return "quotation"
        if name in {"figcaption", "footer"}:
            return "prose"
        return "heading" if name in _HEADING_TAGS and kind == "prose" else kind

    def _number(self, element: "_Element") -> str:
        """Return the number that people see before an item of a list."""
        number = self.list_numbers[-1] if self.list_numbers else None
        if number is None:
            return ""
        value = _INTEGER.fullmatch(element.get("value") or "")
        number = int(value[0]) if value else number
        self.list_numbers[-1] = number + 1
        return f"{number}. "

    def _add(self, text: str | None) -> None:
        """Add text; the end of a line is a space, except where the page keeps its lines."""
        if text:
            self.buffer.add(text if self.verbatim else _WHITE_SPACE.sub(" ", text))


def _page_label(element: "_Element") -> str | None:
    """Return the label of the page that begins at an element; None if no page does."""
    kind = element.get(_EPUB_TYPE) or element.get("epub:type") or ""
    if _PAGE_BREAKS.isdisjoint(f"{kind} {element.get('role') or ''}".split()):
        return None
    label = element.get("aria-label") or element.get("title") or text_of(element)
    return _PAGE_WORD.sub("", label).strip(" .") or None


def _note_mark(element: "_Element") -> str | None:
    """Return the mark of the note that a raised link leads to."""
    parent = element.getparent()
    linked = any(tag_name(inner) == "a" for inner in element.iter())
    if not linked and (parent is None or tag_name(parent) != "a"):
        return None
    mark = _NOTE_MARK.fullmatch(text_of(element).strip())
    return mark[1] if mark else None


def _first_number(element: "_Element") -> int | None:
    """Return the number that a list begins with; None if its items show no arabic numbers."""
    arabic = (element.get("type") or "1") == "1" and element.get("reversed") is None
    if not arabic or _UNNUMBERED_STYLE.search(element.get("style") or ""):
        return None
    start = _INTEGER.fullmatch(element.get("start") or "")
    return int(start[0]) if start else 1
