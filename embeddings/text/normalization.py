"""Words in their plainest form: lower case, no accents, no marks, one blank between them."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from embeddings.types import Span

GAP = " "
"""What stands between folded words."""

_JOINING = frozenset("'’‘‛ʼ´`′[]")


def folded(words: str) -> str:
    """Return words in lower case with one blank between them, without marks and accents."""
    return GAP.join(word for word, _ in folded_words(words))


def folded_words(text: str) -> Iterator[tuple[str, Span]]:
    """Yield folded words with their places; accents belong to the letter before them."""
    letters: list[str] = []
    start = end = 0
    for at, character in enumerate(text):
        plain = plain_letters(character)
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
def plain_letters(character: str) -> str:
    """Return a character's plain letters: none for marks within words, a blank between words."""
    character = unicodedata.normalize("NFC", character)
    category = unicodedata.category(character[0])  # some stay two even when composed
    if character in _JOINING or category.startswith("M") or category == "Cf":
        return ""
    if category == "No":  # the number of a footnote is no part of the word before it
        return GAP
    folded_once = unicodedata.normalize("NFKD", character).casefold()
    decomposed = unicodedata.normalize("NFKD", folded_once).casefold()
    return "".join(filter(str.isalnum, decomposed)) or GAP


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length with blanks in the place of some of it."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = GAP * (span.end - span.start)
    return "".join(letters)
