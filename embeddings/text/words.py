"""Words made comparable: normalised, stemmed, and a name put in place of its others."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from embeddings.types import Span

if TYPE_CHECKING:
    from Stemmer import Stemmer

GAP = " "
"""Separator of normalised words."""

FUNCTION_WORDS = frozenset(
    "a about an and any are as at be been but by can could did do does for from had has have he "
    "her here him his how i if in is it its me my no not of on or our she should so some than that "
    "the their them then there these they this those to was we were what when where which who whom "
    "whose why will with would you your said say says tell".split()
)
"""Words that name no subject by themselves."""

_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}(?!\w)")
_ORDINAL = re.compile(r"(?<!\w)(\d+)(?:st|nd|rd|th)(?!\w)")
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


_WORD = re.compile(r"\w+")


class _Stemmers(threading.local):
    """A stemmer for each thread: a stemmer must not be shared between threads."""

    @cached_property
    def english(self) -> "Stemmer":
        import Stemmer

        return Stemmer.Stemmer("english")


_STEMMERS = _Stemmers()


def unify_forms(text: str) -> str:
    """Write `N.E.P.` as `NEP`, and `17th` as `17`."""
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    return _ORDINAL.sub(r"\1", plain)


def stem_words(text: str) -> list[str]:
    """Return the stems of a text's words, in order."""
    text = unify_forms(text)
    stemmed: list[str] = _STEMMERS.english.stemWords(_WORD.findall(text.casefold()))
    return stemmed


NameGroups = tuple[tuple[str, ...], ...]
"""The manifest's groups of names and spellings; the first of a group stands for the others."""


class Synonyms:
    """Replaces names by the first name of their group, in texts and in questions.

    The result is only embedded and searched; what is shown is the text itself.
    """

    def __init__(self, names: NameGroups) -> None:
        self._first = {name.casefold(): group[0] for group in names for name in group[1:]}

    def fold(self, text: str) -> str:
        """Return a text with each name replaced by the first of its group."""
        if not self._first:
            return text
        return self._pattern.sub(lambda match: self._first.get(match[0].casefold(), match[0]), text)

    def fold_all(self, texts: Sequence[str]) -> list[str]:
        """Return texts with each name replaced by the first of its group."""
        return [self.fold(text) for text in texts]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._first, key=len, reverse=True)
        return re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
        )
