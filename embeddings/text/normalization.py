"""Normalise words: lower case, no accents, no punctuation, one blank between them."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from embeddings.types import Span

GAP = " "
"""Separator of normalised words."""

_JOINING = frozenset("'’‘‛ʼ´`′[]")


def normalize_text(words: str) -> str:
    """Normalise words: lower case, no accents, no punctuation, one blank between them."""
    return GAP.join(word for word, _ in normalize_words(words))


def normalize_words(text: str) -> Iterator[tuple[str, Span]]:
    """Yield normalised words with their spans; accents belong to the letter before them."""
    letters: list[str] = []
    start = end = 0
    for at, character in enumerate(text):
        plain = _normalize_character(character)
        if plain == GAP:
            if letters:
                yield "".join(letters), Span(start, end)
                letters = []
        elif plain:
            start = start if letters else at
            letters.append(plain)
            end = at + 1
        elif end == at and unicodedata.category(character).startswith("M"):
            end = at + 1
    if letters:
        yield "".join(letters), Span(start, end)


@cache
def _normalize_character(character: str) -> str:
    """Return a character's plain letters: none for marks within a word, a blank between words."""
    character = unicodedata.normalize("NFC", character)
    category = unicodedata.category(character[0])  # some stay two characters even when composed
    if character in _JOINING or category.startswith("M") or category == "Cf":
        return ""
    if category == "No":  # a footnote number is no part of the word before it
        return GAP
    folded_once = unicodedata.normalize("NFKD", character).casefold()
    decomposed = unicodedata.normalize("NFKD", folded_once).casefold()
    return "".join(filter(str.isalnum, decomposed)) or GAP


def blank_spans(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length with the spans blanked out."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = GAP * (span.end - span.start)
    return "".join(letters)
