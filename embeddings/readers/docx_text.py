"""The words of a paragraph of a Word file, and the notes that it calls for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from embeddings.readers.docx_parts import inner, is_on, value_of, word_name
from embeddings.readers.docx_styles import RunLook, WordStyles
from embeddings.readers.note_marks import raised_mark, set_apart
from embeddings.readers.note_numbers import number_note
from embeddings.readers.symbol_fonts import letter_of

if TYPE_CHECKING:
    from lxml.etree import _Element

NOTE_KINDS = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
"""The elements that call for a note, and what kind of note each calls for."""

_SKIPPED = frozenset("del moveFrom instrText delText rPr pPr sdtPr rt p".split())
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LETTERS = frozenset({"t", "sym", *_CHARACTERS})


class NoteCalls:
    """The notes that a text calls for, in order, and the mark of each."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self.marks: dict[tuple[str, str], str] = {}
        self._forms = {"footnote": "decimal", "endnote": "lowerRoman", **forms}
        self._counts: Counter[str] = Counter()

    def mark(self, call: "_Element") -> str:
        """Return the mark of the note that an element calls for; none where it is typed."""
        note = NOTE_KINDS[word_name(call)], value_of(call, "id") or ""
        if value_of(call, "customMarkFollows") not in {None, "0", "false"}:
            return self.marks.setdefault(note, "")
        if note not in self.marks:
            self._counts[note[0]] += 1
            number = number_note(self._counts[note[0]], self._forms[note[0]])
            self.marks[note] = f"[{number}]"
        return self.marks[note]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one run, and whether they are raised."""

    words: str
    raised: bool = False


class WordText:
    """The words of paragraphs, as they read with all changes accepted."""

    def __init__(self, styles: WordStyles, calls: NoteCalls) -> None:
        self._styles, self._calls = styles, calls

    def words_of(self, paragraph: "_Element") -> str:
        """Return the words of a paragraph, without what is deleted, hidden or in a box."""
        pieces = list(_joined(self._pieces(paragraph)))
        text = ""
        for at, piece in enumerate(pieces):
            after = pieces[at + 1].words if at + 1 < len(pieces) else ""
            text += _set(piece, text, after) if piece.raised else piece.words
        return text

    def _pieces(self, paragraph: "_Element") -> Iterator[_Piece]:
        stack = [(element, False) for element in reversed(paragraph)]
        while stack:
            element, raised = stack.pop()
            name = word_name(element)
            if name in NOTE_KINDS:
                yield _Piece(self._calls.mark(element))
            elif name in _LETTERS:
                yield _Piece(_letters(element, name), raised)
            elif name == "r":
                look = self._styles.look(element)
                children = () if look is RunLook.GONE else reversed(element)
                stack += [(child, look is RunLook.RAISED) for child in children]
            elif not _passes_over(element, name):
                stack += [(child, raised) for child in reversed(element)]


def _passes_over(element: "_Element", name: str) -> bool:
    """Say whether the inside of an element is no text of its paragraph."""
    if name in _SKIPPED or is_fallback(element):
        return True
    return name == "sdt" and is_on(inner(element, "sdtPr", "showingPlcHdr"))


def is_fallback(element: "_Element") -> bool:
    """Say whether an element repeats, for an older Word, what stands before it."""
    return isinstance(element.tag, str) and element.tag.endswith("}Fallback")


def _letters(element: "_Element", name: str) -> str:
    """Return what an element of a run stands for; soft hyphens are dropped."""
    if name == "sym":
        return letter_of(value_of(element, "font") or "", value_of(element, "char") or "")
    return _CHARACTERS.get(name) or (element.text or "").replace("\xad", "")


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces of text, those that are raised alike together."""
    for raised, alike in groupby(pieces, key=lambda piece: piece.raised):
        yield _Piece("".join(piece.words for piece in alike), raised)


def _set(piece: _Piece, before: str, after: str) -> str:
    """Return raised words as they stand in the line."""
    words = piece.words
    mark = raised_mark(words, before, after)
    if mark is None:
        return words
    space = words[len(words.rstrip()) :]
    return set_apart(mark, before, after) + space
