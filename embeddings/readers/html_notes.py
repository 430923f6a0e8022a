"""Notes in HTML: the marks that call for them, the notes themselves, and the links back."""

import re
from typing import TYPE_CHECKING

from embeddings.readers.html_elements import (
    BLOCK_TAGS,
    HEADING_TAGS,
    classes_of,
    short_text,
    tag_name,
    types_of,
)
from embeddings.readers.note_marks import linked_mark, raised_mark, set_apart
from embeddings.readers.stylesheets import StyleSheets

if TYPE_CHECKING:
    from lxml.etree import _Element

_CALL_TYPES = frozenset({"noteref", "doc-noteref"})
_NOTE_TYPES = frozenset("footnote endnote rearnote doc-footnote doc-endnote".split())
_NOTES_TYPES = frozenset("footnotes endnotes rearnotes doc-endnotes doc-footnotes".split())
_BACK_TYPES = frozenset({"backlink", "doc-backlink", "referrer"})
_CALL_CLASS = re.compile(
    r"(?:[a-z]+-)?(?:foot|end)?note-?(?:anchor|ref(?:erence)?|call|mark|link)|fn-?(?:ref|anchor)|footnote|fn"
    r"|mso(?:foot|end)notereference"
)
_NOTE_CLASS = re.compile(
    r"(?:[\w-]{1,30}[-_])?(?:foot|end|side|margin)-?notes?"
    r"(?:[-_]{0,2}(?:text|content|body|note|inner|tooltip|popup))?"
)
_NOTES_CLASS = re.compile(
    r"(?:[a-z]+-)?(?:foot|end)-?notes?(?:-?(?:list|area|section|wrapper|container|block|def\w*))?"
    r"|footnotedef|notes-list|reflist|references"
)
_BACK_CLASS = re.compile(
    r"(?:[a-z]+-)?(?:(?:foot|end)?note-?back-?(?:ref|link)?|back-?(?:ref|link)|reverse-?footnote"
    r"|fn-?back(?:ref|link)?|cite-backlink|return-?link)"
)
_BACK_WORDS = re.compile(
    r"[\[(]?\s*(?:[↩↵⏎⤴⮐↑▲↲^«]\s?[\ufe0e\ufe0f]?\d{0,3}|back(?: to text)?|return)\s*[\])]?",
    re.IGNORECASE,
)
_NOTE_HREF = re.compile(
    r"#_?(?:(?:foot|end|side)?note|fn|en|ftnt?|edn|cite_note|endnote|n)[-_:.]?\w{0,12}?\d[\w-]*$",
    re.IGNORECASE,
)
_BACK_HREF = re.compile(r"#_?[\w-]*(?:ref|anchor|anc$|back|return)", re.IGNORECASE)
_RAISED_CLASS = re.compile(r"(?:[a-z]+-)?(?:sup|super|superscript|upper)\d?|mso(?:foot|end)note.*")
_NO_PLACE = re.compile(
    r"(?:[(\[{“‘«„/§–—-]|\b(?:pp?|s|nn?|nos?|nr|vols?|ch|chap|figs?|sec|bk|pt|col)\.)$",
    re.IGNORECASE,
)
"""What does not end a word that a note could be called for behind."""

_LAST_MARK = re.compile(r"\[[^\[\]\s]{1,6}\]$")
_NUMBER = re.compile(r"\d{1,4}")
_LABELS = frozenset({"sidenote-number", "margin-toggle"})
_WITHIN_LINES = frozenset("span small aside div section ins details".split())


def is_typed_note(element: "_Element") -> bool:
    """Say whether a book calls an element a note."""
    return not _NOTE_TYPES.isdisjoint(types_of(element))


def is_note(element: "_Element") -> bool:
    """Say whether an element is a note, with words of its own."""
    if is_typed_note(element):
        return True
    if not any(map(_NOTE_CLASS.fullmatch, classes_of(element))):
        return False
    text = short_text(element, 8)
    return text is None or linked_mark(text) is None


def holds_notes(element: "_Element") -> bool:
    """Say whether an element is a note, or the part of a page where the notes stand."""
    if not _NOTES_TYPES.isdisjoint(types_of(element)) or is_note(element):
        return True
    return any(map(_NOTES_CLASS.fullmatch, classes_of(element)))


def interrupts(element: "_Element") -> bool:
    """Say whether a note stands within a paragraph, so that it is read behind it."""
    parent = element.getparent()
    parent_name = "" if parent is None else tag_name(parent)
    name = tag_name(element)
    inline = name not in BLOCK_TAGS or parent_name not in BLOCK_TAGS
    inline = inline or parent_name in {"p", *HEADING_TAGS}
    return inline and name in _WITHIN_LINES and is_note(element)


def own_mark(element: "_Element", styles: StyleSheets) -> str | None:
    """Return the raised mark that a note within a sentence begins with, if it has one."""
    first = next(iter(element), None)
    if first is None or (element.text or "").strip() or not _is_raised(first, styles):
        return None
    return linked_mark(short_text(first, 8) or "")


def is_back_link(element: "_Element", at_head: bool) -> bool:
    """Say whether an element leads from a note back to its mark, and is no number of the note."""
    name = tag_name(element)
    marked = not _BACK_TYPES.isdisjoint(types_of(element))
    marked = marked or any(map(_BACK_CLASS.fullmatch, classes_of(element)))
    if not marked and (name != "a" or "#" not in (element.get("href") or "")):
        return False
    text = short_text(element, 20)
    if not marked:
        return text is not None and _BACK_WORDS.fullmatch(text) is not None
    return not (at_head and text and linked_mark(text.rstrip(".:")))


def is_note_label(element: "_Element") -> bool:
    """Say whether an element is the switch that shows a note of the margin on small screens."""
    if "ltx_tag_note" in classes_of(element):
        return True  # LaTeXML repeats the number of a note in it
    return tag_name(element) == "label" and not _LABELS.isdisjoint(classes_of(element))


def is_numbered_label(element: "_Element") -> bool:
    """Say whether a style sheet numbers a note of the margin at this element."""
    return "sidenote-number" in classes_of(element)


class NoteMarks:
    """The marks of the notes of a page, by the anchors of the notes that they lead to."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def call_for(self, element: "_Element") -> bool:
        """Say whether a mark leads to an element, so that it is a note, whatever it is called."""
        return element.get("id") in self._of

    def of_note(self, element: "_Element", before: str = "") -> str:
        """Return what leads a note whose own words do not begin with its mark.

        That is the mark of the link that leads to it, or the one that stands before it.
        """
        last = _LAST_MARK.search(before)
        mark = self._of.get(element.get("id") or "") or (last[0] if last else "")
        if not mark:
            return ""
        text = "".join(map(str, element.itertext())).lstrip(" \t\r\n[(")
        return "" if not text or text.startswith(mark.strip("[]")) else f"{mark} "

    def read(self, element: "_Element", styles: StyleSheets, before: str) -> str | None:
        """Return the mark that an element is, as it stands in the line; None if it is none."""
        name = tag_name(element)
        raised = _is_raised(element, styles)
        if not raised and name != "a" and not _is_call(element):
            return None
        text = short_text(element, 30)
        if not text:
            return None
        link = _link_of(element)
        after = _text_after(element)
        if (mark := _linked(element, link, raised, text, before)) is not None:
            if link is not None and not _is_back(link):
                _, separator, anchor = (link.get("href") or "").rpartition("#")
                if separator and anchor:
                    self._of[anchor] = mark
            return set_apart(mark, before, after)
        if not raised or link is not None:
            return None
        mark = raised_mark(text, before, after)
        return None if mark is None else set_apart(mark, before, after)


def _is_raised(element: "_Element", styles: StyleSheets) -> bool:
    """Say whether an element, or all of a link, stands above the line."""
    if tag_name(element) == "a" and not (element.text or "").strip():
        element = next(iter(element), element)
    if tag_name(element) == "sup" or styles.raises(element):
        return True
    return any(map(_RAISED_CLASS.fullmatch, classes_of(element)))


def _linked(
    element: "_Element", link: "_Element | None", raised: bool, text: str, before: str
) -> str | None:
    """Return the mark of a note that a link leads to, or that its type or class tells."""
    if _is_call(element) or (link is not None and raised):
        return linked_mark(text)
    if link is None or not (href := link.get("href") or "").count("#"):
        return None
    if not before.strip():  # a link back from the head of a note
        numbers = _NUMBER.fullmatch(text) or _BACK_HREF.search(href)
        glued = numbers and _text_after(element)[:1].isalnum()
        return linked_mark(text) if glued else None
    if _NO_PLACE.search(before):
        return None
    leads_to_note = _NOTE_HREF.search(href) and not _BACK_HREF.search(href)
    glued = _NUMBER.fullmatch(text) and not before[-1].isspace()
    return linked_mark(text) if glued or leads_to_note else None


def _is_call(element: "_Element") -> bool:
    """Say whether the type or the class of an element tells that it calls for a note."""
    if not _CALL_TYPES.isdisjoint(types_of(element)):
        return True
    name = tag_name(element)
    classes = classes_of(element) if name in {"a", "sup", "span"} else []
    names = (each for each in classes if name != "span" or each != "fn")  # hCard: a full name
    return any(map(_CALL_CLASS.fullmatch, names))


def _link_of(element: "_Element") -> "_Element | None":
    """Return the link that an element is, holds, or stands in."""
    if (link := next((each for each in element.iter() if tag_name(each) == "a"), None)) is not None:
        return link
    parent = element.getparent()
    return parent if parent is not None and tag_name(parent) == "a" else None


def _is_back(link: "_Element") -> bool:
    return not _BACK_TYPES.isdisjoint(types_of(link)) or bool(
        _BACK_HREF.search(link.get("href") or "")
    )


def _text_after(element: "_Element") -> str:
    """Return the letters that stand next to an element."""
    while not element.tail:
        if (sibling := element.getnext()) is not None:
            if tag_name(sibling) == "sub":
                return "⁄"
            return next((str(text) for text in sibling.itertext() if text), "")
        parent = element.getparent()
        if parent is None or tag_name(parent) in BLOCK_TAGS:
            return ""
        element = parent
    return element.tail
