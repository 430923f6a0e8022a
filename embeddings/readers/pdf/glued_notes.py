"""Numbers of notes that a font has small, so that nothing raises them: *him.1*, *1Deutscher*."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from embeddings.readers.pdf.layout import MIN_SIZE_RATIO
from embeddings.readers.pdf.lines import LOOSE_TOLERANCE, Word, build_rows

_NOTE = re.compile(r"(?P<number>\d{1,3})(?P<rest>[^\W\d_].*)")
_MARK = re.compile(r"(?P<word>.*(?:[^\W\d_]\W*|[)\]”’\"»][.,;:!?]?))(?P<number>\d{1,3})")


def bracket_glued_notes(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page; numbers that both a mark and a note have, in brackets."""
    if not words:
        return []
    usual = median(word.size for word in words for _ in word.text)
    notes = {
        id(first): note
        for row in build_rows(words, LOOSE_TOLERANCE)
        if MIN_SIZE_RATIO * (first := row.words[0]).size < usual
        if (note := _NOTE.fullmatch(first.text)) is not None
    }
    if not notes:
        return list(words)
    marks = {
        id(word): mark
        for word in words
        if MIN_SIZE_RATIO * word.size >= usual
        if (mark := _MARK.fullmatch(word.text)) is not None
    }
    both = {mark["number"] for mark in marks.values()} & {note["number"] for note in notes.values()}
    return [
        part
        for word in words
        for part in _split(word, marks.get(id(word)), notes.get(id(word)), both)
    ]


def _split(
    word: Word, mark: re.Match[str] | None, note: re.Match[str] | None, both: set[str]
) -> Iterator[Word]:
    """Yield a word with the mark at its end in brackets, or behind the number of its note."""
    if mark is not None and mark["number"] in both:
        yield replace(word, text=f"{mark['word']}[{mark['number']}]")
    elif note is not None and note["number"] in both:
        yield replace(word, text=f"[{note['number']}]", right=word.left)
        yield replace(word, text=note["rest"])
    else:
        yield word
