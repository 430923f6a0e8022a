"""The words of a text, and whether it has a word or a name in any form."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from embeddings.text.words import stem_words

_MIN_SHARED_START = 5
"""Letters that two words of one root share at least: `Georgian` and `Georgia`."""


class Vocabulary:
    """The words of a text, case-folded, and the text itself."""

    def __init__(self, words: Iterable[str], text: str) -> None:
        self._words, self._text = sorted(words), text

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem for word in self._words for stem in stem_words(word))

    @cached_property
    def _stemmed_text(self) -> str:
        return f" {' '.join(stem_words(self._text))} "

    def has_word(self, word: str) -> bool:
        """Return whether the text has a word, another form of it, or one of the same root."""
        plain = word.casefold()
        has_form = any(stem in self._stems for stem in stem_words(plain))
        return has_form or self._has_start(plain) or self.has_phrase(plain)  # the text's `N.E.P.`

    def has_phrase(self, words: str) -> bool:
        """Return whether the text has some words one after another, in any forms."""
        return f" {' '.join(stem_words(words))} " in self._stemmed_text

    def _has_start(self, word: str) -> bool:
        start = word[:_MIN_SHARED_START]
        at = bisect_left(self._words, start)
        has_word = at < len(self._words) and self._words[at].startswith(start)
        return has_word and len(start) == _MIN_SHARED_START
