"""Find brackets that may cite, and what surrounds them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.citations.narratives import Narrative
from embeddings.citations.readings import Reference
from embeddings.types import Span, Work

_ROUND = r"\((?:[^()\n]|\([^()\n]{0,60}\)){1,600}\)"
_SQUARE = r"\[(?:[^\[\]\n]|\[[^\[\]\n]{0,60}\]){1,600}\]"
_BRACKET = re.compile(rf"(?=({_ROUND}|{_SQUARE}))")
_PAGE_LIKE = re.compile(
    r"\d|(?i:\bib)|(?i:\bpp?\b)|\b[ivxlc]+\b|(?i:\b(?:eb(?:d|da|enda)|cit|id|idem|a\.\s?a\.\s?o)\b)"
)
_LEADING_DASH = re.compile(r"[–—―-]{1,3}\s*(?=[^\s–—―-])")
MAX_ATTRIBUTION_LENGTH = 160
"""Characters of the longest paragraph that counts as an attribution line."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket or an attribution line: its span, and the span of its content."""

    span: Span
    inner: Span
    square: bool = False


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference at its place in the text, with its work, if known, and its bracket."""

    span: Span
    reading: Reference
    work: Work | None = None
    bracket: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds a bracket: whether it closes a quotation, and what is named before it.

    `name`, and the quoted title of `work`, stand directly before it. `near` is the text before
    it, within its paragraph, and `narrative` an author with a year in it. `final` is set on the
    last pass, when nothing more can be learned.
    """

    closes: bool
    name: str | None = None
    near: str = ""
    work: Work | None = None
    narrative: Narrative | None = None
    final: bool = False


def find_brackets(text: str) -> Iterator[Bracket]:
    """Yield the brackets of a text that hold something like a page number, outer ones first."""
    for match in _BRACKET.finditer(text):
        start, end = match.span(1)
        if _PAGE_LIKE.search(text, start + 1, end - 1):
            yield Bracket(Span(start, end), Span(start + 1, end - 1), text[start] == "[")


def find_attribution(text: str, start: int, end: int) -> Bracket | None:
    """Return the source if it is all that a paragraph holds: `– Trotsky, Diary in Exile`."""
    dash = _LEADING_DASH.match(text, start, end)
    if dash is None or end - start > MAX_ATTRIBUTION_LENGTH:
        return None
    end = start + len(text[start:end].rstrip(" ."))
    return Bracket(Span(dash.end(), end), Span(dash.end(), end))
