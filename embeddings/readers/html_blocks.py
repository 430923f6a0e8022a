"""Mark-up, as HTML has it, as paragraphs: of web pages, EPUB books and Markdown alike."""

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from embeddings.readers.parsed_file import Line, Rough, parted, seen
from embeddings.types.blocks import Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

DROPPED = frozenset(
    "script style template noscript head title iframe object embed svg math canvas audio video map "
    "nav header footer aside form dialog button select option datalist input textarea menu "
    "rt rp".split()
)
"""What is no part of a text, whatever stands in it."""

_BLOCKS = frozenset(
    "html body main article section div p h1 h2 h3 h4 h5 h6 blockquote pre address figure "
    "figcaption ul ol li dl dt dd table caption thead tbody tfoot tr hr hgroup details summary "
    "fieldset legend center nav header footer aside form dialog menu search".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog alert menu menubar "
    "toolbar tablist button form".split()
)
_CLASSES = frozenset("visually-hidden visuallyhidden sr-only screen-reader-text hidden".split())
_INVISIBLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_SPACE = re.compile(r"\s")
_LISTS = frozenset("ol ul menu".split())
_SIGNS = {"q": "“”", "br": ("\n", ""), "td": ("", " "), "th": ("", " ")}
_TYPE = "{http://www.idpf.org/2007/ops}type"
_COUNT = re.compile(r"[+-]?\d{1,9}")
_NOTE = re.compile(r"\[?(\d{1,4}|[*†‡§])\]?")


def tag(element: "_Element") -> str:
    """Return the name of an element, without its namespace."""
    name = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def words(element: "_Element") -> str:
    """Return all that stands in an element."""
    return "".join(map(str, element.itertext()))


def hidden(element: "_Element") -> bool:
    """Say whether a reader of the page does not see an element, or it says that it is no text."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if (element.get("role") or "").lower() in _ROLES:
        return True
    if _INVISIBLE.search(element.get("style") or ""):
        return True
    return not _CLASSES.isdisjoint((element.get("class") or "").lower().split())


class Walk:
    """A walk over trees, one after another; what is kept is never dropped."""

    def __init__(self, kept: Collection["_Element"] = ()) -> None:
        self.kept = frozenset(kept)
        self.read = Reading()
        self.kinds: list[Kind] = ["prose"]
        self.lists: list[int | None] = []
        self.verbatim = 0

    def run(self, root: "_Element") -> Iterator[Rough]:
        """Yield the paragraphs of a tree, in reading order; it may nest as deep as it likes."""
        stack = [(root, True)]
        while stack:
            element, opens = stack.pop()
            name = tag(element)
            if name in _BLOCKS:
                yield from self.read.given(self.kinds[-1])
            if not opens:
                self._close(element, name)
            elif self._passed(element, name):
                self._read(element.tail)
            else:
                stack.append((element, False))
                stack += [(child, True) for child in reversed(element)]
                self._open(element, name)
        yield from self.read.given(self.kinds[-1])

    def _passed(self, element: "_Element", name: str) -> bool:
        """Pass over what is not read as it stands: the mark of a page or a note, or no text."""
        if (page := _page(element)) is not None:
            self.read.turn(page)
            return True
        if name == "sup" and (mark := _note(element)):
            self.read.add(f"[{mark}]")
            return True
        if element in self.kept or (name == "footer" and self.kinds[-1] == "quotation"):
            return False
        return not name or name in DROPPED or hidden(element)

    def _open(self, element: "_Element", name: str) -> None:
        if name in _BLOCKS:
            self.kinds.append(self._kind(name))
        if name in _LISTS:
            self.lists.append(_first(element) if name == "ol" else None)
        elif name == "li":
            self.read.prefix = self._number(element)
        elif name in _SIGNS:
            self.read.add(_SIGNS[name][0])
        self.verbatim += name == "pre"
        self._read(element.text)

    def _close(self, element: "_Element", name: str) -> None:
        if name in _BLOCKS:
            self.kinds.pop()
        if name in _LISTS:
            self.lists.pop()
        elif name == "li":
            self.read.prefix = ""
        elif name in _SIGNS:
            self.read.add(_SIGNS[name][1])
        self.verbatim -= name == "pre"
        self._read(element.tail)

    def _kind(self, name: str) -> Kind:
        kind = self.kinds[-1]
        if name == "blockquote":
            return "quotation"
        if name in {"figcaption", "footer"}:
            return "prose"
        return "heading" if name in _HEADINGS and kind == "prose" else kind

    def _number(self, element: "_Element") -> str:
        """Return the number that a reader sees before an item of a list."""
        number = self.lists[-1] if self.lists else None
        if number is None:
            return ""
        given = _COUNT.fullmatch(element.get("value") or "")
        number = int(given[0]) if given else number
        self.lists[-1] = number + 1
        return f"{number}. "

    def _read(self, text: str | None) -> None:
        """Take up text; a line's end is a space, but where the page keeps its lines."""
        if text:
            self.read.add(text if self.verbatim else _WHITE.sub(" ", text))


class Reading:
    """What was read since the last paragraph, and the pages that were turned in it."""

    def __init__(self) -> None:
        self.prefix = ""
        self._parts: list[str] = []
        self._length = 0
        self._page: str | None = None
        self._turns: list[tuple[int, str]] = []

    def add(self, text: str) -> None:
        """Read on."""
        text = text.replace("\xad", "")
        self._parts.append(text)
        self._length += len(text)

    def turn(self, page: str) -> None:
        """Turn to a page; a word that is begun stays on the page it begins on."""
        self._turns.append((self._length, page))

    def given(self, kind: Kind) -> Iterator[Rough]:
        """Give out what was read, and begin anew."""
        text, turns = "".join(self._parts), self._turns
        self._parts, self._length, self._turns = [], 0, []
        if not seen(text):
            self._page = turns[-1][1] if turns else self._page
            return iter(())
        text, shift = self.prefix + text, len(self.prefix)
        self.prefix = ""
        lines = self._lines(text, [(at + shift, page) for at, page in turns])
        return parted(list(lines), kind)

    def _lines(self, text: str, turns: list[tuple[int, str]]) -> Iterator[Line]:
        start = 0
        for at, page in turns:
            end = _word_end(text, at)
            yield from (Line(words, self._page) for words in text[start:end].splitlines())
            start, self._page = end, page
        yield from (Line(words, self._page) for words in text[start:].splitlines())


def _word_end(text: str, at: int) -> int:
    """Return where the word ends that an offset is within."""
    within = 0 < at < len(text) and not text[at - 1].isspace()
    space = _SPACE.search(text, at) if within else None
    return (space.start() if space else len(text)) if within else at


def _page(element: "_Element") -> str | None:
    """Return the page that begins at an element, where it says so."""
    kinds = f"{element.get(_TYPE) or element.get('epub:type') or ''} {element.get('role') or ''}"
    if not {"pagebreak", "doc-pagebreak"} & set(kinds.split()):
        return None
    label = element.get("aria-label") or element.get("title") or words(element)
    return re.sub(r"(?i)^\s*(?:page|p\.)\s*", "", label).strip(" .") or None


def _note(element: "_Element") -> str | None:
    """Return the mark of a note that a raised link is."""
    parent = element.getparent()
    linked = any(tag(one) == "a" for one in element.iter())
    if not linked and (parent is None or tag(parent) != "a"):
        return None
    mark = _NOTE.fullmatch(words(element).strip())
    return mark[1] if mark else None


def _first(element: "_Element") -> int | None:
    """Return the number that a list begins with; None where its items show none, or others."""
    plain = (element.get("type") or "1") == "1" and element.get("reversed") is None
    if not plain or re.search(r"list-style(?:-type)?\s*:\s*none", element.get("style") or ""):
        return None
    start = _COUNT.fullmatch(element.get("start") or "")
    return int(start[0]) if start else 1
