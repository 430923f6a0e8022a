"""Mends the words of a question that neither the text nor the model knows."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

_FEWEST = 4
_WORD = re.compile(rf"\b[^\W\d_]{{{_FEWEST},}}\b")

# What follows is measured, with one letter wrong in a fifth of SQuAD's and the essay's words:
# a word is mended where the edit is cheap, the word meant is common, and enough letters agree.
_COSTS = {"swapped": 0.0, "missing": 0.5, "spare": 1.5, "wrong": 2.5, "two": 5.0}
_OTHER_FIRST = 1.0
_LETTER = 0.7
_LETTERS_COUNTED = 9
_BAR = -2.5
_BAR_OF_NAMES = -3.5

_LONG = 8
"""From so many letters on two may be wrong."""

_LONG_FOR_MODEL = 6
"""From so many letters on a word may become one that only the model knows."""


class Spelling:
    """Mends words that neither the text nor the model knows, by the words of the text.

    `words` are the text's, case-folded, with the number of passages that have each; `known` are
    the whole words of the model's vocabulary in lower case, the commonest first.
    """

    def __init__(self, words: Mapping[str, int], known: Sequence[str]) -> None:
        self.words = dict(words)
        self._stemmer = Stemmer.Stemmer("english")
        # the model's commonest words weigh as if they stood in ten passages, most in less than one
        self._weights = {word: math.log(3000 / (rank + 300)) for rank, word in enumerate(known)}
        of_model = _by_length(word for word in self._weights if word not in self.words)
        self._weights |= {word: math.log(max(count, 1)) for word, count in self.words.items()}
        self._of_text, self._of_model = _by_length(self.words), of_model
        self._of_text_by_first = {
            first: _by_length(words)
            for first, words in groupby(sorted(filter(None, self.words)), itemgetter(0))
        }

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems of all words; most questions need none of them."""
        return frozenset(self._stemmer.stemWords(list(self._weights)))

    def mend(self, question: str) -> str:
        """Return a question with its misspelt words as they are likely to be meant."""
        return _WORD.sub(self._mended, question)

    def knows(self, word: str) -> bool:
        """Say whether a word, or another form of it, stands in the text or in the model."""
        plain = word.casefold()
        return plain in self._weights or self._stemmer.stemWord(plain) in self._stems

    def _mended(self, match: re.Match[str]) -> str:
        word = match.group()
        if self.knows(word) or _is_part(match):
            return word
        meant = self._meant(word.casefold(), name=word[0].isupper())
        return word if meant is None else _in_case_of(word, meant)

    def _meant(self, typed: str, *, name: bool) -> str | None:
        """Return the likeliest word; None where none is likely enough."""
        candidates = self._near_names(typed) if name else self._near(typed)
        prices = ((self._price(typed, word), word) for word in candidates)
        price, word = min(prices, default=(math.inf, ""))
        bar = _BAR_OF_NAMES if name else _BAR
        agreeing = _LETTER * min(len(typed), _LETTERS_COUNTED)
        return word if price - agreeing <= bar else None

    def _price(self, typed: str, word: str) -> float:
        other_first = _OTHER_FIRST if typed[0] != word[0] else 0.0
        return _COSTS[_edit(typed, word)] + other_first - self._weights[word]

    def _near_names(self, typed: str) -> Iterator[str]:
        """Yield words of the text; a name is seldom wrong in its first letter."""
        alike = self._of_text_by_first.get(typed[0], {})
        found = list(_within(typed, alike, 1))
        return iter(found) if found or len(typed) < _LONG else _within(typed, alike, 2)

    def _near(self, typed: str) -> Iterator[str]:
        """Yield words of the text, with another first letter too, and some of the model."""
        found = list(_within(typed, self._of_text, 1))
        if len(typed) >= _LONG_FOR_MODEL:
            found += _within(typed, self._of_model, 1)
        return iter(found) if found else self._near_names(typed)


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    lengths: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= _FEWEST and word.isalpha():
            lengths[len(word)].append(word)
    return dict(lengths)


def _within(typed: str, lengths: Mapping[int, list[str]], edits: int) -> Iterator[str]:
    """Yield the words that at most so many edits make of another."""
    for length in range(len(typed) - edits, len(typed) + edits + 1):
        found = process.extract(
            typed, lengths.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=None
        )
        yield from (word for word, _, _ in found)


def _edit(typed: str, word: str) -> str:
    if OSA.distance(typed, word) > 1:
        return "two"
    if len(typed) != len(word):
        return "missing" if len(typed) < len(word) else "spare"
    return "swapped" if sorted(typed) == sorted(word) else "wrong"


def _is_part(match: re.Match[str]) -> bool:
    """Say whether combining marks make a match a part of a longer word."""
    around = match.string[max(0, match.start() - 1) : match.start()]
    around += match.string[match.end() : match.end() + 1]
    return any(unicodedata.category(character).startswith("M") for character in around)


def _in_case_of(word: str, meant: str) -> str:
    if word.isupper():
        return meant.upper()
    return meant[0].upper() + meant[1:] if word[0].isupper() else meant
