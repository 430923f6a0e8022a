"""Word files (DOCX): the paragraphs of the body, then its notes, with all changes accepted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from embeddings.readers.docx_parts import (
    WordParts,
    find_body,
    inner,
    is_on,
    value_of,
    word_name,
)
from embeddings.readers.docx_styles import WordStyles
from embeddings.readers.docx_text import NOTE_KINDS, NoteCalls, WordText, is_fallback
from embeddings.readers.parsed_file import RawParagraph, Source, has_visible_text, split_paragraphs
from embeddings.readers.reader import InputFile, Reader, Verdict
from embeddings.readers.zip_archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAME = "a Word file (DOCX)"
_DROP_CAPS = frozenset({"drop", "margin"})


def sniff(file: InputFile) -> Verdict:
    """Recognise an archive by the part that holds the body of a Word file."""
    return Verdict.YES if find_body(file.archive.names) else Verdict.NO


def read(file: InputFile) -> Source:
    """Read a Word file, without its comments, headers and footers."""
    parts = WordParts(Archive(file.path, file.data, _NAME))
    return Source(tuple(_WordReader(parts).read()))


class _WordReader:
    """What reads the parts of one file, one after the other."""

    def __init__(self, parts: WordParts) -> None:
        self.parts = parts
        self.styles = WordStyles(parts.part("styles"), parts.body)
        self.calls = NoteCalls(_note_forms(parts.body))
        self.text = WordText(self.styles, self.calls)

    def read(self) -> Iterator[RawParagraph]:
        """Yield the paragraphs of the text, and behind them those of its notes."""
        yield from self._paragraphs(self.parts.body)
        for kind in NOTE_KINDS.values():
            yield from self._notes(kind)

    def _notes(self, kind: str) -> Iterator[RawParagraph]:
        """Yield the notes of a kind in the order in which the text calls for them."""
        marks = {note: mark for (of, note), mark in self.calls.marks.items() if of == kind}
        part = self.parts.part(f"{kind}s") if marks else None
        notes = {} if part is None else {value_of(note, "id"): note for note in part}
        for name, mark in marks.items():
            if (note := notes.get(name)) is not None:
                yield from self._paragraphs(note, f"{mark} " if mark else "")

    def _paragraphs(self, root: "_Element", lead: str = "") -> Iterator[RawParagraph]:
        """Yield the paragraphs within an element; `lead` stands before the first of them."""
        unfinished, quote, style = lead, 0, None
        for element in _paragraph_elements(root):
            if not len(element):
                quote += 1
                continue  # nothing in it, not even properties
            text = unfinished + self.text.words_of(element)
            before, style = style, self.styles.name(element)
            if not has_visible_text(text) or style != before:
                quote += 1  # an empty line or another style ends a block quote
            unfinished = text if _runs_on(element) or text == lead else ""
            if not unfinished:
                lead = ""
                if has_visible_text(text):
                    yield from split_paragraphs(text, self.styles.kind(element), quote)
        yield from split_paragraphs("" if unfinished == lead else unfinished)


def _paragraph_elements(root: "_Element") -> Iterator["_Element"]:
    """Yield the paragraphs in reading order, those of a box behind the one that it hangs on."""
    stack = [root]
    while stack:
        element = stack.pop()
        name = word_name(element)
        if is_fallback(element) or (name == "tr" and inner(element, "trPr", "del") is not None):
            continue
        if name == "p":
            yield element
        if name != "sdt" or not is_on(inner(element, "sdtPr", "showingPlcHdr")):
            stack += reversed(element)


def _runs_on(paragraph: "_Element") -> bool:
    """Say whether the next paragraph continues this one.

    That is so where the mark at its end is deleted, and where it is an initial in a frame.
    """
    properties = inner(paragraph, "pPr")
    frame = inner(properties, "framePr")
    if frame is not None and value_of(frame, "dropCap") in _DROP_CAPS:
        return True
    end = inner(properties, "rPr")
    return inner(end, "del") is not None or inner(end, "moveFrom") is not None


def _note_forms(body: "_Element") -> dict[str, str]:
    """Return how the notes of each kind are numbered, where the file says so."""
    forms = {}
    for kind in NOTE_KINDS.values():
        form = inner(body, "sectPr", f"{kind}Pr", "numFmt")
        if form is not None:
            forms[kind] = value_of(form) or "decimal"
    return forms


READER = Reader("DOCX", _NAME, (".docx",), sniff, read, stored_as="zip")
