"""Which paragraphs are headings: marked as such, or short and without an end."""

import re

from embeddings.text.proper_names import CAPITAL
from embeddings.types import Document, Span

_MARKED = re.compile(r"#{1,6}\s+(?P<words>\S.*?)(?:\s+#+)?$")
_NUMBER = re.compile(r"(?:[IVXLC]+|\d{1,3})\.?")
_PLAIN = re.compile(rf"(?:\d[\d.]*\s+|[IVXLC]+\.?\s+)?(?:{CAPITAL}|\d)[^\n]{{0,79}}")
_NO_END = re.compile(r"[^\s.,;:!?…“”„\"«»()\[\]–—-]")
_WORDS = 12
_SHARE = 3
"""At most every so manieth paragraph is a heading: else short ones are lines of a list."""


def headings(document: Document) -> tuple[int, ...]:
    """Return the numbers of the paragraphs that are headings; a title at the top is one.

    They are marked by their file, or as Markdown marks them. Where others stand only here
    and there, short paragraphs are no headings.
    """
    marked = [
        p.number
        for p in document.paragraphs
        if p.kind == "heading" or _MARKED.fullmatch(_words(document, p.number))
    ]
    if marked:
        return tuple(marked)
    last = len(document.paragraphs)
    plain = [p.number for p in document.paragraphs[:-1] if _plain(document, p.number)]
    below = [number for number in plain if number > 1]
    divides = len(below) > 1 and len(plain) * _SHARE <= last
    return tuple(plain if divides else plain[: plain[:1] == [1]])


def words_of(document: Document, number: int) -> Span:
    """Return where the words of a heading stand, without the marks around them."""
    paragraph = document.paragraphs[number - 1]
    marked = _MARKED.fullmatch(_words(document, number))
    start, end = marked.span("words") if marked else (0, paragraph.end - paragraph.start)
    return Span(paragraph.start + start, paragraph.start + end)


def _words(document: Document, number: int) -> str:
    paragraph = document.paragraphs[number - 1]
    return document.text[paragraph.start : paragraph.end]


def _plain(document: Document, number: int) -> bool:
    words = _words(document, number)
    if _NUMBER.fullmatch(words):
        return True
    introduced = number > 1 and _words(document, number - 1).endswith(":")
    short = len(words.split()) <= _WORDS and _PLAIN.fullmatch(words) is not None
    return short and bool(_NO_END.fullmatch(words[-1])) and not introduced
