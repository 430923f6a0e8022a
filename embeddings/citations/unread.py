"""What looks like a reference to a page, and is none that can be read."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from embeddings.citations.back_references import split_back_reference
from embeddings.citations.forms import MARKED_NUMBER, PAGE_MARK
from embeddings.citations.readings import clean_part
from embeddings.citations.works import Sources
from embeddings.types import Span

MARKED = re.compile(MARKED_NUMBER)
"""Pattern of the beginning of a page that is marked as one."""

_COUNTED = re.compile(  # sums, shares, times, dates, and what is counted
    r"[$£€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|°|per\s?cent|[$£€]|s\.|d\.)|\d{1,2}:\d\d|\d{1,3}(?:,\d{3})+"
    r"|\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\d{4}-\d\d-\d\d"
    r"|(?:1[5-9]|20)\d\d[a-z]?(?:\s?[–/-]\s?\d{2,4})?|\d{1,2}(?:st|nd|rd|th)"
)
_BARE = re.compile(
    r"\b\d{1,4}(?:[a-z]?|\s?[–/-]{1,3}\s?\d{1,4})(?=\s*(?:[,;.:)\]]|$|(?:and|&|ff?|n)\b))"
)
_MARK_IN_SENTENCE = re.compile(rf"(?=[pS]){PAGE_MARK}\d[\w.:–-]*")


class _Spanned(Protocol):
    """What stands somewhere in a text: a bracket."""

    @property
    def span(self) -> Span: ...


def may_cite_page(printed: str, sources: Sources) -> bool:
    """Return whether words that are no reference may hold one: a page, or a work and a number."""
    words = clean_part(printed)
    if MARKED.search(words):
        return True
    back, words = split_back_reference(words)
    if not has_number(words):
        return False
    return back is not None or bool(sources.find_named(words))


def has_number(printed: str) -> bool:
    """Return whether words hold a number that may be a page: no year, time or sum."""
    return bool(_BARE.search(_COUNTED.sub(" ", printed)))


def find_unread(
    text: str, brackets: Iterable[_Spanned], taken: Sequence[Span], sources: Sources
) -> Iterator[Span]:
    """Yield the places that may cite a page outside of the references that are read.

    These are brackets, and marked pages in a sentence. `taken` are the references, in order.
    """
    unread: list[Span] = []
    for bracket in sorted(brackets, key=lambda bracket: bracket.span):
        inside = _find_touching(bracket.span, taken)
        if any(span.holds(bracket.span) for span in inside):
            continue
        if unread and unread[-1].holds(bracket.span):
            continue
        if may_cite_page(_blank(text, bracket.span, inside).strip("()[]"), sources):
            unread.append(bracket.span)
    for match in _MARK_IN_SENTENCE.finditer(text):
        span = Span(*match.span())
        if not _find_touching(span, taken) and not _find_touching(span, unread):
            unread.append(span)
            unread.sort()
    return iter(unread)


def _find_touching(span: Span, spans: Sequence[Span]) -> list[Span]:
    """Return those of some spans in order, none inside another, that touch a span."""
    at = max(bisect_left(spans, span) - 1, 0)
    touching = []
    while at < len(spans) and spans[at].start < span.end:
        touching += [spans[at]] if spans[at].touches(span) else []
        at += 1
    return touching


def _blank(text: str, span: Span, inside: Iterable[Span]) -> str:
    """Return the words of a span without those of the spans inside it."""
    words = text[span.start : span.end]
    for other in inside:
        start, end = max(other.start - span.start, 0), other.end - span.start
        words = words[:start] + " " * (end - start) + words[end:]
    return words
