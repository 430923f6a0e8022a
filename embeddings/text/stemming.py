"""Stem English words (Snowball)."""

import re
import threading
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

_WORD = re.compile(r"\w+")


class _Stemmers(threading.local):
    """A stemmer for each thread: a stemmer must not be shared between threads."""

    @cached_property
    def english(self) -> "Stemmer":
        import Stemmer

        return Stemmer.Stemmer("english")


_STEMMERS = _Stemmers()


def stem_words(text: str) -> list[str]:
    """Return the stems of a text's words, in order."""
    stemmed: list[str] = _STEMMERS.english.stemWords(_WORD.findall(text.casefold()))
    return stemmed
