"""The stretches of a message that are checked: what it quotes, or else all of it."""

import re
from collections.abc import Iterable, Iterator

from embeddings.text import quotation_marks
from embeddings.text.words import normalize_text
from embeddings.types import Span

MIN_QUOTED_WORDS = 4
"""Fewer words between quotation marks are emphasis, not a quotation."""

_BLOCK_QUOTE = re.compile(r"^(?:>>> (?s:.*)|> [^\n]*(?:\n> [^\n]*)*)", re.MULTILINE)
_NO_WORDS = re.compile(r"<(?:[@#][!&]?|a?:\w+:|/[^<>\n]{1,80}:|t:)\d+(?::\w)?>|https?://[^\s<>]+")
"""What Discord and browsers show as something other than words: mentions, emoji, links."""


def find_quoted_spans(message: str) -> list[Span]:
    """Return each block quote of a message, and what stands between quotation marks elsewhere.

    Where none of them has enough words for a quotation, return all of the message.
    """
    blocks = [Span(*match.span()) for match in _BLOCK_QUOTE.finditer(message)]
    phrases = quotation_marks.find_quoted_spans(message)
    outside = [span for span in phrases if not any(map(span.touches, blocks))]
    spans = sorted(_trim(message, [*blocks, *outside]))
    if any(_count_words(message, span) >= MIN_QUOTED_WORDS for span in spans):
        return spans
    return find_all_spans(message)


def find_all_spans(message: str) -> list[Span]:
    """Return all of a message, cut where mentions and links stand."""
    return list(_trim(message, [Span(0, len(message))]))


def _count_words(message: str, span: Span) -> int:
    return len(normalize_text(message[span.start : span.end]).split())


def _trim(message: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans without white space at their ends, cut where mentions and links stand."""
    for span in spans:
        start = span.start
        for gap in (*_NO_WORDS.finditer(message, span.start, span.end), None):
            end = gap.start() if gap else span.end
            words = message[start:end]
            if normalize_text(words):
                first = end - len(words.lstrip())
                yield Span(first, first + len(words.strip()))
            start = gap.end() if gap else end
