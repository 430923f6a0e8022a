"""Questions that are, or contain, words of the text: where those words stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from embeddings.concordance.concordance import Concordance
from embeddings.text.quotation_marks import find_quoted_phrases
from embeddings.text.search import QUESTION_WORDS, TextSearch
from embeddings.types import Hit, Passage, Span

MAX_REMEMBERED_HITS = 10
"""Best hits that are searched for half-remembered words."""

MIN_VERBATIM_WORDS = 4
"""Fewer words than this name a subject, not a quotation."""

MIN_QUOTED_WORDS = 3
"""As many words between quotation marks are looked for as a place, in a question about them."""

MAX_PASSAGES = 3
"""Words that stand in more passages than this name a subject, not a quotation."""

MIN_REMEMBERED_WORDS = 5
"""Fewer half-remembered words than this might be from anywhere."""

_WORD = re.compile(r"\w+")
_CLAUSE_START = re.compile(r"(?:^|[.!?:;…\n—–])[\s\"'“”„«»‘’(\[…]*$|[“„«‘\"]\W*$")


def find_verbatim(
    words: str, concordance: Concordance, finder: TextSearch, limit: int
) -> tuple[Hit, ...]:
    """Return the passages that contain a whole question word for word, in reading order.

    None of them if it is too short or stands in many passages: then it names a subject rather
    than a place.
    """
    if len(_WORD.findall(words)) < MIN_VERBATIM_WORDS:
        return ()
    text = concordance.document.text
    spans = [span for span in finder.find_exact(words) if not _is_answered_by(words, text, span)]
    hits = _find_holding(concordance.passages, spans, 1.0)
    return hits[:limit] if len(hits) <= MAX_PASSAGES else ()


def find_remembered(
    words: str, hits: Sequence[Hit], concordance: Concordance, finder: TextSearch
) -> tuple[Hit, ...]:
    """Return the hit that contains nearly the words of a question; () if none does."""
    if len(_WORD.findall(words)) < MIN_REMEMBERED_WORDS:
        return ()
    match = finder.find_closest(words, [hit.passage.span for hit in hits])
    if match is None or _is_answered_by(words, concordance.document.text, match.span):
        return ()
    return _find_holding([hit.passage for hit in hits], [match.span], match.score)


def put_quoting_first(words: str, hits: Sequence[Hit], finder: TextSearch) -> tuple[Hit, ...]:
    """Return the hits, those first that contain what a question puts between quotation marks."""
    pieces = find_quoted_phrases(words)
    spans = [span for piece in pieces for span in finder.find_exact(piece)]
    holding = [hit for hit in hits if any(hit.passage.span.touches(span) for span in spans)]
    longest = max((len(_WORD.findall(piece)) for piece in pieces), default=0)
    is_place = len(holding) <= MAX_PASSAGES and longest >= MIN_QUOTED_WORDS
    best = 1.0 if is_place else max((hit.score for hit in hits), default=0.0)
    others = [hit for hit in hits if hit not in holding]
    return (*(replace(hit, score=best) for hit in holding), *others)


def _is_answered_by(words: str, text: str, span: Span) -> bool:
    """Return whether a question is not quoted but answered by the sentence that has its words.

    “Who saved him?” is answered by “it was she who saved him”, and is no quotation of it.
    """
    first = _WORD.findall(words.casefold())[0]
    before = text[max(0, span.start - 20) : span.start]
    return first in QUESTION_WORDS and not _CLAUSE_START.search(before)


def _find_holding(
    passages: Iterable[Passage], spans: Sequence[Span], score: float
) -> tuple[Hit, ...]:
    """Return the passages that touch any of the spans, each with the first one it touches."""
    if not spans:
        return ()
    first_spans = (
        (passage, next((span for span in spans if passage.span.touches(span)), None))
        for passage in passages
    )
    return tuple(Hit(passage, score, span) for passage, span in first_spans if span is not None)
