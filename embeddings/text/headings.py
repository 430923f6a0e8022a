"""Find the paragraphs that are headings: marked as such, or short and unpunctuated."""

import re

from embeddings.text.proper_names import CAPITAL
from embeddings.types import Document, Span

_MARKED = re.compile(r"#{1,6}\s+(?P<words>\S.*?)(?:\s+#+)?$")
_NUMBER = re.compile(r"(?:[IVXLC]+|\d{1,3})\.?")
_PLAIN = re.compile(rf"(?:\d[\d.]*\s+|[IVXLC]+\.?\s+)?(?:{CAPITAL}|\d)[^\n]{{0,79}}")
_LAST_CHARACTER = re.compile(r"[^\s.,;:!?…“”„\"«»()\[\]–—-]")
_MAX_WORDS = 12
_MIN_PARAGRAPHS_PER_HEADING = 3
"""With fewer paragraphs for each heading, the short ones are lines of a list."""


def find_headings(document: Document) -> tuple[int, ...]:
    """Return the numbers of the paragraphs that are headings, a title at the top included.

    Where the file or Markdown marks headings, only these count. Otherwise short paragraphs
    do, if they divide the text; if not, only a title at the top.
    """
    marked = [
        paragraph.number
        for paragraph in document.paragraphs
        if paragraph.kind == "heading" or _MARKED.fullmatch(_get_words(document, paragraph.number))
    ]
    if marked:
        return tuple(marked)
    numbers = (paragraph.number for paragraph in document.paragraphs[:-1])
    plain = [number for number in numbers if _is_plain_heading(document, number)]
    has_title = plain[:1] == [1]
    divides = len(plain) - has_title > 1 and len(plain) * _MIN_PARAGRAPHS_PER_HEADING <= len(
        document.paragraphs
    )
    return tuple(plain if divides else plain[:has_title])


def find_heading_words(document: Document, number: int) -> Span:
    """Return the span of a heading's words, without the Markdown around them."""
    paragraph = document.paragraphs[number - 1]
    marked = _MARKED.fullmatch(_get_words(document, number))
    start, end = marked.span("words") if marked else (0, paragraph.end - paragraph.start)
    return Span(paragraph.start + start, paragraph.start + end)


def _get_words(document: Document, number: int) -> str:
    paragraph = document.paragraphs[number - 1]
    return document.text[paragraph.start : paragraph.end]


def _is_plain_heading(document: Document, number: int) -> bool:
    """Return whether an unmarked paragraph looks like a heading: a number, or short words."""
    words = _get_words(document, number)
    if _NUMBER.fullmatch(words):
        return True
    follows_colon = number > 1 and _get_words(document, number - 1).endswith(":")
    is_short = len(words.split()) <= _MAX_WORDS and _PLAIN.fullmatch(words) is not None
    return is_short and bool(_LAST_CHARACTER.fullmatch(words[-1])) and not follows_colon
