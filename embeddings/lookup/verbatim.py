"""Questions that are, or hold, a piece of the text: where those words stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from embeddings.concordance.concordance import Concordance
from embeddings.text.quoted import quoted
from embeddings.text.search import ASKING, TextSearch
from embeddings.types import Hit, Passage, Span

REMEMBERED = 10
"""The best hits among which half-remembered words are looked for."""

WORDS = 3
"""Fewer words than this are a subject, and no quotation."""

PLACES = 3
"""Words that stand in more passages than this are a subject, and no quotation."""

WORDS_REMEMBERED = 5
"""Fewer words than this, half remembered, might be any."""

_WORD = re.compile(r"\w+")
_BEGINS = re.compile(r"(?:^|[.!?:;…\n—–])[\s\"'“”„«»‘’(\[…]*$|[“„«‘\"]\W*$")


def stands(words: str, concordance: Concordance, finder: TextSearch, limit: int) -> tuple[Hit, ...]:
    """Return the passages that hold a whole question word for word, in reading order.

    None of them where it is too short, or stands in many passages: then it names a subject
    rather than a place.
    """
    if len(_WORD.findall(words)) < WORDS:
        return ()
    text = concordance.document.text
    places = [span for span in finder.exact(words) if not _asked_of(words, text, span)]
    hits = _holding(concordance.passages, places, 1.0)
    return hits[:limit] if len(hits) <= PLACES else ()


def remembered(
    words: str, hits: Sequence[Hit], concordance: Concordance, finder: TextSearch
) -> tuple[Hit, ...]:
    """Return the hit that holds nearly the words of a question; () where none does."""
    if len(_WORD.findall(words)) < WORDS_REMEMBERED:
        return ()
    found = finder.closest(words, [hit.passage.span for hit in hits])
    if found is None or _asked_of(words, concordance.document.text, found.span):
        return ()
    return _holding([hit.passage for hit in hits], [found.span], found.score)


def quoting(words: str, hits: Sequence[Hit], finder: TextSearch) -> tuple[Hit, ...]:
    """Return hits, those first that hold what a question puts between quotation marks."""
    places = [span for piece in quoted(words) for span in finder.exact(piece)]
    holding = [hit for hit in hits if any(hit.passage.span.touches(span) for span in places)]
    best = max((hit.score for hit in hits), default=0.0)
    others = [hit for hit in hits if hit not in holding]
    return (*(replace(hit, score=best) for hit in holding), *others)


def _asked_of(words: str, text: str, span: Span) -> bool:
    """Say whether words ask for what a sentence tells that goes on with them.

    “Who saved him?” is answered by “it was she who saved him”, and no quotation of it.
    """
    first = _WORD.findall(words.casefold())[0]
    return first in ASKING and not _BEGINS.search(text[max(0, span.start - 20) : span.start])


def _holding(passages: Iterable[Passage], spans: Iterable[Span], score: float) -> tuple[Hit, ...]:
    """Return the passages that hold any of some spans, each with the first that it holds."""
    places = list(spans)
    if not places:
        return ()
    found = (
        (one, next((span for span in places if one.span.touches(span)), None)) for one in passages
    )
    return tuple(Hit(one, score, span) for one, span in found if span is not None)
