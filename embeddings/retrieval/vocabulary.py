"""The words of a text, and whether it has one in any form."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from embeddings.text.words import stem_words

_MIN_SHARED_START = 5
"""Letters that two words of one root share at least: `Georgian` and `Georgia`."""


class Vocabulary:
    """The words of a text, case-folded."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem for word in self._words for stem in stem_words(word))

    def has_word(self, word: str) -> bool:
        """Return whether the text has a word, another form of it, or one of the same root."""
        plain = word.casefold()
        if any(stem in self._stems for stem in stem_words(plain)):
            return True
        return self._has_start(plain[:_MIN_SHARED_START])

    def _has_start(self, start: str) -> bool:
        at = bisect_left(self._words, start)
        has_word = at < len(self._words) and self._words[at].startswith(start)
        return has_word and len(start) == _MIN_SHARED_START
