"""Paragraphs from HTML, as web pages, EPUB books and Markdown have it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from embeddings.readers.html_elements import (
    BLOCK_TAGS,
    HEADING_TAGS,
    NON_TEXT_TAGS,
    is_hidden,
    tag_name,
)
from embeddings.readers.html_notes import (
    NoteMarks,
    holds_notes,
    interrupts,
    is_back_link,
    is_note,
    is_note_label,
    is_numbered_label,
    is_typed_note,
    own_mark,
)
from embeddings.readers.html_quotations import QuotationBlocks
from embeddings.readers.note_marks import is_mark
from embeddings.readers.page_markers import PAGE_MARK, find_page
from embeddings.readers.parsed_file import RawParagraph
from embeddings.readers.stylesheets import StyleSheets
from embeddings.readers.text_buffer import TextBuffer
from embeddings.types.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIST_TAGS = frozenset("ol ul menu".split())
_AROUND = {"q": ("“", "”"), "br": ("\n", ""), "td": ("", " "), "th": ("", " ")}
_UNNUMBERED_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*none")
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_INTEGER = re.compile(r"[+-]?\d{1,9}")


@dataclass(frozen=True, slots=True)
class HtmlTree:
    """A tree to be read; the elements in `kept` are, whatever they are called.

    `pages` are those that the book lists, by the anchors that they begin at; `""` is the top.
    """

    root: "_Element"
    styles: StyleSheets = field(default_factory=StyleSheets)
    pages: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset["_Element"] = frozenset()


class HtmlWalk:
    """A walk over one tree of a text after another."""

    def __init__(self) -> None:
        self.buffer = TextBuffer()
        self.kinds: list[BlockKind] = ["prose"]
        self.quotes = 0
        self.list_numbers: list[int | None] = []
        self.verbatim = 0
        self.marks = NoteMarks()
        self.side_notes = 0
        self._open_notes: list[_Element] = []
        self._put_off: list[tuple[_Element, str]] = []

    def read(self, tree: HtmlTree) -> Iterator[RawParagraph]:
        """Yield the paragraphs of a tree in reading order; it may nest as deep as it likes."""
        self.tree, self.quotations = tree, QuotationBlocks(tree.root, tree.styles)
        if "" in tree.pages:
            self.buffer.turn_page(tree.pages[""])
        yield from self._walk(tree.root)

    def leave_pages(self) -> None:
        """Let what follows stand on no page."""
        self.buffer.turn_page(None)

    def _walk(self, root: "_Element") -> Iterator[RawParagraph]:
        stack = [(root, True)]
        while stack:
            element, opens = stack.pop()
            name = tag_name(element)
            if opens and self._puts_off(element):
                self._add(element.tail)
                continue
            if name in BLOCK_TAGS:
                yield from self._flush()
            if not opens:
                self._close(element, name)
            elif not self._passes_over(element, name):
                stack.append((element, False))
                stack += [(child, True) for child in reversed(element)]
                self._open(element, name)
                continue
            if element is not root:
                self._add(element.tail)
        yield from self._flush()

    def _flush(self) -> Iterator[RawParagraph]:
        """Yield the paragraph that ends here, and the notes that stood within it."""
        if self._open_notes:
            self.buffer.lead_with_mark()
        yield from self.buffer.flush(self.kinds[-1], self.quotes)
        notes, self._put_off = self._put_off, []
        for note, mark in notes:
            self.kinds.append("prose")
            self.buffer.prefix = mark
            yield from self._walk(note)
            self.buffer.prefix = ""
            self.kinds.pop()

    def _puts_off(self, element: "_Element") -> bool:
        """Say whether an element is a note within a paragraph, to be read behind it."""
        if self._open_notes or self.buffer.is_empty or not interrupts(element):
            return False
        own = own_mark(element, self.tree.styles)
        if own is not None and not self.buffer.tail.endswith(own):
            self.buffer.add(own)
        self._put_off.append((element, self.marks.of_note(element, self.buffer.tail)))
        return True

    def _passes_over(self, element: "_Element", name: str) -> bool:
        """Say whether the inside of an element is not read, having taken up what it stands for.

        That is the beginning of a page, or the mark of a note.
        """
        marker = find_page(element, self.tree.pages)
        if marker is not None:
            self.buffer.turn_page(marker.page)
            if marker.alone:
                return True
        if self._takes_mark(element):
            return True
        if element in self.tree.kept or (name == "footer" and self.kinds[-1] == "quotation"):
            return False
        if name in NON_TEXT_TAGS:
            return not (holds_notes(element) or self.marks.call_for(element))
        if is_typed_note(element) or self.marks.call_for(element):
            return False
        return not name or is_hidden(element, self.tree.styles)

    def _takes_mark(self, element: "_Element") -> bool:
        """Say whether an element is the mark of a note, or a link back to one."""
        if is_note_label(element):
            if is_numbered_label(element):
                self.side_notes += 1
                self.buffer.add(f"[{self.side_notes}]")
            return True
        lead = f"{self.buffer.prefix}{self.buffer.tail}".strip()
        leads = bool(self._open_notes) and is_mark(lead)
        before = "" if leads else self.buffer.tail
        mark = self.marks.read(element, self.tree.styles, before)
        if mark is not None and not (leads and lead == mark.strip()):
            self.buffer.add(mark)
        return mark is not None or is_back_link(element, before.strip() in {"", "["})

    def _open(self, element: "_Element", name: str) -> None:
        if name in BLOCK_TAGS:
            self.kinds.append(self._kind(element, name))
        if name in _LIST_TAGS:
            self.list_numbers.append(_first_number(element) if name == "ol" else None)
        elif name == "li":
            self.buffer.prefix = self._number(element)
        elif name in _AROUND:
            self.buffer.add(_AROUND[name][0])
        if holds_notes(element) or self.marks.call_for(element):
            self._open_notes.append(element)
            if self.buffer.is_empty and not self.buffer.prefix:
                self.buffer.prefix = self.marks.of_note(element)
        self.verbatim += name == "pre"
        self._add(element.text)

    def _close(self, element: "_Element", name: str) -> None:
        if name in BLOCK_TAGS:
            self.kinds.pop()
        if name in _LIST_TAGS:
            self.list_numbers.pop()
        elif name == "li":
            self.buffer.prefix = ""
        elif name in _AROUND:
            self.buffer.add(_AROUND[name][1])
        if self._open_notes and self._open_notes[-1] is element:
            self._open_notes.pop()
            self.buffer.prefix = "" if name in BLOCK_TAGS else self.buffer.prefix
        self.verbatim -= name == "pre"

    def _kind(self, element: "_Element", name: str) -> BlockKind:
        """Return what a block within the current one is."""
        kind = self.kinds[-1]
        if name == "blockquote":
            self.quotes += kind != "quotation"
            return "quotation"
        if name in {"figcaption", "footer"} or is_note(element):
            return "prose"
        if kind == "prose" and self.quotations.is_quotation(element):
            self.quotes += name != "p"  # paragraphs that are each marked may be of one quotation
            return "quotation"
        return "heading" if name in HEADING_TAGS and kind == "prose" else kind

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
        """Add text, without the pages that are marked in it.

        The end of a line is a space, except where the page keeps its lines.
        """
        text = text or ""
        text = text if self.verbatim else _WHITE_SPACE.sub(" ", text)
        start = 0
        for mark in PAGE_MARK.finditer(text):
            self.buffer.add(text[start : mark.start()])
            self.buffer.turn_page(mark[1])
            start = mark.end()
        self.buffer.add(text[start:])


def _first_number(element: "_Element") -> int | None:
    """Return the number that a list begins with; None if its items show no arabic numbers."""
    arabic = (element.get("type") or "1") == "1" and element.get("reversed") is None
    if not arabic or _UNNUMBERED_STYLE.search(element.get("style") or ""):
        return None
    start = _INTEGER.fullmatch(element.get("start") or "")
    return int(start[0]) if start else 1
