"""The stretches of a message that are to be checked: quoted ones, or else all of it."""

import re
from collections.abc import Iterable, Iterator

from embeddings.text.normalization import folded
from embeddings.text.quoted import quoted_spans
from embeddings.types import Span

FEWEST = 4
"""Fewer words in quotation marks are emphasis, as everywhere in a text."""

_BLOCK = re.compile(r"^(?:>>> (?s:.*)|> [^\n]*(?:\n> [^\n]*)*)", re.MULTILINE)
_NO_WORDS = re.compile(r"<(?:[@#][!&]?|a?:\w+:|/[^<>\n]{1,80}:|t:)\d+(?::\w)?>|https?://[^\s<>]+")
"""What Discord and browsers make something else of than words."""


def stretches(message: str) -> list[Span]:
    """Return what is to be checked of a message, in order.

    Each block quote, and what stands between quotation marks elsewhere; all of the message
    where neither holds as many words as a quotation has.
    """
    blocks = [Span(*match.span()) for match in _BLOCK.finditer(message)]
    quoted = [span for span in quoted_spans(message) if not any(map(span.touches, blocks))]
    found = sorted(_trimmed(message, [*blocks, *quoted]))
    if any(len(_words(message, span)) >= FEWEST for span in found):
        return found
    return whole(message)


def whole(message: str) -> list[Span]:
    """Return all of a message, cut where there is something else than words."""
    return list(_trimmed(message, [Span(0, len(message))]))


def _words(message: str, span: Span) -> list[str]:
    return folded(message[span.start : span.end]).split()


def _trimmed(message: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans without white space at their ends, cut where mentions and links stand."""
    for span in spans:
        start = span.start
        for other in (*_NO_WORDS.finditer(message, span.start, span.end), None):
            end = other.start() if other else span.end
            words = message[start:end]
            if folded(words):
                begin = end - len(words.lstrip())
                yield Span(begin, begin + len(words.strip()))
            start = other.end() if other else end
